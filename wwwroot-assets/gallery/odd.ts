// Draws series of every shape one after another, each in all ways, and says in the page what was wrong with them.
// odd.html?only=TEXT draws those whose name has the text, and lets them stand.
import { Observable } from "../client/src/observable.ts";
import type { JobSummary, Series } from "../client/src/contract.ts";
import { Chart } from "../src/chart.ts";
import { defineElements } from "../src/elements.ts";
import { histogramFigure } from "../src/histogram.ts";
import { setFeedFactory, type LinkState } from "../src/feed.ts";
import { TrainingSparkline } from "../src/sparkline.ts";
import type { TrainingChart } from "../src/trainingChart.ts";
import { oddSeries, type OddSeries } from "../tests/oddSeries.ts";
import { callsSoFar, faults, labels, listen } from "./canvasTexts.ts";

const only = new URLSearchParams(location.search).get("only");
/** drawn first: what a browser does once, for its first canvas and font, says nothing of a series */
const ordinary = { name: "ordinary", steps: [1, 2, 3], values: [3, 2, 1] };
const all = [ordinary, ...oddSeries().filter(({ name }) => !only || name.includes(only))];
const host = document.getElementById("charts")!, at = document.getElementById("at")!;
const result = { drawn: 0, slowest: { name: "", milliseconds: 0 }, median: 0, mostLabels: 0, faults: [] as string[] };
/** what is not drawn by then is not drawn */
const mostFrames = 300;
const times: number[] = [];
let name = "";

listen();
timed(Chart.prototype, "setData");
timed(Chart.prototype, "resetZoom");
timed(TrainingSparkline.prototype as unknown as { paint(): void }, "paint");
setFeedFactory(() => ({
  link: new Observable<LinkState>({ phase: "connected" }),
  connect: () => undefined,
  watchJobs: () => () => undefined,
  watch: (job, _, sink) => {
    const series = all[Number(job)];
    queueMicrotask(() => sink.next({ snapshot: {
      seq: 1, job: { id: job, status: "running", step: 0, attempt: 1 } as JobSummary,
      series: [asSeries("loss", series), asSeries("accuracy", series)],
      log: [], receipts: [], steering: [], abandoned: [],
    } }));
    return () => undefined;
  },
  series: async (job, of) => asSeries(of, all[Number(job)]),
}));
defineElements();
void run();

async function run(): Promise<void> {
  for (const [i, series] of all.entries()) {
    name = series.name;
    at.textContent = `${i + 1} of ${all.length}: ${name}`;
    const before = callsSoFar();
    const charts = [
      chart(i, { series: "loss", smoothing: "0.6" }),
      chart(i, { series: "loss", scale: "log" }),
      chart(i, { series: "accuracy", format: "percent", smoothing: "0.9" }),
    ];
    host.replaceChildren(...charts);
    const sparkline = document.createElement("training-sparkline");
    sparkline.setAttribute("job", String(i));
    document.getElementById("sparkline")!.replaceChildren(sparkline);
    const isThere = () => charts.every(made => made.querySelector(".u-wrap canvas")) && sparkline.dataset.points === String(series.values.length);
    for (let i = 0; i < mostFrames && series.values.length && !isThere(); i++) await frames(1);
    charts.forEach(check);
    checkSmall(series, sparkline);
    if (series.values.length > 1) {
      charts.forEach(zoomToLastQuarter);
      await frames(1);
      charts.forEach(check);
      charts.forEach(zoomToLastQuarter);
      charts.forEach(zoomToLastQuarter);
      await frames(1);
      charts.forEach(check);
    }
    if (series === ordinary) result.slowest = { name: "", milliseconds: 0 };
    result.mostLabels = Math.max(result.mostLabels, callsSoFar() - before);
    result.drawn++;
  }
  result.median = times.sort((a, b) => a - b)[times.length >> 1];
  document.getElementById("result")!.textContent = JSON.stringify(result, null, 1);
  document.body.dataset.state = "done";
}

function chart(job: number, attributes: Record<string, string>): TrainingChart {
  const made = document.createElement("training-chart") as TrainingChart;
  for (const [key, value] of Object.entries({ job: String(job), title: all[job].name, ...attributes })) made.setAttribute(key, value);
  return made;
}

