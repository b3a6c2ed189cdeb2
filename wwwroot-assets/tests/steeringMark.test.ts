import { describe, expect, it } from "vitest";
import type { SteeringEvent } from "../client/src/contract.ts";
import { JobModel } from "../src/jobModel.ts";
import { steeringMark } from "../src/steeringMark.ts";

const base = { seq: 1, at: 0, by: "a test", command: "c", step: 12 };
const changed: SteeringEvent = {
  ...base, kind: "hyperparameter", epoch: 2, over: 0, cause: "set",
  values: [{ name: "learningRate", from: 0.01, to: 0.005 }, { name: "onNaN", from: "pause", to: "stop" }],
};

describe("a mark", () => {
  it("of a change says who set what from and to", () =>
    expect(steeringMark(changed)).toEqual({ step: 12, token: "--mark", label: "learningRate 0.0100 → 0.0050, onNaN pause → stop · set by a test" }));

  it("of a ramp says over how many batches", () =>
    expect(steeringMark({ ...changed, over: 1000, cause: "revert" }).label).toContain("over 1,000 batches · taken back by a test"));

  it("of a hit has its text, of the guard its colour", () => {
    expect(steeringMark({ ...base, kind: "breakpoint", isGuard: false, text: "loss 3.2 > 3" })).toEqual({ step: 12, token: "--pause", label: "loss 3.2 > 3" });
    expect(steeringMark({ ...base, kind: "breakpoint", isGuard: true, text: "the loss is NaN" }).token).toBe("--stop");
  });

  it("of going back stands where the job went", () =>
    expect(steeringMark({ ...base, kind: "rollback", backTo: 5 })).toMatchObject({ step: 5, label: "back here from step 12 by a test" }));
});

it("the model has what was done to the loop, from the snapshot and after it", () => {
  const model = new JobModel();
  model.load({ seq: 1, job: { id: "1", status: "running" } as never, series: [], log: [], receipts: [], steering: [changed], abandoned: [] });
  model.apply({ ...base, seq: 2, kind: "rollback", backTo: 5 });
  expect(model.steering.map(event => event.kind)).toEqual(["hyperparameter", "rollback"]);
});
