// The upright axis of a chart: from where to where, where each value lies on it, and what stands at its ticks.
import type { NumberFormat } from "../format.ts";
import { inUnits } from "./decimal.ts";
import { linearLabels, logLabels } from "./labels.ts";
import { linearTicks, logTicks, type PlacedTick, type Stretch } from "./ticks.ts";

export interface AxisTick {
  /** 0 at the axis' beginning, 1 at its end */
  at: number;
  label: string;
}

export interface ValueAxis {
  /** 0 at the axis' beginning, 1 at its end; for what lies on it. */
  position(value: number): number;
  ticks: AxisTick[];
}

export interface Extent {
  min: number;
  max: number;
}

export interface ValueAxisOptions {
  log: boolean;
  format: NumberFormat;
  /** upper end of what is possible, if known (accuracy: 1) */
  ceiling?: number;
  /** how long the axis is */
  pixels: number;
}

/** Values that differ by less than this part of their size are one value: rounding, not something to look at. */
const flat = 1e-9;
const labelDistance = 28;
const closestLabels = 18;
/** Beyond these, doubles are close to running over or under, and are counted in units of a power of ten. */
const plainSizes = { from: 1e-100, to: 1e100 };

/** `extent`: the smallest and the largest finite value, greater than 0 for a logarithmic axis; undefined where there is none. */
export function valueAxis(extent: Extent | undefined, options: ValueAxisOptions): ValueAxis {
  return options.log ? logAxis(extent ?? { min: 0.1, max: 1 }, options) : linearAxis(extent, options);
}

function linearAxis(extent: Extent | undefined, { format, ceiling, pixels }: ValueAxisOptions): ValueAxis {
  const stretch = extent ? linearStretch(extent, format, ceiling) : { lo: 0, hi: 1, unit: 0 };
  const ticks = linearTicks(stretch, room(pixels, labelDistance), room(pixels, closestLabels), format === "integer" ? 0 : -Infinity);
  return {
    position: positionOn(stretch),
    ticks: labelled(ticks, linearLabels(ticks.map(tick => tick.value), format)),
  };
}

/** Where values from a smallest to a largest lie between 0 and 1, as on an axis, for what is drawn without one. */
export function linearPosition(extent: Extent): (value: number) => number {
  return positionOn(linearStretch(extent, "number"));
}

function positionOn({ lo, hi, unit }: Stretch): (value: number) => number {
  return value => (inUnits(value, unit) - lo) / (hi - lo);
}

function logAxis(extent: Extent, { format, pixels }: ValueAxisOptions): ValueAxis {
  const { lo, hi } = logStretch(extent);
  const ticks = logTicks(lo, hi, closestLabels / Math.max(closestLabels, pixels));
  return {
    position: value => (Math.log10(value) - lo) / (hi - lo),
    ticks: labelled(ticks, logLabels(ticks.map(tick => tick.value), format)),
  };
}

/** From the smallest to the largest with some air, from 0 where nothing is below it; a flat curve has its value in the middle. */
function linearStretch({ min, max }: Extent, format: NumberFormat, ceiling?: number): Stretch {
  const size = Math.max(Math.abs(min), Math.abs(max));
  const isPlain = size === 0 || (size >= plainSizes.from && size <= plainSizes.to) || (format === "integer" && size < 1);
  const unit = isPlain ? 0 : Math.floor(Math.log10(size));
  const low = inUnits(min, unit), high = inUnits(max, unit);
  const isFlat = high - low < flat * Math.max(Math.abs(low), Math.abs(high)) || high === low;
  const margin = isFlat ? Math.max(Math.abs(low), Math.abs(high)) * 0.1 || 1 : (high - low) * 0.06;
  let lo = low >= 0 ? Math.max(0, low - margin) : low - margin;
  let hi = high + margin;
  if (ceiling !== undefined && max <= ceiling) hi = Math.min(inUnits(ceiling, unit), hi);
  if (format === "integer" && unit === 0 && hi - lo < 2) {
    lo = Math.max(low >= 0 ? 0 : -Infinity, Math.round((low + high) / 2) - 1);
    hi = lo + 2;
  }
  return { lo, hi, unit };
}

function logStretch({ min, max }: Extent): { lo: number; hi: number } {
  const low = Math.log10(min), high = Math.log10(max);
  const margin = high - low < flat ? Math.log10(2) : (high - low) * 0.05;
  return { lo: low - margin, hi: high + margin };
}

function room(pixels: number, distance: number): number {
  return Math.max(2, Math.floor(pixels / distance) + 1);
}

function labelled(ticks: readonly PlacedTick[], labels: readonly string[]): AxisTick[] {
  return ticks.map(({ at }, i) => ({ at, label: labels[i] }));
}
