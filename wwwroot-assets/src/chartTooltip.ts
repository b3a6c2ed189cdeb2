// What is told of a chart's curves where its cursor is.
import type { CurveStyle } from "./curveStyle.ts";
import { nearestSample, type CurveColumns } from "./chartData.ts";
import type { ChartMark } from "./chartMarks.ts";
import { h } from "./dom.ts";
import { formatCount, formatNumber, type NumberFormat } from "./format.ts";

export interface TooltipCurve {
  style: CurveStyle;
  columns: CurveColumns;
}

export interface TooltipOptions {
  format: NumberFormat;
  smoothing: number;
}

/** A row for each curve that has something there, and what was measured under those that are smoothed. */
export function curveRows(curves: readonly TooltipCurve[], x: readonly number[], index: number, options: TooltipOptions): HTMLElement[] {
  return curves.flatMap(({ style, columns }) => {
    const isSmoothed = !style.sparse && options.smoothing > 0;
    const label = isSmoothed ? `${style.label}, smoothed` : style.label;
    if (columns.line[index] === null) return [row(style.token, style.label, missing(columns.last[index], options.format))];
    const at = nearestSample(columns.line, index);
    // one of many points has none here: another curve's steps
    if (at === undefined || (at !== index && !style.sparse)) return [];
    return [
      row(style.token, at === index ? label : `${label}, step ${formatCount(x[at])}`, formatNumber(columns.line[at]!, options.format)),
      ...(style.sparse ? [] : measured(columns, at, isSmoothed, options.format)),
    ];
  });
}

export function markRow(mark: ChartMark): HTMLElement {
  return row(mark.token, mark.label);
}

function row(token: string, label: string, value?: string): HTMLElement {
  const swatch = h("i", { class: "swatch", style: `background:var(${token})` });
  return h("div", { class: "tooltip-row" }, swatch, label, ...(value === undefined ? [] : [h("b", {}, value)]));
}

/** Why a curve has no point at a step that it has a value of. */
function missing(value: number | null | undefined, format: NumberFormat): string {
  return typeof value === "number" && Number.isFinite(value) ? `${formatNumber(value, format)}, not on a log axis` : "not finite";
}

/** What a smoothed curve, or one that stands for several points, does not tell. */
function measured({ min, max, last }: CurveColumns, at: number, isSmoothed: boolean, format: NumberFormat): HTMLElement[] {
  const low = min[at], high = max[at], newest = last[at];
  if (typeof low !== "number" || typeof high !== "number") return [];
  const dim = (name: string, value: string) => h("div", { class: "tooltip-row dim" }, name, h("b", {}, value));
  return [
    ...(isSmoothed && typeof newest === "number" ? [dim(low === high ? "measured" : "last measured", formatNumber(newest, format))] : []),
    ...(low === high ? [] : [dim("range", `${formatNumber(low, format)} – ${formatNumber(high, format)}`)]),
  ];
}
