import { expect, it } from "vitest";
import { smooth } from "../src/smoothing.ts";

it("leaves values alone without weight", () => expect(smooth([1, 5, 2], 0)).toEqual([1, 5, 2]));
it("starts at the first value and keeps a constant constant", () =>
  smooth([3, 3, 3], 0.9).forEach(value => expect(value).toBeCloseTo(3, 10)));
it("passes over gaps", () => {
  const [a, gap, b] = smooth([2, NaN, 2], 0.5);
  expect(a).toBeCloseTo(2);
  expect(gap).toBeNaN();
  expect(b).toBeCloseTo(2);
});
it("follows the debiased formula", () => {
  const [, second] = smooth([1, 2], 0.6);
  expect(second).toBeCloseTo((0.6 * 0.4 * 1 + 0.4 * 2) / (1 - 0.36), 10);
});
