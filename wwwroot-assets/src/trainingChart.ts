import type { AbandonedStretch, ControlAction } from "../client/src/contract.ts";
import { abandonedCurve } from "./abandoned.ts";
import { Chart } from "./chart.ts";
import type { ChartMark } from "./chartMarks.ts";
import { alignCurves, trend } from "./chartData.ts";
import { curveRows, markRow } from "./chartTooltip.ts";
import { curveStyles, type CurveStyle } from "./curveStyle.ts";
import { h, setText } from "./dom.ts";
import { formatClock, formatCount, formatCoverage, formatNumber, type NumberFormat } from "./format.ts";
import type { JobModel } from "./jobModel.ts";
import { LiveElement } from "./liveElement.ts";
import { Painter } from "./painter.ts";
import type { SeriesBuffer } from "./seriesBuffer.ts";
import { steeringMark } from "./steeringMark.ts";
import { Trunk } from "./trunk.ts";
import { onThemeChange } from "./theme.ts";
import { watchJob } from "./watch.ts";

const formats: NumberFormat[] = ["number", "percent", "scientific", "integer", "rate", "bytes"];
const markTokens: Partial<Record<ControlAction, string>> = { pause: "--pause", resume: "--run", stop: "--stop", park: "--pause", rewind: "--pause" };
const markLabels: Partial<Record<ControlAction, string>> = { pause: "Paused", resume: "Resumed", stop: "Stopped", park: "Parked", rewind: "Rewound" };

/**
 * `<training-chart job="ID" series="loss,val/loss" title="Loss" scale="linear|log" smoothing="0.6" format="number">`:
 * a live curve in a card. `format` is one of number, percent, scientific, integer, rate, bytes. `server` is where the job
 * is, where not at the server that the script came from; `theme` is light, dark or as the page.
 */
export class TrainingChart extends LiveElement {
  static readonly observedAttributes = ["job", "series", "title", "scale", "smoothing", "format", "server", "theme"];

  private names: readonly string[] = [];
  private given: readonly string[] | undefined;
  private styles: CurveStyle[] = [];
  private format: NumberFormat = "number";
  private smoothing = 0;
  private log = false;
  private model: JobModel | undefined;
  private chart: Chart | undefined;
  private painter: Painter | undefined;
  private parts: ReturnType<typeof buildParts> | undefined;
  private leave: (() => void)[] = [];
  private keyboardIndex: number | undefined;
  private describedAt = -Infinity;
  private trunk: Trunk | undefined;
  private abandoned: { of: readonly AbandonedStretch[]; curves: (SeriesBuffer | undefined)[] } = { of: [], curves: [] };

  private heading = "";

  /** The series it shows, in the place of the attribute `series`: their names may have commas and spaces. */
  get seriesNames(): readonly string[] {
    return this.given ?? (this.getAttribute("series") ?? "loss").split(",").map(name => name.trim()).filter(Boolean);
  }

