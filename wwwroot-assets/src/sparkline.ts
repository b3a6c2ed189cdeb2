import { alone } from "./chartData.ts";
import { feed } from "./feed.ts";
import { watchJob } from "./jobsWatch.ts";
import { LiveElement } from "./liveElement.ts";
import { Painter } from "./painter.ts";
import { SeriesBuffer } from "./seriesBuffer.ts";
import { linearPosition } from "./axis/valueAxis.ts";
import { colour, onThemeChange } from "./theme.ts";
import { formatNumber } from "./format.ts";
import type { JobSummary } from "../client/src/contract.ts";

const points = 60;
const fields: Record<string, (job: JobSummary) => number | undefined> = {
  loss: job => job.loss,
  accuracy: job => job.accuracy,
  "val/loss": job => job.validationLoss,
  "val/accuracy": job => job.validationAccuracy,
};

/** `<training-sparkline job="ID" series="loss">`: a curve in a table cell. */
export class TrainingSparkline extends LiveElement {
  static readonly observedAttributes = ["job", "series"];

  private buffer = new SeriesBuffer(2 * points);
  private painter: Painter | undefined;
  private leave: (() => void)[] = [];

  protected mount(): void {
    const job = this.getAttribute("job");
    const name = this.getAttribute("series") ?? "loss";
    const canvas = document.createElement("canvas");
    this.replaceChildren(canvas);
    this.setAttribute("role", "img");
    this.setAttribute("aria-label", name);
    const buffer = (this.buffer = new SeriesBuffer(2 * points));
    const painter = (this.painter = new Painter(this, () => this.paint(canvas, name)));
    this.leave = [onThemeChange(() => painter.request(true))];
    if (!job) return;

    let left = false, loading = false, loaded = false, inSight = false, whole = false;
    const early: [number, number][] = [];
    const append = (step: number, value: number) => {
      if (step === buffer.lastStep && value === buffer.lastValue) return;
      buffer.append(step, Date.now(), value);
    };
    // only what comes into view asks for its curve: a table may have thousands of rows
    const load = async () => {
      if (loading || loaded) return;
      loading = true;
      try {
        const series = await feed().series(job, name, points);
        if (left) return;
        buffer.load(series);
        for (const [step, value] of early.splice(0)) if (!(step <= buffer.lastStep)) append(step, value);
        loaded = true;
        painter.request();
      } catch {
        // asked again when it next comes into view
      } finally {
        loading = false;
      }
    };
    const sight = new IntersectionObserver(entries => {
      inSight = entries[entries.length - 1].isIntersecting;
      if (inSight) void load();
    }, { rootMargin: "200px" });
    sight.observe(this);
    const value = fields[name];
    this.leave.push(
      () => { left = true; },
      () => sight.disconnect(),
      watchJob(job, summary => {
        // summaries are a few of a curve's points: of one that is over all are fetched once more
        if (summary.completedAt && loaded && !whole) {
          whole = true;
          loaded = false;
          if (inSight) void load();
        }
        const now = value?.(summary);
        if (now === undefined) return;
        if (loaded) append(summary.step, now);
        else {
          early.push([summary.step, now]);
          if (early.length > points) early.shift();
        }
        painter.request();
      }));
  }

  protected unmount(): void {
    for (const leave of this.leave.splice(0)) leave();
    this.painter?.stop();
  }

  private paint(canvas: HTMLCanvasElement, name: string): void {
    const ratio = devicePixelRatio || 1;
    const width = this.clientWidth, height = this.clientHeight;
    if (!width || !height) return;
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
    }
    const context = canvas.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { steps, last } = this.buffer;
    this.dataset.points = String(this.buffer.count);
    const extent = { min: Infinity, max: -Infinity };
    for (const value of last) {
      if (value < extent.min) extent.min = value;
      if (value > extent.max) extent.max = value;
    }
    if (!(extent.min <= extent.max)) return;
    this.setAttribute("aria-label", `${name}: ${formatNumber(this.buffer.lastValue)}`);
    const first = steps[0], span = steps[steps.length - 1] - first || 1;
    const position = linearPosition(extent);
    const x = (step: number) => 1.5 + (width - 5) * (step - first) / span;
    const y = (value: number) => height - 2 - (height - 4) * position(value);
    context.strokeStyle = colour(this, name.includes("accuracy") ? "--c2" : "--c1");
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    context.beginPath();
    let drawing = false;
    last.forEach((value, i) => {
      if (!Number.isFinite(value)) { drawing = false; return; }
      if (drawing) context.lineTo(x(steps[i]), y(value));
      else context.moveTo(x(steps[i]), y(value));
      drawing = true;
    });
    context.stroke();
    context.fillStyle = context.strokeStyle;
    const dot = (at: number, radius: number) => {
      context.beginPath();
      context.arc(x(steps[at]), y(last[at]), radius, 0, 7);
      context.fill();
    };
    for (const at of alone(last.map(value => Number.isFinite(value) ? value : null))) dot(at, 1);
    const end = last.length - 1;
    if (Number.isFinite(last[end])) dot(end, 2);
  }
}
