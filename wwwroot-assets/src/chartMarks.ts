// What is drawn under a chart's curves: what was done to the job, and where its values were not finite.
import type uPlot from "uplot";
import type { StepAxis } from "./axis/stepAxis.ts";
import type { NonFiniteMark } from "./seriesBuffer.ts";
import { colour, translucent } from "./theme.ts";

export interface ChartMark {
  step: number;
  token: string;
  label: string;
}

/** Crosses nearer than this are one, pixels. */
const crossDistance = 10;

export function drawMarks(
  plot: uPlot, host: Element, steps: StepAxis, marks: readonly ChartMark[], nonFinite: readonly NonFiniteMark[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  const tokens = [...new Set([...marks.map(mark => mark.token), ...(nonFinite.length ? ["--stop"] : [])])];
  const colours = new Map(tokens.map(token => [token, colour(host, token)]));
  const place = (step: number) => bbox.left + steps.position(step) * bbox.width;
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 4 * ratio]);
  for (const mark of marks) {
    const x = Math.round(place(mark.step)) + 0.5;
    if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) continue;
    ctx.strokeStyle = translucent(colours.get(mark.token)!, 0.75);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  const stop = colours.get("--stop") ?? "";
  const stretches = nonFinite.map(({ from, to }) => ({ left: place(from), right: place(to) }));
  for (const { left, right } of together(stretches, crossDistance * ratio)) {
    const a = Math.max(bbox.left, left), b = Math.min(bbox.left + bbox.width, right);
    if (a > b) continue;
    ctx.fillStyle = translucent(stop, 0.14);
    ctx.fillRect(a - ratio, bbox.top, Math.max(2 * ratio, b - a + 2 * ratio), bbox.height);
    const x = (a + b) / 2, y = bbox.top + 7 * ratio, arm = 3.5 * ratio;
    ctx.strokeStyle = stop;
    ctx.lineWidth = 1.75 * ratio;
    ctx.beginPath();
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x + arm, y - arm);
    ctx.lineTo(x - arm, y + arm);
    ctx.stroke();
  }
  ctx.restore();
}

/** Stretches in order, those that overlap or lie near to one another as one. */
export function together(stretches: readonly { left: number; right: number }[], distance: number): { left: number; right: number }[] {
  const joined: { left: number; right: number }[] = [];
  for (const { left, right } of [...stretches].sort((a, b) => a.left - b.left)) {
    const last = joined[joined.length - 1];
    if (last && left - last.right < distance) last.right = Math.max(last.right, right);
    else joined.push({ left, right });
  }
  return joined;
}