  set seriesNames(names: readonly string[]) {
    this.given = names;
    this.rebuild();
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === "title" && after === null) return; // taken off below
    super.attributeChangedCallback(name, before, after);
  }

  protected mount(): void {
    this.names = this.seriesNames;
    this.styles = curveStyles(this.names);
    const format = this.getAttribute("format") as NumberFormat;
    this.format = formats.includes(format) ? format : "number";
    this.smoothing = Math.min(0.99, Math.max(0, Number(this.getAttribute("smoothing") ?? 0) || 0));
    this.log = this.getAttribute("scale") === "log";
    // left in place, browsers would show it as a tooltip over the whole chart
    this.heading = this.getAttribute("title") ?? (this.heading || (this.names[0] ?? ""));
    this.removeAttribute("title");
    const title = this.heading;

    const parts = (this.parts = buildParts(title, this.styles, this.smoothing, this.log));
    if (this.content === this) this.classList.add("card", "chart-card");
    this.content.replaceChildren(parts.header, parts.legend, parts.plot, parts.foot, parts.spoken);
    this.chart = this.makeChart(parts, this.styles);
    const painter = (this.painter = new Painter(this, () => this.paint()));

    parts.toggles.forEach((toggle, i) => toggle.addEventListener("click", () => {
      const shown = toggle.getAttribute("aria-pressed") !== "true";
      toggle.setAttribute("aria-pressed", String(shown));
      for (let layer = 0; layer <= this.layers; layer++) this.chart?.setShown(layer * this.styles.length + i, shown);
    }));
    parts.slider.addEventListener("input", () => {
      this.smoothing = Number(parts.slider.value);
      setText(parts.smoothingValue, this.smoothing.toFixed(2));
      painter.request(true);
    });
    parts.logToggle.addEventListener("click", () => {
      this.log = !this.log;
      parts.logToggle.setAttribute("aria-pressed", String(this.log));
      this.chart?.setLog(this.log);
      painter.request(true);
    });
    parts.reset.addEventListener("click", () => this.chart?.resetZoom());
    parts.plot.addEventListener("keydown", event => this.onKey(event));
    parts.plot.addEventListener("blur", () => {
      this.keyboardIndex = undefined;
      this.chart?.clearCursor();
    });

    const resize = new ResizeObserver(() => {
      this.chart?.resize();
      painter.request();
    });
    resize.observe(parts.canvas);
    this.leave = [onThemeChange(() => this.chart?.restyle()), () => resize.disconnect()];
    const job = this.getAttribute("job");
    if (job) {
      const handle = watchJob(job, model => this.onChange(model, handle.watch.ended), this.getAttribute("server") ?? "");
      this.leave.push(() => handle.close());
    }
    this.onChange(undefined, false);
  }

  protected unmount(): void {
    for (const leave of this.leave.splice(0)) leave();
    this.trunk?.close();
    this.trunk = undefined;
    this.abandoned = { of: [], curves: [] };
    this.painter?.stop();
    this.chart?.destroy();
    this.model = this.chart = this.painter = this.parts = undefined;
  }

  private makeChart(parts: ReturnType<typeof buildParts>, curves: CurveStyle[]): Chart {
    return new Chart(parts.canvas, {
      curves, log: this.log, format: this.format,
      ceiling: this.names.some(name => name.includes("accuracy")) ? 1 : undefined,
      onCursor: (index, left) => this.showCursor(index, left),
      onZoom: zoomed => { parts.reset.hidden = !zoomed; },
    });
  }

  /** Curves behind the job's own: its parent's, and what it went back over. */
  private get layers(): number {
    return (this.trunk ? 1 : 0) + (this.abandoned.curves.length ? 1 : 0);
  }

  /** A forked job's chart begins with its parent's curve, paler; what a job went back over stays, grey. */
  private growLayers(): void {
    const { parts, model } = this;
    if (!parts || !model) return;
    const before = this.layers;
    const origin = model.job?.forkedFrom;
    if (origin && !this.trunk) {
      this.trunk = new Trunk(origin.job, origin.step, () => this.painter?.request(), this.getAttribute("server") ?? "");
      this.dataset.trunk = origin.job;
    }
    if (model.abandoned !== this.abandoned.of) {
      const curves = this.names.map(name => abandonedCurve(model.abandoned, name));
      this.abandoned = { of: model.abandoned, curves: curves.some(Boolean) ? curves : [] };
      this.dataset.abandoned = String(curves.reduce((sum, curve) => sum + (curve?.length ?? 0), 0));
      parts.abandoned.hidden = this.abandoned.curves.length === 0;
    }
    if (this.layers === before) return;
    this.chart?.destroy();
    this.chart = this.makeChart(parts, [
      ...this.styles,
      ...(this.trunk ? this.styles.map(style => ({ ...style, faint: true })) : []),
      ...(this.abandoned.curves.length ? this.styles.map(style => ({ ...style, faint: true, token: "--faint" })) : [])]);
  }

  private buffers(): (SeriesBuffer | undefined)[] {
    return this.names.map(name => this.model?.series.get(name));
  }

  private onChange(model: JobModel | undefined, ended: boolean): void {
    if (!this.parts) return;
    this.model = model;
    this.growLayers();
    let points = 0, lastStep = NaN;
    for (const buffer of this.buffers()) {
      points += buffer?.count ?? 0;
      if (buffer?.count && !(lastStep >= buffer.lastStep)) lastStep = buffer.lastStep;
    }
    this.dataset.points = String(points);
    this.dataset.lastStep = Number.isNaN(lastStep) ? "" : String(lastStep);
    this.dataset.state = ended ? "ended" : points ? "live" : "waiting";
    this.parts.empty.hidden = points > 0;
    setText(this.parts.empty,
      ended ? "no points were reported" : model?.status === "queued" ? "queued, waiting for a free slot…" : "waiting for the first step…");
    this.painter?.request();
  }

  private paint(): void {
    const { parts, chart, model } = this;
    if (!parts || !chart) return;
    const buffers = this.buffers();
    const main = buffers.find(buffer => buffer?.count);
    if (!main || !model) {
      setText(parts.value, "");
      setText(parts.step, "");
      setText(parts.coverage, "");
      return;
    }
    setText(parts.value, formatNumber(main.lastValue, this.format));
    setText(parts.step, `step ${formatCount(main.lastStep)}`);
    setText(parts.coverage, formatCoverage(main.length, main.count));
    const nonFinite = buffers.flatMap(buffer => buffer?.marks ?? []);
    const bad = buffers.reduce((sum, buffer) => sum + (buffer?.notFinite ?? 0), 0);
    parts.nonFinite.hidden = bad === 0;
    setText(parts.nonFiniteText, `${formatCount(bad)} not finite`);

    const trunk = this.trunk ? this.names.map(name => this.trunk!.series(name)) : [];
    chart.setData(
      alignCurves(
        [...buffers, ...trunk, ...this.abandoned.curves].map((buffer, i) => ({ buffer, smoothing: this.styles[i % this.styles.length].sparse ? 0 : this.smoothing })), this.log),
      this.marks(), nonFinite);
    this.describe(main);
  }

  private marks(): ChartMark[] {
    return [...this.receiptMarks(), ...(this.model?.steering ?? []).map(steeringMark)];
  }

  private receiptMarks(): ChartMark[] {
    return (this.model?.receipts ?? []).flatMap(receipt =>
      receipt.state === "applied" && receipt.step !== undefined && receipt.step !== null && receipt.action in markTokens
        ? [{ step: receipt.step, token: markTokens[receipt.action]!, label: `${markLabels[receipt.action]} by ${receipt.by}` }]
        : []);
  }

  /** What the picture says, in words; not at every painting, as screen readers would stumble over it. */
  private describe(main: SeriesBuffer): void {
    if (!this.parts || performance.now() - this.describedAt < 2000) return;
    this.describedAt = performance.now();
    let least = Infinity;
    for (const value of main.min) if (value < least) least = value;
    const title = this.parts.title.textContent;
    this.parts.plot.setAttribute("aria-label",
      `${title}: ${formatNumber(main.lastValue, this.format)} at step ${formatCount(main.lastStep)}, ` +
      `${least < Infinity ? `minimum ${formatNumber(least, this.format)}, ${trend(main.last)}` : "no finite value"}. Arrow keys read values.`);
  }

  private showCursor(index: number | null, left: number): void {
    const { parts, chart } = this;
    if (!parts || !chart) return;
    const active = index !== null && (chart.hovered || this.keyboardIndex !== undefined);
    parts.tooltip.hidden = !active;
    if (!active || index === null) return;
    const step = chart.x[index];
    const shown = this.styles.map((style, i) => ({ style, columns: chart.curve(i), toggle: parts.toggles[i], buffer: this.buffers()[i] }))
      .filter(({ toggle }) => toggle?.getAttribute("aria-pressed") !== "false");
    const time = shown.map(({ buffer }) => buffer?.times[buffer.steps.indexOf(step)]).find(at => at !== undefined);
    const near = chart.stepsPerPixel * 6;
    parts.tooltip.replaceChildren(
      h("div", { class: "tooltip-head" }, `step ${formatCount(step)}`, h("span", {}, time === undefined ? "" : formatClock(time))),
      ...curveRows(shown, chart.x, index, { format: this.format, smoothing: this.smoothing }),
      ...this.marks().filter(mark => Math.abs(mark.step - step) <= near).map(markRow));
    const x = left + chart.plotLeft;
    parts.tooltip.style.transform = x > parts.canvas.clientWidth / 2 ? `translate(calc(${Math.round(x - 12)}px - 100%), 12px)` : `translate(${Math.round(x + 12)}px, 12px)`;
    if (this.keyboardIndex !== undefined)
      setText(parts.spoken, [...parts.tooltip.children].map(child => [...child.childNodes].map(node => node.textContent).join(" ")).join(", "));
  }

  private onKey(event: KeyboardEvent): void {
    const { chart } = this;
    if (!chart || !chart.x.length) return;
    const from = this.keyboardIndex ?? chart.cursorIndex ?? chart.x.length - 1;
    const stride = event.shiftKey ? Math.max(1, Math.round(chart.x.length / 20)) : 1;
    let to: number;
    switch (event.key) {
      case "ArrowLeft": to = from - stride; break;
      case "ArrowRight": to = from + stride; break;
      case "Home": to = 0; break;
      case "End": to = chart.x.length - 1; break;
      case "Escape":
        this.keyboardIndex = undefined;
        chart.clearCursor();
        chart.resetZoom();
        return;
      default: return;
    }
    event.preventDefault();
    this.keyboardIndex = Math.max(0, Math.min(chart.x.length - 1, to));
    chart.moveCursor(this.keyboardIndex);
  }
}

