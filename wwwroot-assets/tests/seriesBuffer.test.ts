import { describe, expect, it } from "vitest";
import { SeriesBuffer } from "../src/seriesBuffer.ts";

const fill = (buffer: SeriesBuffer, n: number, value: (i: number) => number) => {
  for (let i = 0; i < n; i++) buffer.append(i, 1000 + i, value(i));
};

describe("SeriesBuffer", () => {
  it("holds every point while there are few", () => {
    const buffer = new SeriesBuffer(100);
    fill(buffer, 100, i => i);
    expect(buffer.complete).toBe(true);
    expect(buffer.last).toEqual([...Array(100).keys()]);
  });

  it("is bounded, counts every point and keeps the extremes", () => {
    const buffer = new SeriesBuffer(100);
    fill(buffer, 123_457, i => i === 777 ? 1e6 : i === 99_001 ? -1e6 : Math.sin(i));
    expect(buffer.length).toBeLessThanOrEqual(100);
    expect(buffer.length).toBeGreaterThan(40);
    expect(buffer.count).toBe(123_457);
    expect(buffer.complete).toBe(false);
    expect(Math.max(...buffer.max)).toBe(1e6);
    expect(Math.min(...buffer.min)).toBe(-1e6);
    expect(buffer.lastStep).toBe(123_456);
    expect(buffer.last.at(-1)).toBe(Math.sin(123_456));
  });

  it("keeps buckets of like size, so that the beginning stays as sharp as the end", () => {
    const buffer = new SeriesBuffer(100);
    fill(buffer, 50_000, i => i);
    const widths = buffer.steps.map((step, i) => step - (i ? buffer.steps[i - 1] : -1)).slice(0, -1);
    expect(Math.max(...widths) / Math.min(...widths)).toBeLessThanOrEqual(2);
  });

  it("makes a gap and a mark of what is not finite", () => {
    const buffer = new SeriesBuffer(100);
    fill(buffer, 6, i => [1, NaN, Infinity, 2, 3, -Infinity][i]);
    expect(buffer.last).toEqual([1, NaN, NaN, 2, 3, NaN]);
    expect(buffer.marks).toEqual([{ from: 1, to: 2, count: 2 }, { from: 5, to: 5, count: 1 }]);
    expect(buffer.notFinite).toBe(3);
    expect(buffer.lastValue).toBe(-Infinity);
  });

  it("counts what is not finite through merging, and merged buckets are finite where there was a finite value", () => {
    const buffer = new SeriesBuffer(100);
    fill(buffer, 10_000, i => i % 2 ? NaN : i);
    expect(buffer.length).toBeLessThanOrEqual(100);
    expect(buffer.notFinite).toBe(5000);
    expect(buffer.marks.reduce((sum, mark) => sum + mark.count, 0)).toBe(5000);
    expect(buffer.last.every(Number.isFinite)).toBe(true);
  });

  it("lets a new attempt's steps replace the abandoned stretch", () => {
    const buffer = new SeriesBuffer(100);
    fill(buffer, 10, i => i);
    buffer.append(5, 0, 50);
    buffer.append(6, 0, 60);
    expect(buffer.steps).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(buffer.last).toEqual([0, 1, 2, 3, 4, 50, 60]);
    expect(buffer.count).toBe(7);
  });

  it("keeps both values of a step that is reported twice, in one place", () => {
    const buffer = new SeriesBuffer(100);
    buffer.append(1, 0, 1, 1);
    buffer.append(1, 0, NaN, 1);
    buffer.append(1, 0, 2, 1);
    expect(buffer.steps).toEqual([1]);
    expect([buffer.min, buffer.max, buffer.last]).toEqual([[1], [2], [2]]);
    expect([buffer.count, buffer.notFinite]).toEqual([3, 1]);
  });

  it("lets the same step of a new attempt replace the one before", () => {
    const buffer = new SeriesBuffer(100);
    buffer.append(1, 0, 1, 1);
    buffer.append(1, 0, 2, 2);
    expect(buffer.last).toEqual([2]);
    expect(buffer.count).toBe(1);
  });

  it("says so when it is cut within a bucket, and not where the cut lies between two", () => {
    const buffer = new SeriesBuffer(100);
    fill(buffer, 400, i => i % 3 ? i : NaN);
    const [end] = buffer.steps.slice(-10);
    buffer.append(end + 1, 0, 1);
    expect(buffer.isApproximate).toBe(false);
    expect(buffer.count).toBe(end + 2);
    buffer.append(buffer.steps[4] - 1, 0, 1);
    expect(buffer.isApproximate).toBe(true);
  });

  it("drops marks of an abandoned stretch", () => {
    const buffer = new SeriesBuffer(100);
    fill(buffer, 10, i => i > 6 ? NaN : i);
    buffer.append(4, 0, 4);
    expect(buffer.marks).toEqual([]);
  });

  it("continues a down-sampled snapshot with points", () => {
    const buffer = new SeriesBuffer(100);
    const steps = [999, 1999, 2999];
    buffer.load({ name: "loss", count: 3000, steps, times: steps, min: [1, 2, NaN], max: [9, 8, NaN], last: [5, 6, NaN], notFinite: [0, 7, 1000] });
    for (let i = 3000; i < 4000; i++) buffer.append(i, i, 7);
    expect(buffer.count).toBe(4000);
    expect(buffer.length).toBeLessThanOrEqual(100);
    expect(buffer.max[0]).toBe(9);
    expect(buffer.min[0]).toBe(1);
    expect(buffer.notFinite).toBe(1007);
    expect(buffer.marks).toEqual([{ from: expect.any(Number), to: expect.any(Number), count: 1007 }]);
  });
});
