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
});

it("writes three digits that count", async () => {
  const { short } = await import("../src/histogram.ts");
  expect([0, 1.3, -0.00949, 0.124, 8.68e-10, -2e7, 1234.5].map(short)).toEqual(["0", "1.3", "−0.00949", "0.124", "8.7e−10", "−2.0e7", "1230"]);
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
