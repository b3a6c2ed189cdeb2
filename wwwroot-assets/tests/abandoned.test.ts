import { expect, it } from "vitest";
import { abandonedCurve } from "../src/abandoned.ts";
import { JobModel } from "../src/jobModel.ts";
import type { AbandonedStretch, JobEvent } from "../client/src/contract.ts";

const stretch = (steps: number[], value: number): AbandonedStretch => ({
  backTo: steps[0] - 1,
  series: [{ name: "loss", count: steps.length, steps, times: steps, min: steps.map(() => value), max: steps.map(() => value), last: steps.map(() => value), notFinite: steps.map(() => 0) }],
});

it("shows the later of two stretches where they overlap, and a gap between those that do not", () => {
  const curve = abandonedCurve([stretch([11, 12, 13, 14], 1), stretch([13, 14, 15], 2), stretch([30, 31], 3)], "loss")!;
  expect(curve.steps).toEqual([11, 12, 13, 14, 15, 29, 30, 31]);
  expect(curve.last).toEqual([1, 1, 2, 2, 2, NaN, 3, 3]);
  expect(abandonedCurve([stretch([11], 1)], "accuracy")).toBeUndefined();
});

it("keeps what a rollback and a rewind abandon", () => {
  const model = new JobModel();
  const metrics = (from: number, to: number, value: number): JobEvent => {
    const steps = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    return { kind: "metrics", seq: 0, at: 0, blocks: [{ steps, times: steps, series: { loss: steps.map(() => value), "system/cpu": steps } }] };
  };
  model.apply(metrics(1, 10, 1));
  model.apply({ kind: "rollback", seq: 0, at: 0, command: "a", by: "b", step: 10, backTo: 6 });
  model.apply(metrics(7, 12, 2));
  model.apply({ kind: "receipt", seq: 0, at: 0, command: "c", action: "rewind", state: "applied", by: "b", step: 9 });
  model.apply(metrics(10, 11, 3));

  expect(model.abandoned.map(({ backTo, series }) => [backTo, ...series.map(s => [s.name, s.steps, s.last])])).toEqual([
    [6, ["loss", [7, 8, 9, 10], [1, 1, 1, 1]]], [9, ["loss", [10, 11, 12], [2, 2, 2]]]]);
  expect(model.series.get("loss")!.last).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3]);
});
