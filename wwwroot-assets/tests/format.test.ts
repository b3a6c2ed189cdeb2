import { expect, it } from "vitest";
import { formatCount, formatCoverage, formatDuration, formatNumber } from "../src/format.ts";

it.each([
  [0.06123, "0.0612"], [0.9784, "0.9784"], [2.30259, "2.303"], [142.4, "142.4"], [1625, "1625"], [12345.6, "12,346"],
  [0.00005, "5.00e−5"], [0, "0"], [-0.5, "−0.5000"], [NaN, "NaN"], [Infinity, "∞"], [-Infinity, "−∞"], [undefined, "–"],
])("writes %s as %s", (value, text) => expect(formatNumber(value)).toBe(text));

it("knows the named formats", () => {
  expect(formatNumber(0.0005, "scientific")).toBe("5.0e−4");
  expect(formatNumber(0.97841, "percent")).toBe("97.84 %");
  expect(formatNumber(1482000, "integer")).toBe("1,482,000");
  expect(formatNumber(1234.4, "rate")).toBe("1,234");
  expect([0, 999, 1500, 238_400_000, 1.26e10].map(bytes => formatNumber(bytes, "bytes"))).toEqual(["0 B", "999 B", "1.5 kB", "238 MB", "13 GB"]);
});

it.each([[0, "0 s"], [0.4, "under 1 s"], [6, "6 s"], [200, "3 m 20 s"], [180, "3 m"], [7500, "2 h 5 m"], [356400, "4 d 3 h"],
  [undefined, "–"], [NaN, "–"], [Infinity, "–"]])(
  "writes %s seconds as %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

it("groups thousands", () => expect([0, 999, 1000, 1482000, -12345].map(formatCount)).toEqual(["0", "999", "1,000", "1,482,000", "−12,345"]));

it("labels honestly", () => {
  expect(formatCoverage(1200, 1482000)).toBe("1,200 of 1,482,000 points, extremes kept");
  expect(formatCoverage(1625, 1625)).toBe("all 1,625 points");
});

it("writes sizes beyond reading in powers of ten, whatever the format", () => {
  expect(formatNumber(4.747e27)).toBe("4.747e27");
  expect(formatNumber(-Number.MAX_VALUE)).toBe("−1.798e308");
  expect(formatNumber(Number.MAX_VALUE, "percent")).toBe("1.798e310 %");
  expect([123456, 0, 5e-5, -2.6e-275].map(value => formatNumber(value, "percent"))).toEqual(["12345600.00 %", "0.00 %", "0.01 %", "−2.6e−273 %"]);
  expect((["integer", "rate", "scientific", "bytes"] as const).map(format => formatNumber(1e21, format))).toEqual(["1.000e21", "1.000e21", "1.000e21", "1.000e21 B"]);
});
