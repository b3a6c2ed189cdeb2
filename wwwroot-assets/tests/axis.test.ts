import { describe, expect, it } from "vitest";
import { plain, scientific, trimmed } from "../src/axis/decimal.ts";
import { stepAxis, stepTicks } from "../src/axis/stepAxis.ts";
import { valueAxis } from "../src/axis/valueAxis.ts";
import type { NumberFormat } from "../src/format.ts";

const labels = (min: number, max: number, format: NumberFormat = "number", log = false, pixels = 180, ceiling?: number) =>
  valueAxis({ min, max }, { log, format, pixels, ceiling }).ticks.map(tick => tick.label);
const steps = (from: number, to: number, pixels = 500) =>
  stepTicks(stepAxis(from, to), { pixels, before: 50, after: 14, measure: text => 6.5 * text.length }).map(tick => tick.label);

describe("a decimal", () => {
  it("is written in full", () =>
    expect([[25, -2], [5, 3], [-1234567, 0], [1, -8], [120, -2]].map(([n, power]) => plain({ n, power }))).toEqual(["0.25", "5,000", "−1,234,567", "0.00000001", "1.20"]));
  it("is not where that would be endless", () => expect(plain({ n: 1, power: 300 })).toBeUndefined());
  it("is written short", () =>
    expect([[25, -2], [5, 300], [-1, -324], [1000, -3], [0, 5]].map(([n, power]) => scientific({ n, power }))).toEqual(["2.5e−1", "5e300", "−1e−324", "1e0", "0"]));
  it("loses zeros at the end", () => expect(trimmed({ n: 2500, power: -3 })).toEqual({ n: 25, power: -1 }));
});

describe("a value axis", () => {
  it.each<[string, string[], string[]]>([
    ["a loss", labels(0.05, 2.3), ["0", "0.5", "1.0", "1.5", "2.0"]],
    ["a learning rate that hardly moves", labels(1.95e-3, 2.05e-3, "scientific"), ["1.96e−3", "1.98e−3", "2e−3", "2.02e−3", "2.04e−3"]],
    ["a learning rate of 80", labels(0, 80, "scientific"), ["0", "20", "40", "60", "80"]],
    ["an accuracy", labels(0.1, 0.98, "percent", false, 180, 1), ["20 %", "40 %", "60 %", "80 %", "100 %"]],
    ["an accuracy that is 1 for ever", labels(1, 1, "percent", false, 180, 1), ["90 %", "92 %", "94 %", "96 %", "98 %", "100 %"]],
    ["memory", labels(1e9, 1.5e9, "bytes"), ["1.0 GB", "1.1 GB", "1.2 GB", "1.3 GB", "1.4 GB", "1.5 GB"]],
    ["threads", labels(3, 3, "integer"), ["2", "3", "4"]],
    ["a speed", labels(0, 1_020_000, "rate"), ["0", "0.2M", "0.4M", "0.6M", "0.8M", "1M"]],
    ["a million million", labels(1e12, 1e12), ["9e11", "9.5e11", "1e12", "1.05e12", "1.1e12"]],
    ["5e21 millions", labels(0, 4.7e27), ["0", "1e27", "2e27", "3e27", "4e27"]],
    ["all doubles", labels(-Number.MAX_VALUE, Number.MAX_VALUE), ["−2e308", "−1e308", "0", "1e308", "2e308"]],
    ["the smallest", labels(0, 5e-324), ["0", "1e−324", "2e−324", "3e−324", "4e−324", "5e−324"]],
    ["what rounding leaves", labels(0.7, 0.7000000000000001), labels(0.7, 0.7)],
    ["24 decades", labels(1e-12, 1e12, "number", true), ["1e−10", "1e−5", "1", "1e5", "1e10"]],
    ["three decades", labels(0.002, 2, "number", true), ["0.003", "0.01", "0.03", "0.1", "0.3", "1"]],
    ["less than one", labels(0.51, 0.52, "number", true), ["0.510", "0.512", "0.514", "0.516", "0.518", "0.520"]],
  ])("is labelled for %s", (_, actual, expected) => expect(actual).toEqual(expected));

  it("begins at zero where nothing is below, and never goes beyond what is possible", () => {
    expect(valueAxis({ min: 0.01, max: 1 }, { log: false, format: "number", pixels: 100 }).position(0)).toBeCloseTo(0, 10);
    expect(valueAxis({ min: 0.5, max: 1 }, { log: false, format: "percent", ceiling: 1, pixels: 100 }).position(1)).toBe(1);
  });

  it("has a flat curve in its middle", () => {
    for (const value of [0.7, -2, 1e300, 3e-320]) expect(valueAxis({ min: value, max: value }, { log: false, format: "number", pixels: 100 }).position(value)).toBeCloseTo(0.5, 6);
  });
});

describe("a step axis", () => {
  it.each<[string, string[], string[]]>([
    ["a short job", steps(1, 20), ["5", "10", "15", "20"]],
    ["a zoom to a part of a step", steps(7.2, 7.4), ["7"]],
    ["one step", steps(5, 5), ["5"]],
    ["ten thousand", steps(1, 10_000, 350), ["2,000", "4,000", "6,000", "8,000"]],
    ["millions", steps(0, 2_500_000), ["0", "0.5M", "1M", "1.5M", "2M", "2.5M"]],
    ["as many as there are", steps(0, 2 ** 63), ["0", "2e18", "4e18", "6e18", "8e18"]],
    ["neighbours far out", steps(2 ** 53 - 2, 2 ** 53 - 1), ["9.00719925474098e15", "9.00719925474099e15", "9.007199254741e15"]],
  ])("is labelled for %s", (_, actual, expected) => expect(actual).toEqual(expected));
});