function check(made: TrainingChart): void {
  const canvas = made.querySelector<HTMLCanvasElement>(".u-wrap canvas");
  const isEmpty = all[Number(made.getAttribute("job"))].values.length === 0;
  if (!canvas) {
    if (!isEmpty) result.faults.push(`${name}: nothing was drawn`);
    return;
  }
  const what = `${name}, ${made.getAttribute("series")} ${made.getAttribute("scale") ?? ""}`;
  result.faults.push(...faults(canvas).map(fault => `${what}: ${fault} (${JSON.stringify(labels(canvas))})`));
}

/** Sparkline and histogram. */
function checkSmall({ values }: OddSeries, sparkline: Element): void {
  const finite = values.filter(Number.isFinite);
  const canvas = sparkline.querySelector("canvas");
  const pixels = canvas?.width ? canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height).data : [];
  if (finite.length && !pixels.some((value, i) => i % 4 === 3 && value > 0)) result.faults.push(`${name}: the sparkline is empty`);

  const [minimum, maximum] = [Math.min(...finite), Math.max(...finite)];
  const counts = new Array<number>(maximum > minimum ? 48 : 1).fill(0);
  // by halves, since the whole may be too large for a double
  const part = (value: number) => (value / 2 - minimum / 2) / (maximum / 2 - minimum / 2);
  for (const value of finite) counts[Math.min(counts.length - 1, Math.floor(part(value) * counts.length) || 0)]++;
  const figure = histogramFigure(name, {
    count: values.length, notFinite: values.length - finite.length, mean: 0, deviation: 0,
    ...(finite.length ? { minimum, maximum, counts } : { minimum: 0, maximum: 0, counts: [] }),
  }, "--c1");
  document.getElementById("histogram")!.replaceChildren(figure);
  const ends = [...figure.querySelectorAll(".histogram-ends span")];
  const [first, last] = [ends[0], ends[ends.length - 1]].map(end => end.getBoundingClientRect());
  if (ends.length > 1 && (ends[0].textContent === ends[1].textContent || first.right > last.left))
    result.faults.push(`${name}: the histogram's ends cannot be told apart`);
  if (finite.length && !figure.querySelector("rect")) result.faults.push(`${name}: the histogram is empty`);
  for (const { value } of [...figure.querySelectorAll("rect")].flatMap(bar => [...bar.attributes]))
    if (!Number.isFinite(Number(value))) result.faults.push(`${name}: a bar of ${value}`);
}

/** As a person does, with the pointer. */
function zoomToLastQuarter(made: TrainingChart): void {
  const over = made.querySelector(".u-over");
  if (!over) return;
  const { left, top, width, height } = over.getBoundingClientRect();
  const mouse = (type: string, part: number) =>
    new MouseEvent(type, { bubbles: true, clientX: left + width * part, clientY: top + height / 2, button: 0, movementX: 5 });
  over.dispatchEvent(mouse("mouseenter", 0.75));
  over.dispatchEvent(mouse("mousemove", 0.75));
  over.dispatchEvent(mouse("mousedown", 0.75));
  for (const part of [0.8, 0.9, 0.99]) over.dispatchEvent(mouse("mousemove", part));
  over.dispatchEvent(mouse("mouseup", 0.99));
  const reset = [...made.querySelectorAll<HTMLButtonElement>("button")].find(button => button.textContent === "reset zoom");
  if (reset?.hidden !== false) result.faults.push(`${name}: was not zoomed`);
}

function asSeries(of: string, { steps, values }: OddSeries): Series {
  return {
    name: of, count: values.length, steps, times: steps.map((_, i) => i), min: values, max: values, last: values,
    notFinite: values.map(value => Number.isFinite(value) ? 0 : 1), attempt: 1,
  };
}

/** How long it takes is told, not judged. */
function timed<K extends string>(of: Record<K, (...given: never[]) => unknown>, method: K): void {
  const original = of[method] as (...given: unknown[]) => unknown;
  (of as Record<string, unknown>)[method] = function (...given: unknown[]) {
    // the layout of the page around it is not its own
    void document.body.offsetHeight;
    const begun = performance.now();
    const returned = original.apply(this, given);
    const milliseconds = performance.now() - begun;
    times.push(milliseconds);
    if (milliseconds > result.slowest.milliseconds) result.slowest = { name: `${name}: ${method}`, milliseconds };
    return returned;
  };
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
}
