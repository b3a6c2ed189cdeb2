// Draws when it is worth drawing: not more often than 10 times a second, not while out of sight.

const interval = 100;

export class Painter {
  private visible = false;
  private wanted = false;
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -Infinity;
  private readonly observer: IntersectionObserver;

  constructor(private readonly element: Element, private readonly paint: () => void) {
    this.observer = new IntersectionObserver(entries => {
      this.visible = entries[entries.length - 1].isIntersecting;
      if (this.visible && this.wanted) this.schedule();
    }, { rootMargin: "100px" });
    this.observer.observe(element);
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  /** Asks for a painting; `now` skips the pace, for what the user just did. */
  request(now = false): void {
    this.wanted = true;
    if (now) {
      this.last = -Infinity;
      clearTimeout(this.timer);
      this.timer = undefined;
    }
    this.schedule();
  }

  stop(): void {
    this.observer.disconnect();
    document.removeEventListener("visibilitychange", this.onVisibility);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.wanted = false;
  }

  private readonly onVisibility = () => {
    if (document.visibilityState === "visible" && this.wanted) this.schedule();
  };

  private schedule(): void {
    if (!this.visible || document.visibilityState !== "visible" || this.frame || this.timer !== undefined) return;
    const rest = this.last + interval - performance.now();
    if (rest > 0) {
      this.timer = setTimeout(() => { this.timer = undefined; this.schedule(); }, rest);
      return;
    }
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.element.isConnected) return;
      this.wanted = false;
      this.last = performance.now();
      this.paint();
    });
  }
}
