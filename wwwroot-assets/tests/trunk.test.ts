import { expect, it } from "vitest";
import { SeriesBuffer } from "../src/seriesBuffer.ts";
import { cutAfter, joined } from "../src/trunk.ts";

const whole = new SeriesBuffer();
for (let step = 1; step <= 10; step++) whole.append(step, step * 100, step === 3 ? NaN : step / 2);

it("ends with the step of the fork", () => {
  const cut = cutAfter(whole, 4);
  expect(cut.steps).toEqual([1, 2, 3, 4]);
  expect(cut.last).toEqual([0.5, 1, NaN, 2]);
  expect(cut.times).toEqual([100, 200, 300, 400]);
});

it("is all of a parent that ended before, and nothing of one that began after", () => {
  expect(cutAfter(whole, 99).length).toBe(10);
  expect(cutAfter(whole, 0).length).toBe(0);
});

it("goes on from the curve of the parent's own parent", () => {
  const grandparent = new SeriesBuffer(), parent = new SeriesBuffer();
  for (let step = 1; step <= 5; step++) grandparent.append(step, step, 1);
  for (let step = 6; step <= 8; step++) parent.append(step, step, 2);

  const whole = joined(grandparent, parent);

  expect(whole.steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(whole.last).toEqual([1, 1, 1, 1, 1, 2, 2, 2]);
  expect(joined(undefined, parent)).toBe(parent);
});
