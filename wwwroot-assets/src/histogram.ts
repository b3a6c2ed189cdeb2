import type { Histogram } from "./inspectionApi.ts";
import { h } from "./dom.ts";
import { formatCount, formatTick } from "./format.ts";

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

export function histogramFigure(title: string, histogram: Histogram, token: string): HTMLElement {
  const { count, notFinite, minimum, maximum, mean, deviation } = histogram;
  const number = (value: number) => formatTick(Number(value.toPrecision(3)), Math.abs(value) || 1);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 192 ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${title}: ${formatCount(count)} values from ${number(minimum)} to ${number(maximum)}, mean ${number(mean)}, deviation ${number(deviation)}`);
  for (const bar of bars(histogram.counts, 192, height)) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries(bar)) rect.setAttribute(name, value.toFixed(2));
    svg.append(rect);
  }
  svg.style.fill = `var(${token})`;
  return h("figure", { class: "histogram" }, svg,
    h("div", { class: "histogram-ends", "aria-hidden": "true" }, h("span", {}, number(minimum)), h("span", {}, number(maximum))),
    h("figcaption", {}, title, h("span", {}, `${number(mean)} ± ${number(deviation)}`),
      ...(notFinite ? [h("b", {}, `${formatCount(notFinite)} not finite`)] : [])));
}
