// What is known of one job on this page: built from a snapshot and the events after it, shared by all its elements.
import type {
  AbandonedStretch, CheckpointEvent, ConfusionEvent, JobEvent, JobStatus, JobSummary, LogEvent, ReceiptEvent, Snapshot, SteeringEvent,
} from "../client/src/contract.ts";
import { SeriesBuffer } from "./seriesBuffer.ts";

const logLimit = 2000;
const receiptLimit = 500;
/** as many as the server keeps of a job, with those that every job has */
const seriesLimit = 1100;
/** Further series get fewer buckets, as in the server's snapshots: a job of a thousand takes about as much memory as one of a hundred. */
const wide = { series: 64, buckets: 4000, others: 400 };
const stretchLimit = 4;

export class JobModel {
  readonly series = new Map<string, SeriesBuffer>();
  readonly log: LogEvent[] = [];
  readonly receipts: ReceiptEvent[] = [];
  readonly checkpoints: CheckpointEvent[] = [];
  readonly steering: SteeringEvent[] = [];
  /** what the job went back over, in order; another list with every change */
  abandoned: readonly AbandonedStretch[] = [];
  job: JobSummary | undefined;
  confusion: ConfusionEvent | undefined;
  status: JobStatus | undefined;
  /** whether a snapshot or an event was ever received */
  known = false;
  /** changes when the log was replaced rather than continued */
  logEpoch = 0;
  private attempt = 0;

  /** Some series was cut within a bucket: a snapshot is needed to know what stands. */
  get isApproximate(): boolean {
    for (const buffer of this.series.values()) if (buffer.isApproximate) return true;
    return false;
  }

  load(snapshot: Snapshot): void {
    this.known = true;
    this.job = snapshot.job;
    this.status = snapshot.job.status;
    this.attempt = snapshot.job.attempt;
    const present = new Set(snapshot.series.map(series => series.name));
    for (const [name, buffer] of this.series) if (!present.has(name)) buffer.clear();
    for (const series of snapshot.series) this.buffer(series.name)?.load(series, this.attempt);
    this.log.splice(0, this.log.length, ...snapshot.log);
    this.logEpoch++;
    this.receipts.splice(0, this.receipts.length, ...snapshot.receipts);
    this.checkpoints.length = 0;
    this.steering.splice(0, this.steering.length, ...snapshot.steering);
    this.abandoned = snapshot.abandoned;
    this.confusion = snapshot.confusion;
  }

  apply(event: JobEvent): void {
    this.known = true;
    switch (event.kind) {
      case "metrics":
        for (const block of event.blocks)
          for (const [name, values] of Object.entries(block.series)) {
            const buffer = this.buffer(name);
            for (let i = 0; i < values.length; i++) buffer?.append(block.steps[i], block.times[i], values[i], this.attempt);
          }
        break;
      case "status":
        this.status = event.status;
        this.attempt = event.attempt;
        break;
      case "log": keep(this.log, event, logLimit); break;
      case "receipt":
        keep(this.receipts, event, receiptLimit);
        if (event.action === "rewind" && event.state === "applied" && event.step !== undefined) this.abandon(event.step);
        break;
      case "checkpoint": keep(this.checkpoints, event, receiptLimit); break;
      case "hyperparameter":
      case "breakpoint": keep(this.steering, event, receiptLimit); break;
      case "rollback":
        keep(this.steering, event, receiptLimit);
        this.abandon(event.backTo);
        break;
      case "confusion": this.confusion = event; break;
    }
  }

  /** The steps after this one are about to be reported anew. */
  private abandon(backTo: number): void {
    const series = [...this.series].filter(([name]) => !name.startsWith("system/"))
      .flatMap(([name, buffer]) => buffer.lastStep > backTo ? [buffer.after(name, backTo)] : []);
    if (series.length) this.abandoned = [...this.abandoned, { backTo, series }].slice(-stretchLimit);
  }

  private buffer(name: string): SeriesBuffer | undefined {
    let buffer = this.series.get(name);
    if (!buffer && this.series.size < seriesLimit) this.series.set(name, (buffer = new SeriesBuffer(this.series.size < wide.series ? wide.buckets : wide.others)));
    return buffer;
  }
}

function keep<T>(list: T[], item: T, limit: number): void {
  list.push(item);
  if (list.length > limit) list.splice(0, list.length - limit);
}
