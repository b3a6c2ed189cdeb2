import { expect, it } from "vitest";
import { alignCurves, alone, nearestSample, trend, unionSteps } from "../src/chartData.ts";
import { SeriesBuffer } from "../src/seriesBuffer.ts";

const buffer = (...points: [number, number][]) => {
  const made = new SeriesBuffer();
  for (const [step, value] of points) made.append(step, 0, value);
  return made;
};

it("unites steps", () => expect(unionSteps([[1, 2, 5], [2, 3], []])).toEqual([1, 2, 3, 5]));

it("tells a gap from no sample", () => {
  const { x, curves } = alignCurves(
    [{ buffer: buffer([1, 4], [2, NaN], [3, 6]), smoothing: 0 }, { buffer: buffer([2, 9]), smoothing: 0 }], false);
  expect(x).toEqual([1, 2, 3]);
  expect(curves[0].line).toEqual([4, null, 6]);
  expect([curves[1].line[0], curves[1].line[1], curves[1].line[2]]).toEqual([undefined, 9, undefined]);
  expect(curves[0].last).toEqual([4, NaN, 6]);
});

it("leaves out what a log axis can't show", () => {
  const { curves } = alignCurves([{ buffer: buffer([1, 0], [2, -1], [3, 2]), smoothing: 0 }], true);
  expect(curves[0].line).toEqual([null, null, 2]);
});

it("finds the nearest sample", () => {
  expect(nearestSample([undefined, 1, undefined, undefined, 2], 2)).toBe(1);
  expect(nearestSample([undefined, undefined], 0)).toBeUndefined();
});

it("knows a trend", () => {
  expect(trend([...Array(100).keys()])).toBe("rising");
  expect(trend([...Array(100).keys()].reverse())).toBe("falling");
  expect(trend([5, 5, 5, 5])).toBe("level");
});

it("finds samples that no line leads to", () => {
  expect(alone([1, null, 2, 3, null, undefined, 4, undefined, null, 5])).toEqual([0, 6, 9]);
  expect(alone([1, undefined, 2])).toEqual([]);
  expect(alone([])).toEqual([]);
});
