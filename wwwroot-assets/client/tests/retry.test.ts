import { expect, it } from "vitest";
import { retryDelay } from "../src/retry.ts";

it("retries soon, then every 3 s, for ever", () =>
  expect([0, 1, 2, 3, 4, 5, 1000].map(attempt => retryDelay(attempt, () => 0.5))).toEqual([0, 300, 1000, 2000, 3000, 3000, 3000]));

it("spreads, and never beyond the cap", () => {
  expect(retryDelay(2, () => 0)).toBe(800);
  expect(retryDelay(2, () => 1)).toBe(1200);
  expect(retryDelay(9, () => 1)).toBe(3000);
  expect(retryDelay(0, () => 1)).toBe(0);
});
