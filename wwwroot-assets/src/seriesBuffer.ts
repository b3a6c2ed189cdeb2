// A curve in bounded memory: at most `limit` buckets, each with the min, max and last of the points in it, so that no
// spike is ever smoothed away by down-sampling.
import type { Series } from "../client/src/contract.ts";

/** Where values were not finite: from the first to the last such step of one run. */
export interface NonFiniteMark {
  from: number;
  to: number;
  count: number;
}

const markLimit = 256;

export class SeriesBuffer {
  /** position of each bucket: its last step. Strictly increasing. */
  readonly steps: number[] = [];
  readonly times: number[] = [];
  readonly min: number[] = [];
  readonly max: number[] = [];
  /** NaN where a bucket holds no finite value: a gap */
  readonly last: number[] = [];
  readonly marks: NonFiniteMark[] = [];
  /** points this curve stands for, as far as known */
  count = 0;
  lastStep = NaN;
  /** the newest value, finite or not */
  lastValue = NaN;
  /** changes with every change */
  version = 0;

  private readonly sizes: number[] = [];
  /** points per bucket for points to come; a power of two */
  private stride = 1;

  constructor(private readonly limit = 4000) {}

  get length(): number {
    return this.steps.length;
  }

  /** Whether every bucket is one point. */
  get complete(): boolean {
    return this.count === this.steps.length;
  }

  /** Replaces the content by a snapshot's buckets. */
  load(series: Series): void {
    this.clear();
    const buckets = series.steps.length;
    const size = buckets ? series.count / buckets : 1;
    for (let i = 0; i < buckets; i++) {
      if (series.steps[i] <= this.lastStep) this.truncate(series.steps[i]);
      this.push(series.steps[i], series.times[i], series.min[i], series.max[i], series.last[i], size);
    }
    this.count = series.count;
    while (series.count / this.stride > this.limit / 2) this.stride *= 2;
    while (this.length > this.limit) this.halve();
    this.version++;
  }

  append(step: number, time: number, value: number): void {
    if (step <= this.lastStep) this.truncate(step);
    const open = this.length - 1;
    const size = this.sizes[open];
    // the open bucket is filled up first; a bucket loaded from a snapshot may be larger than the stride and is closed
    if (open >= 0 && size < this.stride && Number.isInteger(size)) {
      this.steps[open] = step;
      this.times[open] = time;
      this.sizes[open] = size + 1;
      if (Number.isFinite(value)) {
        this.min[open] = lesser(this.min[open], value);
        this.max[open] = greater(this.max[open], value);
        this.last[open] = value;
      }
      this.note(step, value);
    } else {
      this.push(step, time, value, value, value, 1);
    }
    this.count++;
    if (this.length > this.limit) this.halve();
    this.version++;
  }

  /** Forgets everything from `step` on: a new attempt reports these steps again, and its curve is the one that counts. */
  truncate(step: number): void {
    let keep = this.length;
    let dropped = 0;
    while (keep > 0 && this.steps[keep - 1] >= step) dropped += this.sizes[--keep];
    for (const column of this.columns()) column.length = keep;
    this.count = Math.max(keep, this.count - Math.round(dropped));
    this.lastStep = keep ? this.steps[keep - 1] : NaN;
    this.lastValue = keep ? this.last[keep - 1] : NaN;
    while (this.marks.length && this.marks[this.marks.length - 1].from >= step) this.marks.pop();
    const mark = this.marks[this.marks.length - 1];
    if (mark && mark.to >= step) mark.to = Math.max(mark.from, this.lastStep);
    this.version++;
  }

  /** The buckets after a step. */
  after(name: string, step: number): Series {
    const from = this.steps.findIndex(at => at > step);
    const part = (column: number[]) => from < 0 ? [] : column.slice(from);
    const sizes = part(this.sizes);
    return {
      name, count: Math.round(sizes.reduce((sum, size) => sum + size, 0)),
      steps: part(this.steps), times: part(this.times), min: part(this.min), max: part(this.max), last: part(this.last),
    };
  }

  clear(): void {
    for (const column of this.columns()) column.length = 0;
    this.marks.length = 0;
    this.count = 0;
    this.stride = 1;
    this.lastStep = this.lastValue = NaN;
    this.version++;
  }

  private push(step: number, time: number, min: number, max: number, last: number, size: number): void {
    this.steps.push(step);
    this.times.push(time);
    this.min.push(Number.isFinite(min) ? min : Number.isFinite(last) ? last : NaN);
    this.max.push(Number.isFinite(max) ? max : Number.isFinite(last) ? last : NaN);
    this.last.push(Number.isFinite(last) ? last : NaN);
    this.sizes.push(size);
    this.note(step, Number.isFinite(min) && Number.isFinite(max) ? last : NaN);
    this.lastValue = last;
  }

  private note(step: number, value: number): void {
    const previous = this.lastStep;
    this.lastStep = step;
    this.lastValue = value;
    if (Number.isFinite(value)) return;
    const mark = this.marks[this.marks.length - 1];
    if (mark && mark.to === previous) {
      mark.to = step;
      mark.count++;
      return;
    }
    this.marks.push({ from: step, to: step, count: 1 });
    if (this.marks.length > markLimit) {
      for (let i = 0; i + 1 < this.marks.length; i++) {
        const next = this.marks[i + 1];
        this.marks[i] = { from: this.marks[i].from, to: next.to, count: this.marks[i].count + next.count };
        this.marks.splice(i + 1, 1);
      }
    }
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
    }
    for (const column of this.columns()) column.length = to;
    this.stride *= 2;
  }

  private columns(): number[][] {
    return [this.steps, this.times, this.min, this.max, this.last, this.sizes];
  }
}

function lesser(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b);
}

function greater(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);
}
