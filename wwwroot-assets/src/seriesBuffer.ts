// A curve in bounded memory: at most `limit` buckets, each with the min, max and last of the points in it, so that no
// spike is ever smoothed away by down-sampling, and with how many of them were not finite.
import type { Series } from "../client/src/contract.ts";

/** Where values were not finite: from the first to the last bucket of one run, and how many values. */
export interface NonFiniteMark {
  from: number;
  to: number;
  count: number;
}

export class SeriesBuffer {
  /** position of each bucket: its last step. Strictly increasing. */
  readonly steps: number[] = [];
  readonly times: number[] = [];
  readonly min: number[] = [];
  readonly max: number[] = [];
  /** NaN where a bucket holds no finite value: a gap */
  readonly last: number[] = [];
  /** points this curve stands for, as far as known */
  count = 0;
  /** how many of them are NaN or infinite */
  notFinite = 0;
  lastStep = NaN;
  /** the newest value, finite or not */
  lastValue = NaN;
  /** changes with every change */
  version = 0;
  /** A bucket was cut whose points are not known one by one: only the server can tell how many stand. */
  isApproximate = false;

  private readonly sizes: number[] = [];
  private readonly notFinites: number[] = [];
  /** points per bucket for points to come; a power of two */
  private stride = 1;
  /** who reported the last point */
  private attempt = 0;

  constructor(private readonly limit = 4000) {}

  get length(): number {
    return this.steps.length;
  }

  /** Whether every bucket is one point. */
  get complete(): boolean {
    return this.count === this.steps.length;
  }

  /** Where values were not finite, in order. */
  get marks(): NonFiniteMark[] {
    const marks: NonFiniteMark[] = [];
    if (this.notFinite === 0) return marks;
    for (let i = 0; i < this.length; i++) {
      const count = this.notFinites[i];
      if (!count) continue;
      if (i && this.notFinites[i - 1]) {
        const mark = marks[marks.length - 1];
        mark.to = this.steps[i];
        mark.count += count;
      } else {
        marks.push({ from: this.steps[i], to: this.steps[i], count });
      }
    }
    return marks;
  }

  /** Replaces the content by a snapshot's buckets; `attempt` is the job's, where the series does not say its own. */
  load(series: Series, attempt = 0): void {
    this.clear();
    const buckets = series.steps.length;
    const size = buckets ? series.count / buckets : 1;
    for (let i = 0; i < buckets; i++)
      this.push(series.steps[i], series.times[i], series.min[i], series.max[i], series.last[i], size, series.notFinite[i]);
    this.count = series.count;
    this.attempt = series.attempt ?? attempt;
    while (series.count / this.stride > this.limit / 2) this.stride *= 2;
    while (this.length > this.limit) this.halve();
    this.version++;
  }

  /**
   * Takes a point. A step that falls, and the first of a new attempt that does not rise, means that the job went back:
   * what was reported from there on no longer counts.
   */
  append(step: number, time: number, value: number, attempt = this.attempt): void {
    if (step < this.lastStep || (step === this.lastStep && attempt !== this.attempt)) this.truncate(step);
    this.attempt = attempt;
    const open = this.length - 1;
    const size = this.sizes[open];
    // the open bucket is filled up first; a bucket loaded from a snapshot may be larger than the stride and is closed
    if (open >= 0 && size < this.stride && Number.isInteger(size)) this.merge(open, step, time, value, value, value, 1, notFinite(value));
    else this.push(step, time, value, value, value, 1, notFinite(value));
    this.count++;
    if (this.length > this.limit) this.halve();
    this.version++;
  }

