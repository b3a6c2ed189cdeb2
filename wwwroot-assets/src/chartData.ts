// Lays several curves over one x axis, the way uPlot wants them: null is a gap, undefined is "no sample here".
import type { SeriesBuffer } from "./seriesBuffer.ts";
import { smooth } from "./smoothing.ts";

export type Column = (number | null | undefined)[];

export interface CurveColumns {
  min: Column;
  max: Column;
  line: Column;
  /** the values that the line smooths, NaN where one is not finite */
  last: Column;
}

export interface AlignedCurves {
  x: number[];
  curves: CurveColumns[];
}

export interface CurveInput {
  buffer: SeriesBuffer | undefined;
  smoothing: number;
}

/** The union of the curves' steps, ascending, each once. */
export function unionSteps(lists: readonly (readonly number[])[]): number[] {
  if (lists.length === 1) return lists[0].slice();
  const all: number[] = [];
  for (const list of lists) for (const step of list) all.push(step);
  all.sort((a, b) => a - b);
  return all.filter((step, i) => i === 0 || step !== all[i - 1]);
}

/** `log` leaves out what a logarithmic axis can't show. */
export function alignCurves(inputs: readonly CurveInput[], log: boolean): AlignedCurves {
  const x = unionSteps(inputs.map(input => input.buffer?.steps ?? []));
  const drawable = (value: number) => Number.isFinite(value) && !(log && value <= 0) ? value : null;
  const curves = inputs.map(({ buffer, smoothing }) => {
    const empty = (): Column => new Array(x.length);
    const columns: CurveColumns = { min: empty(), max: empty(), line: empty(), last: empty() };
    if (!buffer) return columns;
    const line = smooth(buffer.last, smoothing);
    for (let i = 0, at = 0; i < buffer.length; i++) {
      while (x[at] < buffer.steps[i]) at++;
      columns.line[at] = drawable(line[i]);
      columns.last[at] = buffer.last[i];
      columns.max[at] = drawable(buffer.max[i]);
      // a band that reaches below zero is cut where the axis ends: at the smallest value it can show
      columns.min[at] = drawable(buffer.min[i]) ?? columns.max[at];
    }
    return columns;
  });
  return { x, curves };
}

/** Index of the sample nearest to `at` in a column that does not have one everywhere. */
export function nearestSample(column: Column, at: number): number | undefined {
  for (let d = 0; d < column.length; d++) {
    if (typeof column[at - d] === "number") return at - d;
    if (typeof column[at + d] === "number") return at + d;
  }
  return undefined;
}

/** Samples between two gaps: no line leads to them, so they are dots. */
export function alone(column: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = [];
  let run: number[] = [];
  for (let i = 0; i <= column.length; i++) {
    const value = i < column.length ? column[i] : null;
    if (typeof value === "number") run.push(i);
    else if (value === null) {
      if (run.length === 1) found.push(run[0]);
      run = [];
    }
  }
  return found;
}

/** "falling", "rising" or "level": the last tenth of the smoothed curve against the tenth before. */
export function trend(values: readonly number[]): "falling" | "rising" | "level" {
  const finite = smooth(values, 0.9).filter(Number.isFinite);
  if (finite.length < 3) return "level";
  const tenth = Math.max(1, Math.floor(finite.length / 10));
  const now = finite[finite.length - 1];
  const before = finite[finite.length - 1 - tenth];
  let least = Infinity, most = -Infinity;
  for (const value of finite) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const spread = most - least;
  if (Math.abs(now - before) < 0.01 * spread || spread <= 1e-9 * Math.abs(now)) return "level";
  return now < before ? "falling" : "rising";
}
