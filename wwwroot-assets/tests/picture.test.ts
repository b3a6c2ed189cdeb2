// What is drawn of series of every shape: bounded in number and size, and labelled so that it can be read.
import { describe, expect, it } from "vitest";
import { alignCurves } from "../src/chartData.ts";
import type { NumberFormat } from "../src/format.ts";
import { around, entryOf, makePicture, sampleAt, type Picture, type PictureOptions } from "../src/picture.ts";
import { SeriesBuffer } from "../src/seriesBuffer.ts";
import { smooth } from "../src/smoothing.ts";
import { oddSeries, type OddSeries } from "./oddSeries.ts";

const measure = (text: string) => 6.6 * text.length;
const size = { width: 390, height: 190 };

function buffered({ steps, values }: OddSeries): SeriesBuffer {
  const buffer = new SeriesBuffer();
  values.forEach((value, i) => buffer.append(steps[i], i, value));
  return buffer;
}

function picture(series: OddSeries, options: Partial<PictureOptions> = {}, smoothing = 0.6, zoom?: (first: number, last: number) => { from: number; to: number }): Picture {
  const { x, curves } = alignCurves([{ buffer: buffered(series), smoothing }], options.log ?? false);
  const [{ min, max, line }] = curves;
  const ends = [x[0] ?? 0, x[x.length - 1] ?? 0] as const;
  return makePicture(x, [max, min, line], [true, true, true], zoom?.(...ends) ?? { from: ends[0], to: ends[1] }, { log: false, format: "number", ...size, measure, ...options });
}

function check(made: Picture, { width, height } = size): void {
  const [x, ...columns] = made.data as number[][];
  const { lead, count } = made.samples;
  // one assertion for all: there are millions of values
  const wrong: string[] = [];
  for (let i = 1; i < x.length; i++) if (!(x[i] >= x[i - 1])) wrong.push(`x falls at ${i}`);
  for (const column of [x, ...columns]) {
    if (column.length !== x.length) wrong.push("columns of unequal length");
    column.forEach((value, i) => {
      const isInside = i >= lead && i < lead + count;
      if (typeof value === "number" && !(isInside ? value >= -1e-6 && value <= 1 + 1e-6 : Math.abs(value) <= 1e4)) wrong.push(`${value} at ${i}`);
    });
  }
  expect(wrong).toEqual([]);

  const plotHeight = height - around.top - around.bottom, plotWidth = width - made.axisWidth - around.right;
  expect(made.valueTicks.length).toBeGreaterThanOrEqual(2);
  expect(made.valueTicks.length).toBeLessThanOrEqual(plotHeight / 14 + 1);
  made.valueTicks.forEach((tick, i) => {
    expect(measure(tick.label) + around.gap, tick.label).toBeLessThanOrEqual(made.axisWidth);
    expect(tick.label).not.toMatch(/NaN|Infinity|undefined|e\+/);
    if (i) {
      expect(tick.label).not.toBe(made.valueTicks[i - 1].label);
      expect((tick.at - made.valueTicks[i - 1].at) * plotHeight).toBeGreaterThanOrEqual(14);
    }
  });
  expect(made.axisWidth).toBeLessThan(width / 2);
  expect(made.stepTicks.length).toBeLessThanOrEqual(width / 40);
  made.stepTicks.forEach(({ at, label }, i) => {
    const left = made.axisWidth + at * plotWidth - measure(label) / 2;
    expect(left >= 0 && left + measure(label) <= width, `${label} is not cut`).toBe(true);
    expect(label).not.toMatch(/NaN|Infinity|undefined|\.\d*e?$|e\+/);
    const before = made.stepTicks[i - 1];
    if (!before) return;
    expect(label).not.toBe(before.label);
    expect((at - before.at) * plotWidth).toBeGreaterThan((measure(label) + measure(before.label)) / 2);
  });
}

const formats: NumberFormat[] = ["number", "percent", "scientific", "integer", "rate", "bytes"];
const zooms: ((first: number, last: number) => { from: number; to: number })[] = [
  (first, last) => ({ from: first + (last - first) * 0.75, to: last }),
  (first, last) => ({ from: first + (last - first) * 0.4, to: first + (last - first) * 0.4001 }),
  first => ({ from: first + 0.3, to: first + 0.31 }),
  (_, last) => ({ from: last - 1, to: last }),
];

it.each(oddSeries())("is drawn and labelled in any format, zoom and size: $name", series => {
  for (const log of [false, true]) {
    for (const format of formats) check(picture(series, { format, log, ceiling: format === "percent" ? 1 : undefined }));
    for (const smoothing of [0, 0.99]) check(picture(series, { log }, smoothing));
    for (const zoom of zooms) check(picture(series, { log }, 0.6, zoom));
    for (const [width, height] of [[260, 190], [1100, 250], [2400, 900]]) check(picture(series, { width, height, log }), { width, height });
  }
});

it.each(oddSeries())("is smoothed within its own values: $name", ({ values }) => {
  let least = Infinity, most = -Infinity;
  for (const value of values) if (Number.isFinite(value)) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const outside = [0.1, 0.6, 0.9, 0.99].flatMap(weight => smooth(values, weight)).filter(value => !Number.isNaN(value) && !(value >= least && value <= most));
  expect(outside).toEqual([]);
});

describe("a picture", () => {
  const line = { name: "", steps: [0, 10, 20, 30, 40], values: [0, 100, 0, 50, 0] };

  it("shows a line that has no sample in sight, as high as it is there", () => {
    const made = picture(line, {}, 0, () => ({ from: 12, to: 14 }));
    // 80 at step 12, 60 at step 14
    const [x, , , drawn] = made.data as number[][];
    expect(x).toEqual([-0.1, 1.1]);
    const at = (part: number) => drawn[0] + (drawn[1] - drawn[0]) * (part - x[0]) / (x[1] - x[0]);
    const ticks = Object.fromEntries(made.valueTicks.map(tick => [tick.label, tick.at]));
    expect(at(0)).toBeCloseTo(ticks["80"], 6);
    expect(at(1)).toBeCloseTo(ticks["60"], 6);
  });

  it("ends its curves where they go on out of sight", () => {
    const made = picture(line, {}, 0, () => ({ from: 15, to: 35 }));
    expect(made.samples).toEqual({ first: 2, count: 2, lead: 1 });
    expect([0, 1, 2, 3].map(entry => sampleAt(made, entry))).toEqual([1, 2, 3, 4]);
    expect([1, 2, 3, 4].map(sample => entryOf(made, sample))).toEqual([undefined, 1, 2, undefined]);
    expect(made.data[0][0]).toBe(-0.1);
  });

  it("does not bridge a gap that lies at its edge", () => {
    const made = picture({ name: "", steps: [0, 10, 20, 30], values: [1, NaN, 1, 1] }, {}, 0, () => ({ from: 15, to: 30 }));
    expect(made.data[3][0]).toBeNull();
  });

  it("takes no notice of what is hidden", () => {
    const { x, curves } = alignCurves([
      { buffer: buffered({ name: "", steps: [1, 2], values: [1, 2] }), smoothing: 0 },
      { buffer: buffered({ name: "", steps: [1, 2], values: [1e300, -1e300] }), smoothing: 0 }], false);
    const made = makePicture(x, curves.map(curve => curve.line), [true, false], { from: 1, to: 2 }, { log: false, format: "number", ...size, measure });
    expect(made.valueTicks.map(tick => tick.label)).toEqual(["1.0", "1.5", "2.0"]);
    for (const value of made.data[2]) expect(Math.abs(value!)).toBeLessThanOrEqual(1e4);
  });
});
