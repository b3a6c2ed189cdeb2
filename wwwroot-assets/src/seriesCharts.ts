import { h, setText } from "./dom.ts";
import { formatCount } from "./format.ts";
import type { JobModel } from "./jobModel.ts";
import { LiveElement } from "./liveElement.ts";
import { seriesGroups, type SeriesChart, type SeriesGroup } from "./seriesGroups.ts";
import { TrainingChart } from "./trainingChart.ts";
import { watchJob } from "./watch.ts";

/** Groups are open until so many charts are. */
const openAtFirst = 12;
/** Charts that are kept, with their zoom and smoothing, once they were seen; further ones only while they are in sight. */
const mostKept = 24;

/**
 * `<series-charts job="ID" except="loss,val/loss">`: a chart for every series of a job but those named, however many: only
 * those in sight are made.
 */
export class SeriesCharts extends LiveElement {
  static readonly observedAttributes = ["job", "except"];

  private job = "";
  private except: ReadonlySet<string> = new Set();
  private known = 0;
  private leave: (() => void) | undefined;
  private sight: IntersectionObserver | undefined;
  private readonly groups = new Map<string | undefined, { details: HTMLDetailsElement; count: HTMLElement; grid: HTMLElement }>();
  private readonly cells = new Map<string, { cell: HTMLElement; chart: SeriesChart; made?: TrainingChart }>();
  /** names of charts that are made, those seen last at the end */
  private readonly kept = new Set<string>();
  private readonly inSight = new Set<string>();
  private readonly count = h("small");

  protected mount(): void {
    this.job = this.getAttribute("job") ?? "";
    this.except = new Set((this.getAttribute("except") ?? "").split(",").map(name => name.trim()));
    this.replaceChildren();
    this.hidden = true;
    this.sight = new IntersectionObserver(entries => this.onSight(entries), { rootMargin: "400px" });
    const handle = watchJob(this.job, model => this.onChange(model));
    this.leave = () => handle.close();
  }

  protected unmount(): void {
    this.leave?.();
    this.sight?.disconnect();
    for (const known of [this.groups, this.cells, this.kept, this.inSight]) known.clear();
    this.known = 0;
    this.replaceChildren();
  }

  private onChange(model: JobModel): void {
    // series come, and none goes
    let known = 0;
    for (const buffer of model.series.values()) if (buffer.count) known++;
    if (known === this.known) return;
    this.known = known;
    const groups = seriesGroups([...model.series].filter(([, buffer]) => buffer.count).map(([name]) => name), this.except);
    const total = groups.reduce((sum, group) => sum + group.charts.length, 0);
    this.hidden = total === 0;
    this.dataset.charts = String(total);
    setText(this.count, formatCount(total));
    if (total && !this.firstChild) this.append(h("h2", { class: "section-title" }, "Custom series ", this.count));
    let open = 0;
    for (const group of groups) {
      open += group.charts.length;
      this.show(group, open <= openAtFirst, groups.length === 1);
    }
  }

  private show({ prefix, charts }: SeriesGroup, open: boolean, isOnly: boolean): void {
    let group = this.groups.get(prefix);
    if (!group) {
      const count = h("small"), grid = h("div", { class: "grid-charts" });
      const details = h("details", { class: "series-group", open }, h("summary", {}, prefix ?? "Ungrouped", " ", count), grid);
      this.groups.set(prefix, (group = { details, count, grid }));
      this.append(details);
    }
    group.details.toggleAttribute("data-only", isOnly && prefix === undefined && charts.length <= openAtFirst);
    setText(group.count, formatCount(charts.length));
    for (const chart of charts) {
      let known = this.cells.get(chart.name);
      if (!known) {
        known = { cell: h("div", { class: "series-cell", "data-series": chart.name }), chart };
        this.cells.set(chart.name, known);
        this.sight?.observe(known.cell);
      }
      if (known.cell.parentElement !== group.grid) group.grid.append(known.cell);
      if (known.made && known.chart.series.length !== chart.series.length) known.made.seriesNames = chart.series;
      if (known.made && known.chart.title !== chart.title) known.made.setAttribute("title", chart.title);
      known.chart = chart;
    }
  }

  private onSight(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const name = (target as HTMLElement).dataset.series!;
      if (isIntersecting) {
        this.inSight.add(name);
        this.kept.delete(name);
        this.kept.add(name);
        this.make(name);
      } else {
        this.inSight.delete(name);
      }
    }
    for (const name of [...this.kept]) {
      if (this.kept.size <= mostKept) break;
      if (this.inSight.has(name)) continue;
      this.kept.delete(name);
      const known = this.cells.get(name);
      known?.made?.remove();
      if (known) known.made = undefined;
    }
  }

  private make(name: string): void {
    const known = this.cells.get(name);
    if (!known || known.made) return;
    const made = (known.made = document.createElement("training-chart") as TrainingChart);
    made.setAttribute("job", this.job);
    made.setAttribute("title", known.chart.title);
    made.seriesNames = known.chart.series;
    known.cell.append(made);
  }
}
