// Where an axis has its ticks. The number of ticks follows from the room, never from the numbers, and each is found by
// counting, not by adding: no loop here depends on what a sum of doubles comes to.
import { tenTo, type Decimal } from "./decimal.ts";

/** An axis from `lo` to `hi` in units of 10^unit, hi above lo by at least a billionth of the larger. */
export interface Stretch {
  lo: number;
  hi: number;
  unit: number;
}

export interface PlacedTick {
  value: Decimal;
  /** 0 at the axis' beginning, 1 at its end */
  at: number;
}

/** Steps that people count in. */
const mantissas = [1, 2, 5];

/** A tick this far outside, as part of a step, is still taken: rounding put it there. */
const slack = 1e-6;

/** 1, 2 or 5 times a power of ten: the smallest such step that is at least `least`. */
export function niceStep(least: number): Decimal {
  const power = Math.floor(Math.log10(least));
  for (const n of mantissas) if (n * tenTo(power) >= least * (1 - 1e-9)) return { n, power };
  return { n: 1, power: power + 1 };
}

/** The multiples of a step within a stretch; `step` is in the stretch's units. */
export function multiples({ lo, hi, unit }: Stretch, step: Decimal): PlacedTick[] {
  const size = step.n * tenTo(step.power);
  const first = Math.ceil(lo / size - slack), last = Math.floor(hi / size + slack);
  const ticks: PlacedTick[] = [];
  for (let i = 0; i <= last - first; i++) {
    const n = (first + i) * step.n;
    // a power of ten below 1 is not exact, its inverse is
    const value = step.power < 0 ? n / tenTo(-step.power) : n * tenTo(step.power);
    ticks.push({ value: { n: n || 0, power: step.power + unit }, at: clamp((value - lo) / (hi - lo)) });
  }
  return ticks;
}

/**
 * Ticks at multiples of one step, at most `most` and, where there is room for `crowded` of them, three at least.
 * `wholePower` is the smallest power of ten that a step may have, as 0 for whole numbers.
 */
export function linearTicks(stretch: Stretch, most: number, crowded = most, wholePower = -Infinity): PlacedTick[] {
  const span = stretch.hi - stretch.lo;
  const whole = (step: Decimal): Decimal => step.power + stretch.unit >= wholePower ? step : { n: 1, power: wholePower - stretch.unit };
  const ticks = multiples(stretch, whole(niceStep(span / Math.max(1, most - 1))));
  if (ticks.length >= 3 || crowded <= most) return ticks;
  const more = multiples(stretch, whole(niceStep(span / Math.max(1, crowded - 1))));
  return more.length > ticks.length ? more : ticks;
}

/**
 * Ticks of a logarithmic axis from 10^lo to 10^hi, no two nearer than `gap` (a part of the axis): of powers of ten each or
 * each so many, 1-2-5, all digits, or where it is less than two decades long multiples of one step, those that are most.
 */
export function logTicks(lo: number, hi: number, gap: number): PlacedTick[] {
  let best: PlacedTick[] = [];
  const consider = (ticks: PlacedTick[]) => {
    if (ticks.length > best.length && ticks.every((tick, i) => i === 0 || tick.at - ticks[i - 1].at >= gap)) best = ticks;
  };
  for (const every of [100, 50, 20, 10, 5, 2, 1]) consider(decades(lo, hi, every, [1]));
  if (hi - lo <= 40) for (const digits of [[1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) consider(decades(lo, hi, 1, digits));
  if (hi - lo < 2) {
    const unit = Math.floor(lo);
    const stretch = { lo: 10 ** (lo - unit), hi: 10 ** (hi - unit), unit };
    for (const most of [3, 4, 5, 6, 8, 10, 12])
      consider(linearTicks(stretch, most).map(tick => ({ ...tick, at: placeLog(tick.value, lo, hi) })));
  }
  return best;
}

function decades(lo: number, hi: number, every: number, digits: readonly number[]): PlacedTick[] {
  const ticks: PlacedTick[] = [];
  const first = Math.floor(lo / every) * every;
  for (let i = 0; i <= Math.ceil((hi - first) / every); i++)
    for (const n of digits) {
      const value = { n, power: first + i * every };
      const exponent = value.power + Math.log10(n);
      if (exponent >= lo - 1e-9 && exponent <= hi + 1e-9) ticks.push({ value, at: placeLog(value, lo, hi) });
    }
  return ticks;
}

function placeLog({ n, power }: Decimal, lo: number, hi: number): number {
  return clamp((Math.log10(n) + power - lo) / (hi - lo));
}

function clamp(at: number): number {
  return Math.min(1, Math.max(0, at));
}
