import { beforeAll, expect, it, vi } from "vitest";

beforeAll(() => {
  vi.stubGlobal("HTMLElement", class {});
  vi.stubGlobal("document", { documentElement: {}, createElement: () => ({ append: () => undefined }) });
});

it("draws a bar for every part that has a value, however small its share", async () => {
  const { bars } = await import("../src/histogram.ts");
  expect(bars([1_000_000, 0, 1], 30, 40)).toEqual([
    { x: 0, y: 0, width: 9.5, height: 40 }, { x: 20, y: 38.5, width: 9.5, height: 1.5 }]);
  expect(bars([], 30, 40)).toEqual([]);
  expect(bars([7], 48, 40)).toEqual([{ x: 23.5, y: 0, width: 0.5, height: 40 }]);
});

it("writes three digits that count", async () => {
  const { short } = await import("../src/histogram.ts");
  expect([0, 1.3, -0.00949, 0.124, 8.68e-10, -2e7, 1234.5].map(value => short(value))).toEqual(["0", "1.3", "−0.00949", "0.124", "8.7e−10", "−2.0e7", "1230"]);
});

it("tells the ends of a histogram apart, however near they are", async () => {
  const { ends } = await import("../src/histogram.ts");
  expect(ends(-1, 2)).toEqual(["−1", "2"]);
  expect(ends(0.7, 0.7)).toEqual(["0.7"]);
  expect(ends(0.7, 0.70000005)).toEqual(["0.7", "0.70000005"]);
  expect(ends(0.7, 0.7000000000000001)).toEqual(["0.7", "0.7000000000000001"]);
  expect(ends(1e-30, 1.00001e-30)).toEqual(["1.00000e−30", "1.00001e−30"]);
  expect(ends(-3.4e38, 3.4e38)).toEqual(["−3.4e38", "3.4e38"]);
  expect(ends(-Infinity, Infinity)).toEqual(["−∞", "∞"]);
});

it("turns pixels into planes, grey or coloured, inverted where asked", async () => {
  const { toChannels } = await import("../src/predictForm.ts");
  const rgba = [255, 0, 0, 255, 10, 20, 30, 255];
  expect([...toChannels(rgba, 3, false)]).toEqual([255, 10, 0, 20, 0, 30]);
  expect([...toChannels(rgba, 1, false)]).toEqual([76, 18]);
  expect([...toChannels(rgba, 1, true)]).toEqual([179, 237]);
});

it("leaves keys with a modifier alone", async () => {
  const { isPlain } = await import("../src/keyShortcuts.ts");
  expect(isPlain({ ctrlKey: false, altKey: false, metaKey: false })).toBe(true);
  expect(isPlain({ ctrlKey: true, altKey: false, metaKey: false })).toBe(false);
});
