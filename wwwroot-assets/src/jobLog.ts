import type { LogEvent, LogLevel } from "../client/src/contract.ts";
import { h, setText } from "./dom.ts";
import { formatClock, formatCount } from "./format.ts";
import type { JobModel } from "./jobModel.ts";
import { LiveElement } from "./liveElement.ts";
import { Painter } from "./painter.ts";
import { watchJob } from "./watch.ts";

const levels: LogLevel[] = ["trace", "debug", "information", "warning", "error", "critical"];
const lineLimit = 2000;

export function passes(line: LogEvent, least: LogLevel, needle: string): boolean {
  return levels.indexOf(line.level) >= levels.indexOf(least) && (!needle || line.text.toLowerCase().includes(needle.toLowerCase()));
}

/** `<job-log job="ID">`: the job's log, following its end unless scrolled up. Text only ever becomes text. */
export class JobLog extends LiveElement {
  static readonly observedAttributes = ["job"];

  private leave: (() => void)[] = [];
  private model: JobModel | undefined;
  private least: LogLevel = "trace";
  private needle = "";
  /** seq of the last line drawn, and the state of the log it belonged to */
  private drawn = -1;
  private epoch = -1;
  private follow = true;

  protected mount(): void {
    const job = this.getAttribute("job");
    const select = h("select", { "aria-label": "Least level" },
      ...([["trace", "All levels"], ["information", "Information and up"], ["warning", "Warnings and errors"], ["error", "Errors"]] as const)
        .map(([value, label]) => h("option", { value }, label)));
    select.value = this.least;
    const search = h("input", { type: "search", placeholder: "Search the log", "aria-label": "Search the log", value: this.needle });
    const count = h("span", { class: "dim" });
    const lines = h("div", { class: "log-lines", role: "log", tabindex: "0", "aria-label": "Log", "aria-live": "off" });
    const jump = h("button", { type: "button", class: "btn log-jump", hidden: true }, "Jump to latest");
    this.replaceChildren(h("div", { class: "toolbar log-toolbar" }, search, select, count), h("div", { class: "log-frame" }, lines, jump));
    this.classList.add("log");
    this.drawn = this.epoch = -1;

    const painter = new Painter(this, () => this.paint(lines, count));
    const redraw = () => {
      this.epoch = -1;
      painter.request(true);
    };
    select.addEventListener("change", () => { this.least = select.value as LogLevel; redraw(); });
    search.addEventListener("input", () => { this.needle = search.value.trim(); redraw(); });
    lines.addEventListener("scroll", () => {
      this.follow = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 24;
      jump.hidden = this.follow;
    }, { passive: true });
    jump.addEventListener("click", () => {
      this.follow = true;
      lines.scrollTop = lines.scrollHeight;
    });
    this.leave = [() => painter.stop()];
    painter.request();
    if (!job) return;
    const handle = watchJob(job, model => { this.model = model; painter.request(); });
    this.leave.push(() => handle.close());
  }

  protected unmount(): void {
    for (const leave of this.leave.splice(0)) leave();
    this.model = undefined;
  }

  private paint(lines: HTMLElement, count: HTMLElement): void {
    const log = this.model?.log ?? [];
    if (this.epoch !== (this.model?.logEpoch ?? 0)) {
      this.epoch = this.model?.logEpoch ?? 0;
      this.drawn = -1;
      lines.replaceChildren();
    }
    const fresh = log.filter(line => line.seq > this.drawn && passes(line, this.least, this.needle));
    if (log.length) this.drawn = log[log.length - 1].seq;
    if (fresh.length || !lines.firstChild) lines.querySelector(".log-empty")?.remove();
    lines.append(...fresh.map(line => h("div", { class: "log-line", "data-level": line.level },
      h("time", {}, formatClock(line.at, true)), h("span", { class: "log-level" }, line.level), h("span", { class: "log-text" }, line.text))));
    while (lines.childElementCount > lineLimit) lines.firstElementChild?.remove();
    const shown = lines.querySelectorAll(".log-line").length;
    if (!shown && !lines.firstChild)
      lines.append(h("div", { class: "log-empty" }, log.length ? "No line matches." : "Nothing was logged yet."));
    setText(count, `${formatCount(shown)} ${shown === 1 ? "line" : "lines"}`);
    this.dataset.lines = String(shown);
    if (this.follow && fresh.length) lines.scrollTop = lines.scrollHeight;
  }
}
