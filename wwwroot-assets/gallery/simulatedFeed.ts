// A feed for judging the elements without a server. Every number in it is made up.
import type { Delivery, JobEvent, JobSummary, LogLevel, Series } from "../client/src/contract.ts";
import type { Feed, LinkState, Sink } from "../src/feed.ts";
import { Observable } from "../client/src/observable.ts";

let seed = 7;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const noise = () => random() + random() + random() - 1.5;

const decay = (u: number) => 2.3 * Math.exp(-6 * u) + 0.06 - (u > 0.74 ? 0.03 * (1 - Math.exp(-30 * (u - 0.74))) : 0);
const total = 2500;

function value(name: string, step: number): number {
  const u = step / total;
  switch (name) {
    case "loss": return step > 1000 && step < 1012 ? NaN : Math.max(0.004, decay(u) * (1 + 0.35 * noise()) + (step === 700 ? 1.1 : 0));
    case "val/loss": return decay(u) * 1.12 + 0.01;
    case "accuracy": return Math.min(1, 0.985 - 0.88 * Math.exp(-9 * u) + 0.02 * noise());
    case "val/accuracy": return 0.975 - 0.86 * Math.exp(-9 * u);
    case "lr": return step < 200 ? step / 200 * 1e-3 : step < 1204 ? 1e-3 - 2.5e-7 * (step - 200) : 5e-4 - 1e-7 * (step - 1204);
    case "grad_norm": return 1.2 + 0.5 * Math.abs(noise()) + 2 * Math.exp(-8 * u);
    default: return 142 + 9 * noise();
  }
}

function series(name: string, until: number): Series {
  const every = name.startsWith("val/") ? 125 : 1;
  const steps: number[] = [];
  for (let step = every; step <= until; step += every) steps.push(step);
  const last = steps.map(step => value(name, step));
  return { name, count: steps.length, steps, times: steps.map(step => start + step * 7), min: last, max: last, last, notFinite: last.map(value => Number.isFinite(value) ? 0 : 1) };
}

function huge(): Series {
  const buckets = 1200, per = 1235;
  const steps: number[] = [], min: number[] = [], max: number[] = [], last: number[] = [];
  for (let i = 1; i <= buckets; i++) {
    const centre = decay(i / buckets);
    steps.push(i * per);
    min.push(centre * 0.6);
    max.push(i === 840 ? 2.1 : centre * (1.5 + 0.4 * random()));
    last.push(centre * (1 + 0.25 * noise()));
  }
  return { name: "loss", count: buckets * per, steps, times: steps.map(step => start + step), min, max, last, notFinite: steps.map(() => 0) };
}

const start = Date.now() - 20_000;
const names = ["loss", "val/loss", "accuracy", "val/accuracy", "lr", "grad_norm", "samples_per_s"];
const classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

function summary(id: string, step: number): JobSummary {
  return {
    id, number: 42, name: "cnn on mnist", trainer: "cnn", dataset: "mnist", status: "running", epoch: 13, totalEpochs: 20, step, totalSteps: total,
    loss: value("loss", step), progress: step / total * 100, createdAt: "", attempt: 1, seq: step,
  };
}

function confusion(seq: number, step: number): JobEvent & { kind: "confusion" } {
  const counts = classes.map((_, i) => classes.map((_, j) => i === j ? 930 + Math.round(60 * random()) : random() < 0.35 ? Math.round(14 * random() ** 3) : 0));
  return { seq, at: Date.now(), kind: "confusion", epoch: Math.floor(step / 125), step, classes, counts };
}

export function simulatedFeed(live: boolean): Feed {
  const link = new Observable<LinkState>({ phase: "connected", roundTrip: 14 });
  const watch = (jobId: string, _after: number | null, sink: Sink<Delivery>) => {
    if (jobId === "waiting") return () => undefined;
    let step = 1625, seq = 5000;
    const levels: [LogLevel, string][] = [
      ["information", "epoch 12  loss 0.0655  val 0.0702  acc 0.9781  141 steps/s"],
      ["debug", "data order reshuffled with seed 7, epoch 13"],
      ["information", "checkpoint  step 1,500  412 KB"],
      ["warning", "gradient norm 4.1 above 3.0: clipped"],
      ["error", "validation batch 7 skipped: label 11 is not one of 10 classes <script>alert(1)</script>"],
      ["information", "epoch 13  loss 0.0612  val 0.0690  acc 0.9784  142 steps/s"],
    ];
    const receipt = (at: number, action: "pause" | "resume" | "stop", atStep: number, number: number) => ({
      seq: at, at: start + atStep * 7, kind: "receipt" as const, command: `c${number}`, action, state: "applied" as const, step: atStep, by: "you", milliseconds: 3 });
    queueMicrotask(() => sink.next({
      snapshot: {
        seq, job: summary(jobId, step),
        series: jobId === "huge" ? [huge()] : names.map(name => series(name, step)),
        log: levels.map(([level, text], i) => ({ seq: 4000 + i, at: start + i * 914, kind: "log" as const, level, text })),
        receipts: jobId === "huge" ? [] : [receipt(4100, "pause", 1194, 1), receipt(4101, "resume", 1204, 2)],
        confusion: confusion(4200, 1625),
        abandoned: [],
        steering: jobId === "huge" ? [] : [{
          seq: 4150, at: start + 900 * 7, kind: "hyperparameter", command: "c0", by: "you", step: 900, epoch: 8, over: 0, cause: "set",
          values: [{ name: "learningRate", from: 0.01, to: 0.005 }],
        }],
      },
    }));
    if (!live || jobId === "huge") return () => undefined;
    const timer = setInterval(() => {
      const steps = Array.from({ length: 7 }, () => ++step);
      const events: JobEvent[] = [{ seq: ++seq, at: Date.now(), kind: "metrics", blocks: [{
        steps, times: steps.map(() => Date.now()),
        series: Object.fromEntries(names.filter(name => !name.startsWith("val/")).map(name => [name, steps.map(at => value(name, at))])),
      }] }];
      if (step % 20 < 7) events.push({ seq: ++seq, at: Date.now(), kind: "log", level: "information", text: `step ${step}  loss ${value("loss", step).toFixed(4)}` });
      if (step % 125 < 7) events.push(confusion(++seq, step));
      sink.next({ events, first: events[0].seq, last: seq });
    }, 50);
    return () => clearInterval(timer);
  };
  return {
    link, watch, connect: () => undefined,
    watchJobs: () => () => undefined,
    series: async (_, name, points) => {
      const all = series(name, 1625);
      const keep = all.steps.flatMap((_, i) => i % Math.ceil(all.steps.length / points) === 0 ? [i] : []);
      const pick = (list: number[]) => keep.map(i => list[i]);
      return { name, count: all.count, steps: pick(all.steps), times: pick(all.times), min: pick(all.min), max: pick(all.max), last: pick(all.last), notFinite: pick(all.notFinite) };
    },
  };
}

/** Small made-up digits. */
export function sampleImages(): string {
  return JSON.stringify(Array.from({ length: 16 }, (_, k) => {
    const n = 14, pixels = new Uint8Array(n * n);
    for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) {
      const d = Math.hypot(x - 6.5, (y - 6.5) * (0.7 + (k % 4) * 0.15));
      pixels[y * n + x] = Math.max(0, 255 - 130 * Math.abs(d - 2.5 - (k % 5) * 0.6));
    }
    return { label: String(k % 10), width: n, height: n, channels: 1, pixels: btoa(String.fromCharCode(...pixels)) };
  }));
}
