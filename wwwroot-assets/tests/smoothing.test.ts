import { expect, it } from "vitest";
import { smooth } from "../src/smoothing.ts";

it("leaves values alone without weight", () => expect(smooth([1, 5, 2], 0)).toEqual([1, 5, 2]));
it("starts at the first value and keeps a constant to the last bit", () => {
  for (const value of [0.7, 1, 2, 100, 1 / 3, -1e-5, 1e308, 5e-324])
    for (const weight of [0.1, 0.6, 0.9, 0.99]) expect(new Set(smooth(new Array(500).fill(value), weight))).toEqual(new Set([value]));
});
it("stays finite between the largest numbers", () =>
  smooth([1, -1, 1, -1].map(sign => sign * Number.MAX_VALUE), 0.5).forEach(value => expect(Number.isFinite(value)).toBe(true)));
it("passes over gaps", () => expect(smooth([NaN, 2, NaN, 2], 0.5)).toEqual([NaN, 2, NaN, 2]));
it("follows the debiased formula", () => {
  const [, second, third] = smooth([1, 2, 5], 0.6);
  expect(second).toBeCloseTo((0.6 * 0.4 * 1 + 0.4 * 2) / (1 - 0.36), 10);
  expect(third).toBeCloseTo((0.36 * 0.4 * 1 + 0.6 * 0.4 * 2 + 0.4 * 5) / (1 - 0.216), 10);
});
