import type { Histogram } from "../client/src/inspection.ts";
import { h } from "./dom.ts";
import { formatCount, formatNumber } from "./format.ts";

const height = 46;
/** how many parts the server makes of values that differ */
const parts = 48;

/** Bars from the smallest to the largest value, the tallest as high as the picture; of equal values one in the middle. */
export function bars(counts: readonly number[], width: number, most: number): { x: number; y: number; width: number; height: number }[] {
  let tallest = 1;
  for (const count of counts) tallest = Math.max(tallest, count);
  const isOne = counts.length === 1;
  const each = width / (isOne ? parts : Math.max(1, counts.length));
  return counts.flatMap((count, i) => {
    if (!count) return [];
    // one value among a million is still to be seen
    const tall = Math.max(1.5, count / tallest * most);
    return [{ x: isOne ? (width - each) / 2 : i * each, y: most - tall, width: Math.max(0.5, each - 0.5), height: tall }];
  });
}

/** So many digits that count. */
export function short(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(digits - 2) : String(Number(value.toPrecision(digits)));
  return text.replace(/-/g, "−").replace("e+", "e");
}

/** The smallest and the largest value with as many digits as it takes to tell them apart; one where they are equal. */
export function ends(minimum: number, maximum: number): string[] {
  if (minimum === maximum) return [short(minimum)];
  for (let digits = 3; digits < 17; digits++) {
    const texts = [short(minimum, digits), short(maximum, digits)];
    if (texts[0] !== texts[1]) return texts;
  }
  return [String(minimum), String(maximum)];
}

export function histogramFigure(title: string, histogram: Histogram, token: string): HTMLElement {
  const { count, notFinite, mean, deviation } = histogram;
  const hasValues = notFinite < count;
  const labels = hasValues ? ends(histogram.minimum, histogram.maximum) : ["no finite value"];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 192 ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  const spread = `from ${labels[0]} to ${labels[labels.length - 1]}, mean ${short(mean)}, deviation ${short(deviation)}`;
  svg.setAttribute("aria-label", `${title}: ${formatCount(count)} values${hasValues ? ` ${spread}` : ", none of them finite"}`);
  for (const bar of bars(histogram.counts, 192, height)) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries(bar)) rect.setAttribute(name, value.toFixed(2));
    svg.append(rect);
  }
  svg.style.fill = `var(${token})`;
  return h("figure", { class: "histogram" }, svg,
    h("div", { class: `histogram-ends${labels.length === 1 ? " one" : ""}`, "aria-hidden": "true" },
      ...labels.map(label => h("span", {}, label))),
    h("figcaption", {}, title, ...(hasValues ? [h("span", {}, `${short(mean)} ± ${short(deviation)}`)] : []),
      ...(notFinite ? [h("b", {}, `${formatCount(notFinite)} not finite`)] : [])));
}
