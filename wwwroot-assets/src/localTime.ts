// The reader's time zone is known here, not on the server.
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const sameYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const full = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** A moment as the reader's clock shows it: the time of day, or the date with it. */
export function formatMoment(at: Date, kind: string, now = new Date()): string {
  if (Number.isNaN(at.getTime())) return "";
  if (kind === "clock") return clock.format(at);
  return (at.getFullYear() === now.getFullYear() ? sameYear : full).format(at);
}

/** `<local-time at="ISO time" kind="clock|date">`. */
export class LocalTime extends HTMLElement {
  static readonly observedAttributes = ["at", "kind"];

  connectedCallback(): void {
    this.show();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.show();
  }

  private show(): void {
    const at = new Date(this.getAttribute("at") ?? "");
    this.textContent = formatMoment(at, this.getAttribute("kind") ?? "date");
    this.title = Number.isNaN(at.getTime()) ? "" : full.format(at);
  }
}
