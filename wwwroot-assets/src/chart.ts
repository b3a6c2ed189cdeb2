// One uPlot with bands, marks, zoom and a cursor in step with those of other charts. Knows nothing of jobs.
import uPlot from "uplot";
import { nearestSample, type AlignedCurves, type Column, type CurveColumns } from "./chartData.ts";
import { drawMarks, type ChartMark } from "./chartMarks.ts";
import { joinCursors, tellOthers } from "./cursorSync.ts";
import { hasBand, type CurveStyle } from "./curveStyle.ts";
import type { NumberFormat } from "./format.ts";
import { around, entryOf, makePicture, sampleAt, type Picture } from "./picture.ts";
import { plotSeries } from "./plotSeries.ts";
import { Ruler } from "./ruler.ts";
import type { NonFiniteMark } from "./seriesBuffer.ts";
import { colour } from "./theme.ts";

export interface ChartOptions {
  curves: CurveStyle[];
  log: boolean;
  format: NumberFormat;
  /** upper end of what is possible, if known (accuracy: 1) */
  ceiling?: number;
  onCursor(index: number | null, left: number): void;
  onZoom(zoomed: boolean): void;
}

export class Chart {
  private plot: uPlot | undefined;
  private picture: Picture | undefined;
  private data: AlignedCurves = { x: [], curves: [] };
  private hidden = new Set<number>();
  private zoom: { from: number; to: number } | undefined;
  private marks: readonly ChartMark[] = [];
  private nonFinite: readonly NonFiniteMark[] = [];
  private readonly leave: () => void;
  private readonly ruler: Ruler;
  private font = "";
  /** whether the others' cursors follow this one's */
  private leads = false;

  constructor(private readonly host: HTMLElement, private options: ChartOptions) {
    this.leave = joinCursors(this);
    this.ruler = new Ruler(host);
  }

  get x(): readonly number[] {
    return this.data.x;
  }

  curve(curve: number): CurveColumns {
    return this.data.curves[curve];
  }

  /** Where the plot begins, pixels. */
  get plotLeft(): number {
    return this.picture?.axisWidth ?? 0;
  }

  get stepsPerPixel(): number {
    const { picture, plot } = this;
    return picture && plot ? (picture.steps.to - picture.steps.from) / Math.max(1, plot.over.clientWidth) : 0;
  }

  setData(data: AlignedCurves, marks: readonly ChartMark[], nonFinite: readonly NonFiniteMark[]): void {
    this.data = data;
    this.marks = marks;
    this.nonFinite = nonFinite;
    if (!this.plot) this.build();
    else this.draw();
  }

  /** Holds for the data that comes next, which is that of such an axis. */
  setLog(log: boolean): void {
    this.options = { ...this.options, log };
  }

  /** Colours are read anew. */
  restyle(): void {
    if (this.plot) this.build();
  }

  setShown(curve: number, shown: boolean): void {
    if (shown) this.hidden.delete(curve);
    else this.hidden.add(curve);
    const plot = this.plot;
    if (!plot) return;
    plot.batch(() => {
      this.columns().forEach(({ owner }, i) => { if (owner === curve) plot.setSeries(i + 1, { show: shown }); });
    });
    this.draw();
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    const plot = this.plot;
    if (!plot || width <= 0 || height <= 0 || (width === plot.width && height === plot.height)) return;
    plot.setSize({ width, height });
    this.draw();
  }

  resetZoom(): void {
    this.zoom = undefined;
    this.draw();
    this.options.onZoom(false);
  }

  /** Puts the cursor on a sample; returns the index it came to. */
  moveCursor(index: number): number {
    const to = Math.max(0, Math.min(this.data.x.length - 1, index));
    this.leads = true;
    if (this.data.x.length) this.setCursor(this.data.x[to]);
    return to;
  }

  clearCursor(): void {
    this.setCursor(undefined);
  }

  /** As another chart's cursor does. */
  point(step: number | undefined): void {
    this.leads = false;
    this.setCursor(step);
  }

  get cursorIndex(): number | null {
    const index = this.plot?.cursor.idx;
    return index === null || index === undefined || !this.picture ? null : this.sample(index);
  }

  /** The pointer is over this chart, not over one it is in step with. */
  get hovered(): boolean {
    return this.plot?.over.matches(":hover") ?? false;
  }

  destroy(): void {
    this.leave();
    this.plot?.destroy();
    this.plot = undefined;
  }

  /** The columns in uPlot's order: all edges of bands first, so that every line is above them. */
  private columns(): { owner: number; column: Column }[] {
    const curves = this.options.curves.map((style, owner) => ({ style, owner, columns: this.data.curves[owner] }));
    return [
      ...curves.filter(({ style }) => hasBand(style))
        .flatMap(({ owner, columns }) => [{ owner, column: columns?.max ?? [] }, { owner, column: columns?.min ?? [] }]),
      ...curves.map(({ owner, columns }) => ({ owner, column: columns?.line ?? [] })),
    ];
  }

  /** Lays the data out anew for the room there is. */
  private layOut(width: number, height: number): Picture {
    const { x } = this.data;
    const columns = this.columns();
    const { log, format, ceiling } = this.options;
    return (this.picture = makePicture(
      x, columns.map(({ column }) => column), columns.map(({ owner }) => !this.hidden.has(owner)),
      this.zoom ?? { from: x[0] ?? 0, to: x[x.length - 1] ?? 0 },
      { log, format, ceiling, width, height, measure: text => this.ruler.width(text, this.font) }));
  }

