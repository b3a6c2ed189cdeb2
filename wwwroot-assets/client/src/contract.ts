// The wire contract of the hub at /hubs/training, after decoding (see decode.ts): every number is a real number.

export type JobStatus =
  | "queued" | "running" | "paused" | "parked" | "stopping"
  | "completed" | "failed" | "cancelled" | "interrupted";

export interface JobSummary {
  id: string;
  number: number;
  name: string;
  trainer: string;
  dataset: string;
  status: JobStatus;
  reason?: string;
  epoch: number;
  totalEpochs: number;
  step: number;
  totalSteps: number;
  loss?: number;
  accuracy?: number;
  validationLoss?: number;
  validationAccuracy?: number;
  stepsPerSecond?: number;
  secondsLeft?: number;
  /** 0..100 */
  progress: number;
  createdAt: string;
  startedAt?: string;
  completedAt?: string;
  error?: string;
  attempt: number;
  seq: number;
  /** where a forked job comes from: until that step it is one with its parent */
  forkedFrom?: { job: string; step: number };
}

/** A down-sampled curve: one entry per bucket; if `count === steps.length`, these are all points. */
export interface Series {
  name: string;
  /** points in the store */
  count: number;
  steps: number[];
  /** unix milliseconds */
  times: number[];
  min: number[];
  max: number[];
  last: number[];
}

interface EventBase {
  seq: number;
  /** unix milliseconds */
  at: number;
}

export interface MetricsBlock {
  steps: number[];
  times: number[];
  series: Record<string, number[]>;
}

export interface MetricsEvent extends EventBase { kind: "metrics"; blocks: MetricsBlock[] }
export interface StatusEvent extends EventBase { kind: "status"; status: JobStatus; reason?: string; attempt: number }

export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical";
export interface LogEvent extends EventBase { kind: "log"; level: LogLevel; text: string }

export type ControlAction = "pause" | "resume" | "stop" | "park" | "checkpoint" | "rewind";
export type ReceiptState = "requested" | "applied" | "durable" | "refused";
export interface ReceiptEvent extends EventBase {
  kind: "receipt";
  command: string;
  action: ControlAction;
  state: ReceiptState;
  step?: number;
  by: string;
  milliseconds?: number;
  reason?: string;
}

/** `counts[actual][predicted]` */
export interface ConfusionEvent extends EventBase {
  kind: "confusion";
  epoch: number;
  step: number;
  classes: string[];
  counts: number[][];
}

export interface EpochEvent extends EventBase { kind: "epoch"; epoch: number }
export type CheckpointReason = "periodic" | "best" | "manual" | "park" | "end";
export interface CheckpointEvent extends EventBase { kind: "checkpoint"; step: number; epoch: number; bytes: number; reason?: CheckpointReason }

/** What is known of a checkpoint; its step names it. */
export interface Checkpoint {
  step: number;
  attempt: number;
  epoch: number;
  at: string;
  bytes: number;
  sha256: string;
  reason: CheckpointReason;
  validationLoss?: number;
  validationAccuracy?: number;
  /** the lowest validation loss of the job's checkpoints */
  best: boolean;
  /** kept until unpinned */
  pinned: boolean;
  /** the job was rewound to before it */
  abandoned: boolean;
  /** what came of running some steps again from it; absent where nobody asked */
  proof?: ResumeProof;
}

export interface ResumeProof {
  firstStep: number;
  lastStep: number;
  steps: number;
  /** whether every value of every step had the same bits as the stored one */
  identical: boolean;
  differsAt?: number;
  series?: string;
  at: string;
}

export type JobEvent =
  | MetricsEvent | StatusEvent | LogEvent | ReceiptEvent | ConfusionEvent | EpochEvent | CheckpointEvent;

export interface Snapshot {
  /** the snapshot stands in for all events up to this one */
  seq: number;
  job: JobSummary;
  series: Series[];
  log: LogEvent[];
  receipts: ReceiptEvent[];
  confusion?: ConfusionEvent;
}

export interface Delivery {
  snapshot?: Snapshot;
  events?: JobEvent[];
  first?: number;
  last?: number;
}

export interface JobsDelivery {
  jobs: JobSummary[];
  removed: string[];
}

export interface Receipt {
  command: string;
  job: string;
  action: ControlAction;
  state: ReceiptState;
  step?: number;
  reason?: string;
  at: string;
}

/** Statuses after which no event comes unless the job is taken up again. */
export function isFinal(status: JobStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled" || status === "interrupted";
}
