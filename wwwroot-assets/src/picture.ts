// A chart's curves and axes in parts of the plot, from 0 to 1 both ways, which is all that uPlot gets to see: whatever the
// values are, its own arithmetic on scales never meets them.
import { stepAxis, stepTicks, type StepAxis } from "./axis/stepAxis.ts";
import { valueAxis, type AxisTick, type Extent, type ValueAxis } from "./axis/valueAxis.ts";
import type { Column } from "./chartData.ts";
import type { NumberFormat } from "./format.ts";

export interface PictureOptions {
  log: boolean;
  format: NumberFormat;
  ceiling?: number;
  /** the whole of it, pixels */
  width: number;
  height: number;
  measure(text: string): number;
}

export interface Picture {
  /** x and the columns that were asked for, without what is out of sight */
  data: Column[];
  /** which sample of the curves each entry is; those at the ends that stand in for what is out of sight are none */
  samples: { first: number; count: number; lead: number };
  steps: StepAxis;
  stepTicks: AxisTick[];
  valueTicks: AxisTick[];
  /** width of the value axis with its labels, pixels */
  axisWidth: number;
}

/** What surrounds the plot, pixels. */
export const around = { top: 8, right: 20, bottom: 28, gap: 6 };

/** Axes are not narrower, and wider by so much at once, so that plots one above another mostly begin in one place. */
const axisWidths = { least: 54, by: 8 };

/** Where a line goes that leaves the picture: as far outside that neither its end nor its dot is seen. */
const outside = 0.1;

/**
 * The picture of some columns (lines and edges of bands; see `alignCurves`) from one step to another.
 * @param shown which of the columns decide where the value axis begins and ends
 */
export function makePicture(
  x: readonly number[], columns: readonly Column[], shown: readonly boolean[], range: { from: number; to: number }, options: PictureOptions,
): Picture {
  const steps = stepAxis(range.from, range.to);
  const first = lowerBound(x, steps.from), end = upperBound(x, steps.to);
  const columnViews = columns.map(column => new ColumnView(x, column, first, end, options.log));
  const axis = valueAxis(extent(columnViews.filter((_, i) => shown[i]), steps), {
    log: options.log, format: options.format, ceiling: options.ceiling, pixels: options.height - around.top - around.bottom,
  });
  const widest = Math.max(0, ...axis.ticks.map(tick => options.measure(tick.label))) + around.gap + 2;
  const axisWidth = widest <= axisWidths.least ? axisWidths.least : Math.ceil(widest / axisWidths.by) * axisWidths.by;

  const lead = first > 0 ? 1 : 0, tail = end < x.length ? 1 : 0;
  const places = [...(lead ? [-outside] : []), ...x.slice(first, end).map(steps.position), ...(tail ? [1 + outside] : [])];
  return {
    data: [places, ...columnViews.map(view => view.placed(axis, steps, lead, tail))],
    samples: { first, count: end - first, lead },
    steps,
    stepTicks: stepTicks(steps, {
      pixels: options.width - axisWidth - around.right, before: axisWidth, after: around.right, measure: options.measure,
    }),
    valueTicks: axis.ticks,
    axisWidth,
  };
}

/** The sample of the curves that an entry of the picture's data is, or the nearest beyond its end. */
export function sampleAt({ samples }: Picture, index: number): number {
  return samples.first + index - samples.lead;
}

/** The entry of the picture's data that a sample is; undefined where that is out of sight. */
export function entryOf({ samples }: Picture, sample: number): number | undefined {
  const at = sample - samples.first;
  return at >= 0 && at < samples.count ? at + samples.lead : undefined;
}

function extent(views: readonly ColumnView[], steps: StepAxis): Extent | undefined {
  const grown: Extent = { min: Infinity, max: -Infinity };
  for (const view of views) view.grow(grown, steps);
  return grown.min <= grown.max ? grown : undefined;
}

/** One column between two samples, and its lines to what is out of sight. */
class ColumnView {
  constructor(
    private readonly x: readonly number[], private readonly column: Column,
    private readonly first: number, private readonly end: number, private readonly log: boolean) {}

  /** Takes in the values that are seen: those of samples, and where the line enters and leaves. */
  grow(extent: Extent, steps: StepAxis): void {
    const take = (value: number | null | undefined) => {
      if (typeof value !== "number") return;
      if (value < extent.min) extent.min = value;
      if (value > extent.max) extent.max = value;
    };
    for (let i = this.first; i < this.end; i++) take(this.column[i]);
    if (this.first > 0) take(this.between(this.first, steps.from));
    if (this.end < this.x.length) take(this.between(this.end, steps.to));
  }

  placed(axis: ValueAxis, steps: StepAxis, lead: number, tail: number): Column {
    const placed: Column = [];
    if (lead) placed.push(this.leaving(axis, steps, this.first, -outside));
    for (let i = this.first; i < this.end; i++) {
      const value = this.column[i];
      placed.push(typeof value === "number" ? onPaper(axis.position(value)) : value);
    }
    if (tail) placed.push(this.leaving(axis, steps, this.end, 1 + outside));
    return placed;
  }

  /** The value of the line at a step between the samples on either side of an index; nothing where there is no line. */
  private between(index: number, step: number): number | undefined {
    const line = this.line(index);
    if (!line) return undefined;
    const part = (step - this.x[line.before]) / (this.x[line.after] - this.x[line.before]);
    const [low, high] = this.log ? [Math.log10(line.low), Math.log10(line.high)] : [line.low, line.high];
    const value = low * (1 - part) + high * part;
    // rounding may leave the two
    return Math.min(Math.max(line.low, line.high), Math.max(Math.min(line.low, line.high), this.log ? 10 ** value : value));
  }

  /** The same in parts of the plot, a bit outside of it, on the line as it is seen. */
  private leaving(axis: ValueAxis, steps: StepAxis, index: number, at: number): number | null | undefined {
    const line = this.line(index);
    if (!line) return line;
    const before = steps.position(this.x[line.before]), after = steps.position(this.x[line.after]);
    const part = (at - before) / (after - before);
    return onPaper(countable(axis.position(line.low)) * (1 - part) + countable(axis.position(line.high)) * part);
  }

  /** The line that crosses the place between two indices; null where it has a gap there, undefined where there is none. */
  private line(index: number): { before: number; after: number; low: number; high: number } | null | undefined {
    const [before, after] = this.around(index);
    if (before === undefined || after === undefined) return undefined;
    const low = this.column[before], high = this.column[after];
    return typeof low === "number" && typeof high === "number" ? { before, after, low, high } : null;
  }

  /** The last sample before an index, and the first at it or after; gaps are samples here. */
  private around(index: number): [number | undefined, number | undefined] {
    let before = index - 1, after = index;
    while (before >= 0 && this.column[before] === undefined) before--;
    while (after < this.x.length && this.column[after] === undefined) after++;
    return [before >= 0 ? before : undefined, after < this.x.length ? after : undefined];
  }
}

/** Far outside is far enough: a canvas counts in single precision. */
function onPaper(at: number): number {
  return Math.min(1e4, Math.max(-1e4, at));
}

function countable(at: number): number {
  return Math.min(1e12, Math.max(-1e12, at));
}

function lowerBound(x: readonly number[], step: number): number {
  return search(x, at => at >= step);
}

function upperBound(x: readonly number[], step: number): number {
  return search(x, at => at > step);
}

/** The first index of which the condition, once true always true, holds. */
function search(x: readonly number[], holds: (at: number) => boolean): number {
  let from = 0, to = x.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(x[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}
