import type { CurveStyle } from "./chart.ts";

const tokens: Record<string, string> = {
  loss: "--c1", accuracy: "--c2", lr: "--c5", grad_norm: "--c4", samples_per_s: "--c5",
};
const labels: Record<string, string> = { "system/memory": "process", "system/gc_heap": "managed objects" };
const cycle = ["--c1", "--c2", "--c5", "--c4", "--mark"];

/** How a chart's series are called and coloured: a series and its validation are "train" and "validation". */
export function curveStyles(names: readonly string[]): CurveStyle[] {
  const paired = names.some(name => names.includes(`val/${name}`));
  let next = 0;
  return names.map(name => {
    const validation = name.startsWith("val/");
    const named = validation ? "--c3" : tokens[name] ?? cycle[next % cycle.length];
    if (!validation) next++;
    return {
      label: paired && validation ? "validation" : paired && names.includes(`val/${name}`) ? "train" : labels[name] ?? name,
      token: named,
      sparse: validation,
    };
  });
}
