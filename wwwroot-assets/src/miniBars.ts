import { bars } from "./histogram.ts";
import { LiveElement } from "./liveElement.ts";
import { colour, onThemeChange } from "./theme.ts";

const width = 96, height = 26;

/** The counts that an attribute lists; what is no count is none. */
export function parseCounts(text: string | null): number[] {
  return (text ?? "").split(",").map(Number).filter(count => Number.isFinite(count) && count >= 0);
}

/** `<mini-bars counts="3,8,1" label="…">`: a histogram in a table cell. */
export class MiniBars extends LiveElement {
  static readonly observedAttributes = ["counts", "label"];

  private leave: (() => void) | undefined;

  protected mount(): void {
    const canvas = document.createElement("canvas");
    this.replaceChildren(canvas);
    this.setAttribute("role", "img");
    this.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.leave = onThemeChange(() => this.paint(canvas));
    this.paint(canvas);
  }

  protected unmount(): void {
    this.leave?.();
  }

  private paint(canvas: HTMLCanvasElement): void {
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const context = canvas.getContext("2d");
    if (!context) return;
    context.scale(ratio, ratio);
    context.fillStyle = colour(this, "--c1");
    for (const bar of bars(parseCounts(this.getAttribute("counts")), width, height))
      context.fillRect(bar.x, bar.y, bar.width, bar.height);
  }
}
