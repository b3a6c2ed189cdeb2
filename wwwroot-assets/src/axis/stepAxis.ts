// The level axis of a chart: steps, whole numbers, as many of them labelled as there is room for.
import type { Decimal } from "./decimal.ts";
import { linearLabels } from "./labels.ts";
import { linearTicks } from "./ticks.ts";
import type { AxisTick } from "./valueAxis.ts";

export interface StepAxis {
  from: number;
  to: number;
  /** 0 at the axis' beginning, 1 at its end */
  position(step: number): number;
  /** The step at a position, not always a whole one. */
  step(position: number): number;
}

export interface LabelRoom {
  /** how long the axis is */
  pixels: number;
  /** how far a label may stand out before its beginning and after its end */
  before: number;
  after: number;
  measure(text: string): number;
}

const tickDistance = 64;
const labelGap = 12;

/** An axis over these steps; never shorter than one step, nor than what doubles of that size can tell apart. */
export function stepAxis(from: number, to: number): StepAxis {
  const least = Math.max(1, Math.max(Math.abs(from), Math.abs(to)) * 2 ** -48);
  if (!(to - from >= least)) {
    const middle = from + (to - from) / 2;
    from = middle - least / 2;
    to = middle + least / 2;
  }
  return { from, to, position: step => (step - from) / (to - from), step: position => from + position * (to - from) };
}

/** Ticks whose labels fit beside one another and between the picture's edges. */
export function stepTicks({ from, to }: StepAxis, { pixels, before, after, measure }: LabelRoom): AxisTick[] {
  let best: AxisTick[] = [];
  for (let most = Math.max(2, Math.floor(pixels / tickDistance) + 1); most >= 2; most--) {
    const ticks = linearTicks({ lo: from, hi: to, unit: 0 }, most, most, 0);
    const labels = stepLabels(ticks.map(tick => tick.value));
    best = ticks.map(({ at }, i) => ({ at, label: labels[i] })).filter(({ at, label }) => {
      const half = measure(label) / 2;
      return at * pixels - half >= -before && at * pixels + half <= pixels + after;
    });
    const widest = Math.max(0, ...labels.map(measure));
    if (ticks.every((tick, i) => i === 0 || (tick.at - ticks[i - 1].at) * pixels >= widest + labelGap)) return best;
  }
  return best.slice(0, 1);
}

function stepLabels(values: readonly Decimal[]): string[] {
  return linearLabels(values, "number");
}
