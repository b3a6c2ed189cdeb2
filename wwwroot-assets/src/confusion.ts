import type { ConfusionEvent } from "../client/src/contract.ts";
import { h, setText } from "./dom.ts";
import { formatCount } from "./format.ts";
import { LiveElement } from "./liveElement.ts";
import { Painter } from "./painter.ts";
import { watchJob } from "./watch.ts";

/** Share of each actual class that was predicted as such; NaN for a class without samples. */
export function recalls(counts: readonly (readonly number[])[]): number[] {
  return counts.map((row, i) => row[i] / row.reduce((sum, count) => sum + count, 0));
}

/** `<confusion-matrix job="ID">`: rows are what was there, columns what was predicted. */
export class ConfusionMatrix extends LiveElement {
  static readonly observedAttributes = ["job"];

  private leave: (() => void)[] = [];
  private shown: ConfusionEvent | undefined;
  private cells: HTMLTableCellElement[][] = [];
  private recallCells: HTMLTableCellElement[] = [];
  private classes = "";
  private caption = h("caption");

  protected mount(): void {
    const job = this.getAttribute("job");
    this.classes = "";
    this.shown = undefined;
    let latest: ConfusionEvent | undefined;
    const painter = new Painter(this, () => { if (latest && latest !== this.shown) this.paint(latest); });
    this.replaceChildren(h("p", { class: "plot-empty" }, "waiting for the first validation…"));
    this.dataset.state = "waiting";
    this.leave = [() => painter.stop()];
    if (!job) return;
    const handle = watchJob(job, model => {
      if (model.confusion === latest || !model.confusion) return;
      latest = model.confusion;
      painter.request();
    });
    this.leave.push(() => handle.close());
  }

  protected unmount(): void {
    for (const leave of this.leave.splice(0)) leave();
  }

  private paint(event: ConfusionEvent): void {
    const key = event.classes.join("\u0000");
    if (key !== this.classes) {
      this.classes = key;
      this.build(event.classes);
    }
    this.shown = event;
    this.dataset.state = "live";
    setText(this.caption, `Epoch ${event.epoch}, step ${formatCount(event.step)}. Rows: actual, columns: predicted.`);
    const recall = recalls(event.counts);
    event.counts.forEach((row, i) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      row.forEach((count, j) => {
        const cell = this.cells[i]?.[j];
        if (!cell) return;
        const share = total ? count / total : 0;
        setText(cell, count ? formatCount(count) : "");
        // the square root makes a few mistakes visible beside thousands of hits
        cell.style.setProperty("--heat", `${Math.round(Math.sqrt(share) * 100)}%`);
        cell.toggleAttribute("data-strong", share > 0.35);
        cell.title = `${event.classes[i]} predicted as ${event.classes[j]}: ${formatCount(count)}`;
      });
      if (this.recallCells[i]) setText(this.recallCells[i], Number.isNaN(recall[i]) ? "–" : `${(recall[i] * 100).toFixed(1)} %`);
    });
  }

  private build(classes: string[]): void {
    this.cells = [];
    this.recallCells = [];
    const head = h("tr", {}, h("th", { scope: "col" }, h("span", { class: "visually-hidden" }, "actual, by row; predicted, by column")),
      ...classes.map(name => h("th", { scope: "col", title: name }, h("span", {}, name))), h("th", { scope: "col", class: "recall" }, "recall"));
    const body = classes.map((name, i) => {
      const cells = classes.map((_, j) => h("td", i === j ? { class: "hit" } : {}));
      const recall = h("td", { class: "recall" });
      this.cells.push(cells);
      this.recallCells.push(recall);
      return h("tr", {}, h("th", { scope: "row", title: name }, h("span", {}, name)), ...cells, recall);
    });
    const table = h("table", { class: "confusion" }, this.caption, h("thead", {}, head), h("tbody", {}, ...body));
    table.dataset.size = classes.length > 20 ? "large" : classes.length > 10 ? "medium" : "small";
    this.replaceChildren(h("div", { class: "confusion-scroll", tabindex: "0", role: "group", "aria-label": "Confusion matrix" }, table));
  }
}