  /** Forgets everything from `step` on. */
  truncate(step: number): void {
    let keep = this.length;
    let dropped = 0;
    while (keep > 0 && this.steps[keep - 1] >= step) dropped += this.sizes[--keep];
    // the first bucket that goes may have points from before, unless the one that stays ends right there
    this.isApproximate ||= this.sizes[keep] > 1 && !(this.steps[keep - 1] >= step - 1);
    for (const column of this.columns()) column.length = keep;
    this.count = Math.max(keep, this.count - Math.round(dropped));
    this.notFinite = this.notFinites.reduce((sum, count) => sum + count, 0);
    this.lastStep = keep ? this.steps[keep - 1] : NaN;
    this.lastValue = keep ? this.last[keep - 1] : NaN;
    this.version++;
  }

  /** The buckets from one index to another, as a series. */
  slice(name: string, from = 0, to = this.length): Series {
    const part = (column: number[]) => column.slice(from, to);
    return {
      name, count: Math.round(part(this.sizes).reduce((sum, size) => sum + size, 0)),
      steps: part(this.steps), times: part(this.times),
      min: part(this.min), max: part(this.max), last: part(this.last), notFinite: part(this.notFinites),
    };
  }

  /** The buckets after a step. */
  after(name: string, step: number): Series {
    const from = this.steps.findIndex(at => at > step);
    return this.slice(name, from < 0 ? this.length : from);
  }

  clear(): void {
    for (const column of this.columns()) column.length = 0;
    this.count = 0;
    this.notFinite = 0;
    this.stride = 1;
    this.attempt = 0;
    this.lastStep = this.lastValue = NaN;
    this.isApproximate = false;
    this.version++;
  }

  private push(step: number, time: number, min: number, max: number, last: number, size: number, bad: number): void {
    const open = this.length - 1;
    if (open >= 0 && step === this.lastStep) {
      this.merge(open, step, time, min, max, last, size, bad);
      return;
    }
    this.steps.push(step);
    this.times.push(time);
    this.min.push(Number.isFinite(min) ? min : Number.isFinite(last) ? last : NaN);
    this.max.push(Number.isFinite(max) ? max : Number.isFinite(last) ? last : NaN);
    this.last.push(Number.isFinite(last) ? last : NaN);
    this.sizes.push(size);
    this.notFinites.push(bad);
    this.took(step, last, bad);
  }

  /** Into a bucket that is there: it grows, or the step came more than once. */
  private merge(into: number, step: number, time: number, min: number, max: number, last: number, size: number, bad: number): void {
    this.steps[into] = step;
    this.times[into] = time;
    this.sizes[into] += size;
    this.notFinites[into] += bad;
    if (Number.isFinite(min)) this.min[into] = lesser(this.min[into], min);
    if (Number.isFinite(max)) this.max[into] = greater(this.max[into], max);
    if (Number.isFinite(last)) this.last[into] = last;
    this.took(step, last, bad);
  }

  private took(step: number, last: number, bad: number): void {
    this.lastStep = step;
    this.lastValue = last;
    this.notFinite += bad;
  }

  /** Merges adjacent pairs. */
  private halve(): void {
    const n = this.length;
    let to = 0;
    for (let i = 0; i < n; i += 2, to++) {
      const second = i + 1 < n ? i + 1 : i;
      this.steps[to] = this.steps[second];
      this.times[to] = this.times[second];
      this.min[to] = lesser(this.min[i], this.min[second]);
      this.max[to] = greater(this.max[i], this.max[second]);
      this.last[to] = Number.isNaN(this.last[second]) ? this.last[i] : this.last[second];
      this.sizes[to] = second === i ? this.sizes[i] : this.sizes[i] + this.sizes[second];
      this.notFinites[to] = second === i ? this.notFinites[i] : this.notFinites[i] + this.notFinites[second];
    }
    for (const column of this.columns()) column.length = to;
    this.stride *= 2;
  }

  private columns(): number[][] {
    return [this.steps, this.times, this.min, this.max, this.last, this.sizes, this.notFinites];
  }
}

function notFinite(value: number): number {
  return Number.isFinite(value) ? 0 : 1;
}

function lesser(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b);
}

function greater(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);
}
