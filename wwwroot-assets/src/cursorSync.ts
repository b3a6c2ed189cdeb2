// Charts of one page point at the same step: each at its own place, since their axes need not be the same.

export interface Pointing {
  /** Points at a step, or at nothing, without telling the others. */
  point(step: number | undefined): void;
}

const charts = new Set<Pointing>();
let telling = false;

/** Returns the way out. */
export function joinCursors(chart: Pointing): () => void {
  charts.add(chart);
  return () => charts.delete(chart);
}

/** A chart's cursor was moved: so are those of the others. */
export function tellOthers(from: Pointing, step: number | undefined): void {
  if (telling) return;
  telling = true;
  try {
    for (const chart of charts) if (chart !== from) chart.point(step);
  } finally {
    telling = false;
  }
}
