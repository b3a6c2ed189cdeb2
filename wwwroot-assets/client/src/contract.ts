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
  /** what it waits for and its place in the queue; absent where it does not wait for a slot */
  waiting?: JobWaiting;
  epoch: number;
  totalEpochs: number;
  step: number;
  totalSteps: number;
  loss?: number;
  accuracy?: number;
  validationLoss?: number;
  validationAccuracy?: number;
  /** after training, where the dataset has samples for testing */
  testLoss?: number;
  testAccuracy?: number;
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

/** What a job waits for that has no slot yet. */
export interface JobWaiting {
  /** 1 is next */
  position: number;
  /** how many wait */
  length: number;
  holders: SlotHolder[];
  /** both as sentences: "Waiting for a slot: #38 is running. You are next." */
  text: string;
  /** "You are next." or "3rd in the queue." */
  place: string;
}

/** A job that has a slot. */
export interface SlotHolder {
  id: string;
  number: number;
  name: string;
  status: JobStatus;
  /** as after "is": running, paused, being parked, stopping, starting, being restarted */
  doing: string;
  /** when it is parked at the latest, if it stays paused */
  parksAt?: string;
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
  /** how many of each bucket's values are NaN or infinite */
  notFinite: number[];
  /** the attempt that reported the last point */
  attempt?: number;
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

export type ControlAction =
  | "pause" | "resume" | "stop" | "park" | "checkpoint" | "rewind"
  | "step" | "set" | "revert" | "breakpoints" | "rollback";
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
  /** its file is gone; what is known of it stays */
  missing: boolean;
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

export interface ValueChange { name: string; from: unknown; to: unknown }

/** Hyperparameters changed while the job ran. */
export interface HyperparameterEvent extends EventBase {
  kind: "hyperparameter";
  command: string;
  by: string;
  /** batches completed when it took effect */
  step: number;
  /** the first epoch in which those count that an epoch begins with, such as the batch size */
  epoch: number;
  /** batches over which numbers go to their new value in a straight line; 0 for at once */
  over: number;
  cause: "set" | "revert" | "rollback";
  values: ValueChange[];
}

/** A breakpoint was hit, or the guard against NaN and infinities; a status event says what became of the job. */
export interface BreakpointEvent extends EventBase {
  kind: "breakpoint";
  step: number;
  /** the guard: the weights were spared the batch */
  isGuard: boolean;
  text: string;
  /** the step that the usual rollback would go back to; absent where no earlier state is in memory */
  backTo?: number;
}

/** The job went back: what it had reported after `backTo` is abandoned. */
export interface RollbackEvent extends EventBase { kind: "rollback"; command: string; by: string; step: number; backTo: number }

/** What was done to a job's loop while it ran. */
export type SteeringEvent = HyperparameterEvent | BreakpointEvent | RollbackEvent;

/** When a job is to pause by itself. */
export type Breakpoint =
  | { when: "loss" | "gradientNorm"; above: number }
  | { when: "notFinite" }
  | { when: "noImprovement"; epochs: number }
  | { when: "step"; step: number };

/** A hyperparameter as its trainer declares it. */
export interface DeclaredHyperparameter {
  kind: "real" | "integer" | "choice" | "toggle" | "integers";
  name: string;
  label: string;
  help: string;
  group: string;
  editable: "never" | "now" | "nextEpoch";
  default: unknown;
  minimum?: number;
  maximum?: number;
  choices?: string[];
}

/** How a job is steered. */
export interface Steering {
  /** what may be changed while the job runs, with the value that its changes lead to and the one it was started with */
  hyperparameters: { declared: DeclaredHyperparameter; value: unknown; started: unknown }[];
  changes: (Omit<HyperparameterEvent, "kind" | "seq"> & { isTakenBack: boolean })[];
  /** commands that wait for the loop or for their step */
  pending: { id: string; action: ControlAction; arguments?: unknown; by: string; at: number }[];
  breakpoints: Breakpoint[];
  /** where a step under way ends */
  pauseAt?: { step?: number; epoch?: number };
}

export type JobEvent =
  | MetricsEvent | StatusEvent | LogEvent | ReceiptEvent | ConfusionEvent | EpochEvent | CheckpointEvent | SteeringEvent;

export interface Snapshot {
  /** the snapshot stands in for all events up to this one */
  seq: number;
  job: JobSummary;
  series: Series[];
  log: LogEvent[];
  receipts: ReceiptEvent[];
  confusion?: ConfusionEvent;
  /** the latest changes of hyperparameters, hit breakpoints and rollbacks */
  steering: SteeringEvent[];
  /** the latest stretches that the job went back over, in order */
  abandoned: AbandonedStretch[];
}

/** What a job had reported when it was rewound or rolled back: some of its series after the last step that it kept. */
export interface AbandonedStretch {
  backTo: number;
  series: Series[];
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
