import type { Histogram } from "../client/src/inspection.ts";
import { h } from "./dom.ts";
import { formatCount } from "./format.ts";

const height = 46;

/** Bars from the smallest to the largest value, the tallest as high as the picture. */
export function bars(counts: readonly number[], width: number, most: number): { x: number; y: number; width: number; height: number }[] {
  const tallest = Math.max(...counts, 1);
  const each = width / Math.max(1, counts.length);
  return counts.flatMap((count, i) => {
    if (!count) return [];
    // one value among a million is still to be seen
    const tall = Math.max(1.5, count / tallest * most);
    return [{ x: i * each, y: most - tall, width: Math.max(0.5, each - 0.5), height: tall }];
  });
}

/** Three digits that count. */
export function short(value: number): string {
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  return text.replace(/-/g, "−").replace("e+", "e");
}

export function histogramFigure(title: string, histogram: Histogram, token: string): HTMLElement {
  const { count, notFinite, minimum, maximum, mean, deviation } = histogram;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 192 ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${title}: ${formatCount(count)} values from ${short(minimum)} to ${short(maximum)}, mean ${short(mean)}, deviation ${short(deviation)}`);
  for (const bar of bars(histogram.counts, 192, height)) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries(bar)) rect.setAttribute(name, value.toFixed(2));
    svg.append(rect);
  }
  svg.style.fill = `var(${token})`;
  return h("figure", { class: "histogram" }, svg,
    h("div", { class: "histogram-ends", "aria-hidden": "true" }, h("span", {}, short(minimum)), h("span", {}, short(maximum))),
    h("figcaption", {}, title, h("span", {}, `${short(mean)} ± ${short(deviation)}`),
      ...(notFinite ? [h("b", {}, `${formatCount(notFinite)} not finite`)] : [])));
}
