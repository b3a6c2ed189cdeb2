// A chart's curves as uPlot's series: two edges of a band for each curve that has one, then all lines.
import type uPlot from "uplot";
import { alone } from "./chartData.ts";
import { hasBand, type CurveStyle } from "./curveStyle.ts";
import { colour, translucent } from "./theme.ts";

/** With the bands and, by index among the series, the colours of the dots on lines. */
export function plotSeries(
  host: Element, curves: readonly CurveStyle[], isShown: (curve: number) => boolean, sampleCount: (curve: number) => number,
): { series: uPlot.Series[]; bands: uPlot.Band[]; dots: (string | undefined)[] } {
  const panel = colour(host, "--panel");
  const edges: uPlot.Series[] = [], lines: uPlot.Series[] = [], bands: uPlot.Band[] = [], dots: string[] = [];
  curves.forEach((style, i) => {
    const stroke = colour(host, style.token);
    const line = style.faint ? translucent(stroke, 0.45) : stroke;
    const show = isShown(i);
    if (hasBand(style)) {
      bands.push({ series: [edges.length + 1, edges.length + 2], fill: translucent(stroke, 0.2) });
      // one edge is stroked: where every point is drawn, both edges are the measured curve itself
      edges.push(
        { show, stroke: translucent(stroke, 0.3), width: 1, points: { show: false } },
        { show, stroke: "transparent", width: 0, points: { show: false } });
    }
    dots.push(line);
    lines.push({
      label: style.label, show, stroke: line, width: style.faint ? 1 : 2,
      points: style.faint ? { show: false } : style.sparse
        ? { show: (_, __, from, to) => to - from < 4000 && sampleCount(i) < 150, size: 6, stroke, fill: panel, width: 2 }
        : { size: 4, stroke, fill: stroke, filter: (plot, series, isShown) => isShown ? null : alone(plot.data[series]) },
    });
  });
  return { series: [...edges, ...lines], bands, dots: [undefined, ...edges.map(() => undefined), ...dots] };
}
