// What was done to a job's loop, as marks on its curves.
import type { SteeringEvent, ValueChange } from "../client/src/contract.ts";
import type { ChartMark } from "./chartMarks.ts";
import { formatCount, formatNumber } from "./format.ts";

export function steeringMark(event: SteeringEvent): ChartMark {
  switch (event.kind) {
    case "hyperparameter":
      return {
        step: event.step, token: "--mark",
        label: `${event.values.map(describeChange).join(", ")}${event.over > 0 ? ` over ${formatCount(event.over)} batches` : ""} · ${causes[event.cause]} by ${event.by}`,
      };
    case "breakpoint":
      return { step: event.step, token: event.isGuard ? "--stop" : "--pause", label: event.text };
    case "rollback":
      return { step: event.backTo, token: "--mark", label: `back here from step ${formatCount(event.step)} by ${event.by}` };
  }
}

const causes = { set: "set", revert: "taken back", rollback: "set with going back" };

export function describeChange(change: ValueChange): string {
  return `${change.name} ${describeValue(change.from)} → ${describeValue(change.to)}`;
}

function describeValue(value: unknown): string {
  return typeof value === "number" ? formatNumber(value) : Array.isArray(value) ? value.join(", ") : String(value);
}
