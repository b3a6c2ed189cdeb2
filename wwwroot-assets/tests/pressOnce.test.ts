import { expect, it } from "vitest";
import { isHeldPress, isRepeatedClick } from "../src/pressOnce.ts";

/** An element that is, or is in, what these selectors say. */
const within = (...kinds: string[]) => ({
  closest: (selector: string) => kinds.some(kind => selector.split(", ").includes(kind)) ? {} : null,
  matches: (selector: string) => kinds.some(kind => selector.split(", ").includes(kind)),
}) as unknown as Element;
const button = ".btn:not([data-repeat])";

it("takes a double click on a button for one press, and leaves every other one", () => {
  expect(isRepeatedClick({ detail: 1 }, within(button))).toBe(false);
  expect(isRepeatedClick({ detail: 2 }, within(button))).toBe(true);
  expect(isRepeatedClick({ detail: 3 }, within(button))).toBe(true);
  // by the keyboard, or by a script
  expect(isRepeatedClick({ detail: 0 }, within(button))).toBe(false);
  expect(isRepeatedClick({ detail: 2 }, within("th"))).toBe(false);
  expect(isRepeatedClick({ detail: 2 }, null)).toBe(false);
});

it("takes a key held down for one press, and lets it type and scroll", () => {
  expect(isHeldPress({ key: "Enter", repeat: false }, within("button"))).toBe(false);
  expect(isHeldPress({ key: "Enter", repeat: true }, within("button"))).toBe(true);
  expect(isHeldPress({ key: " ", repeat: true }, within("button"))).toBe(true);
  expect(isHeldPress({ key: "Enter", repeat: true }, within("input"))).toBe(true);
  expect(isHeldPress({ key: " ", repeat: true }, within("input"))).toBe(false);
  expect(isHeldPress({ key: "Enter", repeat: true }, within("textarea"))).toBe(false);
  expect(isHeldPress({ key: "ArrowDown", repeat: true }, within("button"))).toBe(false);
});
