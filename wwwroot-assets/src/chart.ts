// One uPlot with bands, marks, zoom and a synchronised cursor. Knows nothing of jobs.
import uPlot from "uplot";
import { nearestSample, type AlignedCurves, type Column } from "./chartData.ts";
import { formatCount, formatTick, type NumberFormat } from "./format.ts";
import { colour } from "./theme.ts";

export interface CurveStyle {
  label: string;
  /** colour token */
  token: string;
  /** a validation curve: few points, each shown, no band */
  sparse: boolean;
  /** a curve in the background: thin and pale, without a band or points */
  faint?: boolean;
}

export interface ChartMark {
  step: number;
  token: string;
  label: string;
}

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
  private data: AlignedCurves = { x: [], curves: [] };
  private hidden = new Set<number>();
  private zoom: { min: number; max: number } | undefined;
  private marks: ChartMark[] = [];
  private nonFinite: { from: number; to: number }[] = [];

  constructor(private readonly host: HTMLElement, private options: ChartOptions) {}

  get x(): readonly number[] {
    return this.data.x;
  }

  column(curve: number): Column {
    return this.data.curves[curve].line;
  }

  curve(curve: number) {
    return this.data.curves[curve];
  }

  setData(data: AlignedCurves, marks: ChartMark[], nonFinite: { from: number; to: number }[]): void {
    this.data = data;
    this.marks = marks;
    this.nonFinite = nonFinite;
    if (!this.plot) this.build();
    else this.draw(this.plot);
  }

  setLog(log: boolean): void {
    this.options = { ...this.options, log };
    this.plot?.destroy();
    this.plot = undefined;
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
      for (const index of this.indices(curve)) plot.setSeries(index, { show: shown });
    });
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (this.plot && width > 0 && height > 0 && (width !== this.plot.width || height !== this.plot.height)) this.plot.setSize({ width, height });
  }

  resetZoom(): void {
    this.zoom = undefined;
    if (this.plot) this.draw(this.plot);
    this.options.onZoom(false);
  }

  /** Puts the cursor on a sample; returns the index it came to. */
  moveCursor(index: number): number {
    const to = Math.max(0, Math.min(this.data.x.length - 1, index));
    if (this.plot && this.data.x.length)
      this.plot.setCursor({ left: this.plot.valToPos(this.data.x[to], "x"), top: this.plot.over.clientHeight / 2 });
    return to;
  }

  clearCursor(): void {
    this.plot?.setCursor({ left: -10, top: -10 });
  }

  get cursorIndex(): number | null {
    return this.plot?.cursor.idx ?? null;
  }

  /** The pointer is over this chart, not over one it is in step with. */
  get hovered(): boolean {
    return this.plot?.over.matches(":hover") ?? false;
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = undefined;
  }

  /** uPlot's series: all bands first, so that every line is above them. */
  private indices(curve: number): number[] {
    const bands = this.options.curves.flatMap((style, i) => !hasBand(style) ? [] : [i, i]);
    const own = bands.flatMap((owner, i) => owner === curve ? [i + 1] : []);
    return [...own, bands.length + 1 + curve];
  }

  private columns(): uPlot.AlignedData {
    const bands = this.options.curves.flatMap((style, i) => !hasBand(style) ? [] : [this.data.curves[i].max, this.data.curves[i].min]);
    return [this.data.x, ...bands, ...this.data.curves.map(curve => curve.line)] as uPlot.AlignedData;
  }

  private draw(plot: uPlot): void {
    const zoom = this.zoom;
    if (zoom) plot.batch(() => {
      plot.setData(this.columns(), false);
      plot.setScale("x", zoom);
    });
    else plot.setData(this.columns());
  }

  private build(): void {
    this.plot?.destroy();
    const width = this.host.clientWidth, height = this.host.clientHeight;
    if (width === 0 || height === 0) {
      this.plot = undefined;
      return;
    }
    const { curves, log, format } = this.options;
    const faint = colour(this.host, "--faint"), grid = colour(this.host, "--grid"), panel = colour(this.host, "--panel");
    const font = `11px ${getComputedStyle(this.host).fontFamily}`;
    const bandSeries: uPlot.Series[] = [], lines: uPlot.Series[] = [], bands: uPlot.Band[] = [];
    curves.forEach((style, i) => {
      const stroke = colour(this.host, style.token);
      const show = !this.hidden.has(i);
      if (hasBand(style)) {
        bands.push({ series: [bandSeries.length + 1, bandSeries.length + 2], fill: translucent(stroke, 0.2) });
        // one edge is stroked: where every point is drawn, both edges are the measured curve itself
        bandSeries.push(
          { show, stroke: translucent(stroke, 0.3), width: 1, points: { show: false } },
          { show, stroke: "transparent", width: 0, points: { show: false } });
      }
      lines.push({
        label: style.label, show, stroke: style.faint ? translucent(stroke, 0.45) : stroke, width: style.faint ? 1 : 2,
        points: style.faint ? { show: false } : style.sparse
          ? { show: (_, __, from, to) => to - from < 4000 && this.sampleCount(i) < 150, size: 6, stroke, fill: panel, width: 2 }
          : { size: 4, stroke, fill: stroke },
      });
    });
    const axis: uPlot.Axis = { stroke: faint, font, ticks: { show: false } };
    this.plot = new uPlot({
      width, height, legend: { show: false }, padding: [8, 14, 0, 0],
      series: [{}, ...bandSeries, ...lines],
      bands,
      scales: {
        x: { time: false, range: (_, min, max) => min === max ? [min - 1, max + 1] : [min, max] },
        y: { distr: log ? 3 : 1, range: (_, min, max) => this.rangeY(min, max) },
      },
      axes: [
        { ...axis, size: 28, gap: 6, space: 64, grid: { show: false },
          values: (_, splits, __, ___, increment) => splits.map(value => Number.isInteger(value) ? value >= 1e5 ? formatTick(value, increment) : formatCount(value) : "") },
        { ...axis, size: 54, gap: 6, space: 36, grid: { stroke: grid, width: 1 },
          values: (_, splits, __, ___, increment) => splits.map(value => value === null || (log && !isRound(value)) ? "" : formatTick(value, log ? value : increment, format)) },
      ],
      cursor: {
        // a dot on every line, none on a band's edges
        points: {
          size: (_, index) => index > bandSeries.length ? 8 : 0,
          width: 0,
          fill: (_, index) => index > bandSeries.length ? lines[index - 1 - bandSeries.length].stroke as string : "transparent",
          stroke: "transparent",
        },
        y: false,
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => { this.resetZoom(); return null; } },
        dataIdx: (_, index, at) => index === 0 || index <= bandSeries.length ? at : nearestSample(this.data.curves[index - 1 - bandSeries.length]?.line ?? [], at) ?? at,
        sync: { key: "training-dashboard", scales: ["x", null], setSeries: false, filters: { pub: cursorOnly, sub: cursorOnly } },
      },
      hooks: {
        drawAxes: [plot => this.drawMarks(plot)],
        setSelect: [plot => this.select(plot)],
        setCursor: [plot => this.options.onCursor(plot.cursor.left === undefined || plot.cursor.left < 0 ? null : plot.cursor.idx ?? null, plot.cursor.left ?? -1)],
      },
    }, this.columns(), this.host);
    if (this.zoom) this.plot.setScale("x", this.zoom);
    this.followTouch(this.plot);
  }

  private sampleCount(curve: number): number {
    let count = 0;
    for (const value of this.data.curves[curve].line) if (typeof value === "number") count++;
    return count;
  }

  private rangeY(min: number | null, max: number | null): uPlot.Range.MinMax {
    if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return this.options.log ? [0.1, 1] : [0, 1];
    if (this.options.log) {
      const margin = min === max ? 2 : (max / min) ** 0.05;
      return [min / margin, max * margin];
    }
    const margin = (max - min) * 0.06 || Math.abs(max) * 0.1 || 1;
    const ceiling = this.options.ceiling;
    return [min >= 0 ? Math.max(0, min - margin) : min - margin, ceiling !== undefined && max <= ceiling ? Math.min(ceiling, max + margin) : max + margin];
  }

  private select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 6) return;
    this.zoom = { min: plot.posToVal(left, "x"), max: plot.posToVal(left + width, "x") };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    plot.setScale("x", this.zoom);
    this.options.onZoom(true);
  }

  private drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio || 1;
    const inside = (x: number) => x >= bbox.left - 1 && x <= bbox.left + bbox.width + 1;
    ctx.save();
    ctx.lineWidth = ratio;
    for (const mark of this.marks) {
      const x = Math.round(plot.valToPos(mark.step, "x", true)) + 0.5;
      if (!inside(x)) continue;
      ctx.strokeStyle = translucent(colour(this.host, mark.token), 0.75);
      ctx.setLineDash([4 * ratio, 4 * ratio]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.setLineDash([]);
    if (this.nonFinite.length) {
      const stop = colour(this.host, "--stop");
      for (const { from, to } of this.nonFinite) {
        const left = plot.valToPos(from, "x", true), right = plot.valToPos(to, "x", true);
        if (!inside(left) && !inside(right)) continue;
        const a = Math.max(bbox.left, left), b = Math.min(bbox.left + bbox.width, right);
        ctx.fillStyle = translucent(stop, 0.14);
        ctx.fillRect(a - ratio, bbox.top, Math.max(2 * ratio, b - a + 2 * ratio), bbox.height);
        const x = (a + b) / 2, y = bbox.top + 7 * ratio, arm = 3.5 * ratio;
        ctx.strokeStyle = stop;
        ctx.lineWidth = 1.75 * ratio;
        ctx.beginPath();
        ctx.moveTo(x - arm, y - arm);
        ctx.lineTo(x + arm, y + arm);
        ctx.moveTo(x + arm, y - arm);
        ctx.lineTo(x - arm, y + arm);
        ctx.stroke();
      }
    }
    ctx.restore();
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

function hasBand(style: CurveStyle): boolean {
  return !style.sparse && !style.faint;
}

function cursorOnly(type: string): boolean {
  return type === "mousemove" || type === "mouseleave";
}

/** 1, 2 or 5 times a power of ten: what deserves a label on a logarithmic axis. */
function isRound(value: number): boolean {
  const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some(round => Math.abs(mantissa - round) < 1e-6);
}

/** Computed colours come as rgb(r, g, b) or color(srgb …). */
function translucent(value: string, alpha: number): string {
  const parts = /^rgba?\(([^)]+)\)$/.exec(value);
  if (!parts) return value;
  const [r, g, b] = parts[1].split(/[\s,/]+/);
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}