function buildParts(titleText: string, styles: CurveStyle[], smoothing: number, log: boolean) {
  const title = h("h2", {}, titleText);
  const value = h("strong"), step = h("small");
  const header = h("header", {}, title, h("span", { class: "value" }, value, step));

  const toggles = styles.map(style => h("button", { type: "button", "aria-pressed": "true", class: "legend-item" },
    h("i", { class: "swatch", style: `background:var(${style.token})` }), style.label));
  const nonFiniteText = h("span");
  const nonFinite = h("span", { class: "legend-note", hidden: true }, h("span", { "aria-hidden": "true" }, "×"), " ", nonFiniteText);
  const abandoned = h("span", { class: "legend-note dim", hidden: true }, h("i", { class: "swatch", style: "background:var(--faint)" }), " abandoned");
  const legend = h("div", { class: "legend" }, ...(styles.length > 1 ? toggles : []), abandoned, nonFinite);

  const canvas = h("div", { class: "plot-canvas" });
  const empty = h("div", { class: "plot-empty" });
  const tooltip = h("div", { class: "chart-tooltip", hidden: true });
  const plot = h("div", { class: "plot", role: "img", tabindex: "0", "aria-label": `${titleText}: no points yet` }, canvas, empty, tooltip);

  const slider = h("input", { type: "range", min: "0", max: "0.99", step: "0.01", "aria-label": `Smoothing of ${titleText}` });
  slider.value = String(smoothing);
  const smoothingValue = h("output", {}, smoothing.toFixed(2));
  const logToggle = h("button", { type: "button", class: "foot-toggle", "aria-pressed": String(log), "aria-label": `log y axis of ${titleText}` }, "log y");
  const reset = h("button", { type: "button", class: "foot-toggle", hidden: true }, "reset zoom");
  const coverage = h("span", { class: "coverage" });
  const smoothable = styles.some(style => !style.sparse);
  const foot = h("footer", {}, coverage, h("span", { class: "foot-controls" }, reset,
    ...(smoothable ? [h("label", { class: "smoothing" }, h("span", {}, "smoothing"), slider, smoothingValue)] : []), logToggle));
  const spoken = h("div", { class: "visually-hidden", "aria-live": "polite" });
  return { header, title, value, step, legend, toggles, abandoned, nonFinite, nonFiniteText, plot, canvas, empty, tooltip, foot, coverage, slider, smoothingValue, logToggle, reset, spoken };
}
