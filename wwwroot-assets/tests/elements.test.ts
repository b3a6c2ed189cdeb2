// The elements' logic that needs no browser; their classes extend a stand-in.
import { beforeAll, expect, it, vi } from "vitest";

beforeAll(() => {
  vi.stubGlobal("HTMLElement", class {});
  vi.stubGlobal("document", { documentElement: {}, createElement: () => ({ append: () => undefined }) });
});

it("computes recall per class", async () => {
  const { recalls } = await import("../src/confusion.ts");
  expect(recalls([[8, 2], [0, 5]])).toEqual([0.8, 1]);
  expect(recalls([[0, 0], [1, 1]])[0]).toBeNaN();
});

it("filters log lines by level and text", async () => {
  const { passes } = await import("../src/jobLog.ts");
  const line = { seq: 1, at: 0, kind: "log", level: "warning", text: "Gradient clipped" } as const;
  expect(passes(line, "trace", "")).toBe(true);
  expect(passes(line, "error", "")).toBe(false);
  expect(passes(line, "trace", "CLIP")).toBe(true);
  expect(passes(line, "trace", "nope")).toBe(false);
});

it("spreads pixels to RGBA and refuses what does not fit", async () => {
  const { toRgba } = await import("../src/imageGrid.ts");
  const image = { label: "", width: 2, height: 1, channels: 1, pixels: btoa("\x05\x07") };
  expect([...toRgba(image)!]).toEqual([5, 5, 5, 255, 7, 7, 7, 255]);
  expect([...toRgba({ ...image, width: 1, channels: 3, pixels: btoa("\x01\x02\x03") })!]).toEqual([1, 2, 3, 255]);
  expect([...toRgba({ ...image, channels: 3, pixels: btoa("\x01\x02\x03\x04\x05\x06") })!]).toEqual([1, 3, 5, 255, 2, 4, 6, 255]);
  expect(toRgba({ ...image, pixels: btoa("\x05") })).toBeUndefined();
  expect(toRgba({ ...image, pixels: "%%%" })).toBeUndefined();
  expect(toRgba({ ...image, width: 1e9 })).toBeUndefined();
});

it("says of a refused upload what the server says", async () => {
  const { uploadFault } = await import("../src/fileUpload.ts");
  expect(uploadFault(413, JSON.stringify({ title: "Bad request", detail: "The body is too long." }))).toBe("The body is too long.");
  expect(uploadFault(502, "<html>")).toBe("The server refused the upload (502).");
  expect(uploadFault(0, "")).toContain("cannot be reached");
});

it("draws the counts that an attribute lists", async () => {
  const { parseCounts } = await import("../src/miniBars.ts");
  expect(parseCounts("3,0,12")).toEqual([3, 0, 12]);
  expect(parseCounts("x,-1,2")).toEqual([2]);
  expect(parseCounts("")).toEqual([0]);
});
