// JSON has no NaN and no infinities; the hub sends them by name. This is the one place that knows.
import type { Checkpoint, Delivery, JobEvent, JobsDelivery, JobSummary, MetricsBlock, Series, Snapshot } from "./contract.ts";

export function decodeNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "Infinity") return Infinity;
  if (value === "-Infinity") return -Infinity;
  return NaN;
}

export function decodeNumbers(values: unknown): number[] {
  if (!Array.isArray(values)) return [];
  for (const value of values) if (typeof value !== "number") return values.map(decodeNumber);
  return values as number[];
}

function optionalNumber(value: unknown): number | undefined {
  return value === undefined || value === null ? undefined : decodeNumber(value);
}

export function decodeSeries(raw: Series): Series {
  const last = decodeNumbers(raw.last);
  return {
    name: raw.name,
    count: raw.count,
    steps: decodeNumbers(raw.steps),
    times: decodeNumbers(raw.times),
    min: decodeNumbers(raw.min),
    max: decodeNumbers(raw.max),
    last,
    // servers before there was this count: what can be seen
    notFinite: raw.notFinite ?? last.map(value => Number.isFinite(value) ? 0 : 1),
    attempt: raw.attempt,
  };
}

export function decodeJob(raw: JobSummary): JobSummary {
  return {
    ...raw,
    loss: optionalNumber(raw.loss),
    accuracy: optionalNumber(raw.accuracy),
    validationLoss: optionalNumber(raw.validationLoss),
    validationAccuracy: optionalNumber(raw.validationAccuracy),
    testLoss: optionalNumber(raw.testLoss),
    testAccuracy: optionalNumber(raw.testAccuracy),
    stepsPerSecond: optionalNumber(raw.stepsPerSecond),
    secondsLeft: optionalNumber(raw.secondsLeft),
  };
}

export function decodeCheckpoint(raw: Checkpoint): Checkpoint {
  return { ...raw, validationLoss: optionalNumber(raw.validationLoss), validationAccuracy: optionalNumber(raw.validationAccuracy) };
}

function decodeBlock(raw: MetricsBlock): MetricsBlock {
  const series = Object.fromEntries(Object.entries(raw.series ?? {}).map(([name, values]) => [name, decodeNumbers(values)]));
  return { steps: decodeNumbers(raw.steps), times: decodeNumbers(raw.times), series };
}

export function decodeEvent(raw: JobEvent): JobEvent {
  return raw.kind === "metrics" ? { ...raw, blocks: (raw.blocks ?? []).map(decodeBlock) } : raw;
}

function decodeSnapshot(raw: Snapshot): Snapshot {
  return {
    seq: raw.seq,
    job: decodeJob(raw.job),
    series: (raw.series ?? []).map(decodeSeries),
    // in a snapshot the server says of which kind these are by where they stand
    log: (raw.log ?? []).map(event => ({ ...event, kind: "log" })),
    receipts: (raw.receipts ?? []).map(event => ({ ...event, kind: "receipt" })),
    confusion: raw.confusion ? { ...raw.confusion, kind: "confusion" } : undefined,
    steering: raw.steering ?? [],
    abandoned: (raw.abandoned ?? []).map(({ backTo, series }) => ({ backTo, series: series.map(decodeSeries) })),
  };
}

export function decodeDelivery(raw: Delivery): Delivery {
  return {
    snapshot: raw.snapshot ? decodeSnapshot(raw.snapshot) : undefined,
    events: raw.events?.map(decodeEvent),
    first: raw.first ?? undefined,
    last: raw.last ?? undefined,
  };
}

export function decodeJobs(raw: JobsDelivery): JobsDelivery {
  return { jobs: (raw.jobs ?? []).map(decodeJob), removed: raw.removed ?? [] };
}
