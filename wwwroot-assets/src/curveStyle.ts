export interface CurveStyle {
  label: string;
  /** colour token */
  token: string;
  /** a validation curve: few points, each shown, no band */
  sparse: boolean;
  /** a curve in the background: thin and pale, without a band or points */
  faint?: boolean;
}

const tokens = new Map([["loss", "--c1"], ["accuracy", "--c2"], ["lr", "--c5"], ["grad_norm", "--c4"], ["samples_per_s", "--c5"]]);
const labels = new Map([["system/memory", "process"], ["system/gc_heap", "managed objects"]]);
const cycle = ["--c1", "--c2", "--c5", "--c4", "--mark"];

/** How a chart's series are called and coloured: a series and its validation are "train" and "validation". */
export function curveStyles(names: readonly string[]): CurveStyle[] {
  const paired = names.some(name => names.includes(`val/${name}`));
  let next = 0;
  return names.map(name => {
    const validation = name.startsWith("val/");
    const named = validation ? "--c3" : tokens.get(name) ?? cycle[next % cycle.length];
    if (!validation) next++;
    return {
      label: paired && validation ? "validation" : paired && names.includes(`val/${name}`) ? "train" : labels.get(name) ?? name,
      token: named,
      sparse: validation,
    };
  });
}

export function hasBand(style: CurveStyle): boolean {
  return !style.sparse && !style.faint;
}
