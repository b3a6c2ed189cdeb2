/**
 * Exponential moving average with the start-up bias removed (as in Adam, Kingma & Ba 2015, section 3): the first
 * smoothed value is the first value. Gaps stay gaps and do not disturb the average.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  const alpha = Math.min(0.99, Math.max(0, weight));
  if (alpha === 0) return values.slice();
  let average = 0;
  let bias = 1;
  return values.map(value => {
    if (!Number.isFinite(value)) return NaN;
    average = alpha * average + (1 - alpha) * value;
    bias *= alpha;
    return average / (1 - bias);
  });
}
