// What a job went back over, as one curve behind the one that counts.
import type { AbandonedStretch } from "../client/src/contract.ts";
import { SeriesBuffer } from "./seriesBuffer.ts";

/** One curve of all stretches of a series: where two overlap the later one is seen, and between them there is a gap. */
export function abandonedCurve(stretches: readonly AbandonedStretch[], name: string): SeriesBuffer | undefined {
  const values = new Map<number, { time: number; value: number }>();
  const begins = new Set<number>();
  for (const stretch of stretches) {
    const series = stretch.series.find(candidate => candidate.name === name);
    if (!series?.steps.length) continue;
    const first = series.steps[0], last = series.steps[series.steps.length - 1];
    for (const step of values.keys()) if (step >= first && step <= last) values.delete(step);
    series.steps.forEach((step, i) => values.set(step, { time: series.times[i], value: series.last[i] }));
    begins.add(first);
    begins.add(last + 1);
  }
  if (!values.size) return undefined;
  const buffer = new SeriesBuffer();
  for (const [step, { time, value }] of [...values].sort(([a], [b]) => a - b)) {
    if (buffer.length && [...begins].some(begin => begin > buffer.lastStep && begin <= step) && step - 1 > buffer.lastStep) buffer.append(step - 1, time, NaN);
    buffer.append(step, time, value);
  }
  return buffer;
}
