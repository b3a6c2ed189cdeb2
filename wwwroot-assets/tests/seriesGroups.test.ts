import { expect, it } from "vitest";
import { curveStyles } from "../src/curveStyle.ts";
import { seriesGroups } from "../src/seriesGroups.ts";

const shown = (names: string[], except: string[] = []) =>
  seriesGroups(names, new Set(except)).map(({ prefix, charts }) => [prefix, ...charts.map(({ title, series }) => [title, ...series])]);

it("draws a series with its validation, whichever came first", () =>
  expect(shown(["val/reward", "f1", "reward"])).toEqual([[undefined, ["f1", "f1"], ["reward", "reward", "val/reward"]]]));

it("leaves out what is drawn elsewhere, and nothing else", () =>
  expect(shown(["loss", "lr", "val/loss", "val/lr", "system/cpu", "system/fan"], ["loss", "lr", "val/loss", "system/cpu"]))
    .toEqual([[undefined, ["val/lr", "val/lr"], ["system/fan", "system/fan"]]]));

it("puts a common first part over its series, and one alone among the others", () =>
  expect(shown(["layers/1/w", "x/alone", "layers/2/w", "val/layers/1/w", "b"])).toEqual([
    [undefined, ["x/alone", "x/alone"], ["b", "b"]],
    ["layers", ["1/w", "layers/1/w", "val/layers/1/w"], ["2/w", "layers/2/w"]]]));

it("takes names as they are", () => {
  const names = ["a,b", " ", "/", "/x", "x/", "//", "val/", "__proto__", "constructor", "val/val/x", "val/x", "😀/1", "😀/2", "שלום"];
  const groups = seriesGroups(names, new Set());
  expect(groups.flatMap(group => group.charts.flatMap(chart => chart.series)).sort()).toEqual([...names].sort());
  expect(groups.map(group => group.prefix)).toEqual([undefined, "😀"]);
  expect(curveStyles(["constructor", "__proto__"]).map(style => [style.label, typeof style.token])).toEqual([["constructor", "string"], ["__proto__", "string"]]);
});

it("has nothing to show of a job without own series", () => expect(shown(["loss"], ["loss"])).toEqual([]));