  private draw(): void {
    const plot = this.plot;
    if (!plot) return;
    const { data } = this.layOut(plot.width, plot.height);
    plot.batch(() => {
      plot.setData(data as uPlot.AlignedData, false);
      // scales stay as they are whatever the data: axes and cursor would not be looked at again
      plot.redraw(true, true);
    });
  }

  private build(): void {
    this.plot?.destroy();
    const width = this.host.clientWidth, height = this.host.clientHeight;
    if (width === 0 || height === 0) {
      this.plot = undefined;
      return;
    }
    const font = (this.font = `11px ${getComputedStyle(this.host).fontFamily}`);
    const { data } = this.layOut(width, height);
    const { series, bands, dots } = plotSeries(
      this.host, this.options.curves, curve => !this.hidden.has(curve), curve => this.sampleCount(curve));
    const faint = colour(this.host, "--faint"), grid = colour(this.host, "--grid");
    const whole: uPlot.Scale = { auto: false, min: 0, max: 1, range: () => [0, 1] };
    const axis: uPlot.Axis = { stroke: faint, font, ticks: { show: false }, space: 1, incrs: [1] };
    this.plot = new uPlot({
      width, height, legend: { show: false }, padding: [around.top, around.right, 0, 0],
      series: [{}, ...series],
      bands,
      scales: { x: { ...whole, time: false }, y: whole },
      axes: [
        { ...axis, size: around.bottom, gap: around.gap, grid: { show: false },
          splits: () => this.picture!.stepTicks.map(tick => tick.at), values: () => this.picture!.stepTicks.map(tick => tick.label) },
        { ...axis, size: () => this.picture!.axisWidth, gap: around.gap, grid: { stroke: grid, width: 1 },
          splits: () => this.picture!.valueTicks.map(tick => tick.at), values: () => this.picture!.valueTicks.map(tick => tick.label) },
      ],
      cursor: {
        // a dot on every line, none on a band's edges
        points: {
          size: (_, index) => dots[index] ? 8 : 0,
          width: 0,
          fill: (_, index) => dots[index] ?? "transparent",
          stroke: "transparent",
        },
        y: false,
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => { this.resetZoom(); return null; } },
        dataIdx: (_, index, at) => this.dotAt(index, at)!,
      },
      hooks: {
        drawAxes: [plot => drawMarks(plot, this.host, this.picture!.steps, this.marks, this.nonFinite)],
        setSelect: [plot => this.select(plot)],
        setCursor: [plot => this.onCursor(plot)],
      },
    }, data as uPlot.AlignedData, this.host);
    this.followTouch(this.plot);
  }

  private sampleCount(curve: number): number {
    let count = 0;
    for (const value of this.data.curves[curve].line) if (typeof value === "number") count++;
    return count;
  }

  /** The sample at an entry of the picture, or beyond its end the nearest. */
  private sample(index: number): number {
    return Math.max(0, Math.min(this.data.x.length - 1, sampleAt(this.picture!, index)));
  }

  /** Where a series of uPlot's has its dot when the cursor is at an entry; nowhere where that is out of sight. */
  private dotAt(series: number, at: number): number | null {
    const { curves } = this.options;
    const line = series - 1 - 2 * curves.filter(hasBand).length;
    if (line < 0 || !this.picture) return at;
    const sample = nearestSample(this.data.curves[line]?.line ?? [], this.sample(at));
    return sample === undefined ? null : entryOf(this.picture, sample) ?? null;
  }

  private setCursor(step: number | undefined): void {
    const { plot, picture } = this;
    if (!plot) return;
    const at = step === undefined || !picture ? -1 : picture.steps.position(step);
    if (at >= 0 && at <= 1) plot.setCursor({ left: at * plot.over.clientWidth, top: plot.over.clientHeight / 2 });
    else plot.setCursor({ left: -10, top: -10 });
  }

  private onCursor(plot: uPlot): void {
    const { left = -1, idx } = plot.cursor;
    const away = left < 0 || idx === null || idx === undefined || !this.picture;
    this.leads ||= !away && this.hovered;
    if (this.leads) tellOthers(this, away ? undefined : this.picture!.steps.step(left / Math.max(1, plot.over.clientWidth)));
    if (away) this.leads = false;
    this.options.onCursor(away ? null : this.sample(idx), left);
  }

  private select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 6 || !this.picture) return;
    const whole = Math.max(1, plot.over.clientWidth);
    const { from, to } = this.picture.steps;
    this.zoom = { from: from + (to - from) * left / whole, to: from + (to - from) * (left + width) / whole };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.draw();
    this.options.onZoom(true);
  }

  /** A finger moves the cursor sideways; up and down still scrolls the page. */
  private followTouch(plot: uPlot): void {
    plot.over.style.touchAction = "pan-y";
    plot.over.addEventListener("pointermove", event => {
      if (event.pointerType !== "touch") return;
      const box = plot.over.getBoundingClientRect();
      plot.setCursor({ left: event.clientX - box.left, top: event.clientY - box.top });
    });
  }
}
