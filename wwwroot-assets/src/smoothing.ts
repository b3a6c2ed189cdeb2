/**
 * Exponential moving average with the start-up bias removed (as in Adam, Kingma & Ba 2015, section 3): the first
 * smoothed value is the first value. Gaps stay gaps and do not disturb the average. It never leaves the values it is an
 * average of: of equal values it is that value, to the last bit.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  const alpha = Math.min(0.99, Math.max(0, weight));
  if (alpha === 0) return values.slice();
  let average = NaN;
  let power = 1;
  return values.map(value => {
    if (!Number.isFinite(value)) return NaN;
    power *= alpha;
    // (α·(1 − αⁿ⁻¹)·average + (1 − α)·value) / (1 − αⁿ), as a step from the average towards the value
    return (average = Number.isNaN(average) ? value : towards(average, value, (1 - alpha) / (1 - power)));
  });
}

/** A part of the way from one number to another, not beyond either. */
function towards(from: number, to: number, part: number): number {
  const way = to - from;
  const at = Number.isFinite(way) ? from + way * part : from * (1 - part) + to * part;
  return Math.min(Math.max(from, to), Math.max(Math.min(from, to), at));
}
