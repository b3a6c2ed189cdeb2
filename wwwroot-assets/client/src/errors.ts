import type { JobStatus, Receipt } from "./contract.ts";

/** Base of every error that this package makes. */
export class TrainingDashboardError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The server answered with a fault. Where it gave a sentence, that is the message. */
export class HubError extends TrainingDashboardError {
  constructor(
    message: string,
    /** the hub's method that was called */
    readonly method: string,
    /** the server looked at the request and turned it down: asking again is no use */
    readonly refused: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** There is no job of this id. */
export class JobNotFoundError extends HubError {}

/** The connection broke (or never came about) while the server was asked: whether the call arrived is not known. */
export class ConnectionLostError extends TrainingDashboardError {}

/** The client was closed. */
export class ClientClosedError extends TrainingDashboardError {
  constructor() {
    super("The client was closed.");
  }
}

/** A command was turned down; the message is the reason, and the job is as it was. */
export class CommandRefusedError extends TrainingDashboardError {
  constructor(readonly receipt: Receipt) {
    super(receipt.reason ?? "The command was refused.");
  }
}

/** The job ended before the command took effect. */
export class JobEndedError extends TrainingDashboardError {
  constructor(readonly jobId: string, readonly status: JobStatus | undefined) {
    super(`The job ended (${status ?? "its status is not known"}) before the command took effect.`);
  }
}

/** The server no longer has events that were asked for: from `after`, exclusive, to `next`, exclusive. */
export class EventsLostError extends TrainingDashboardError {
  constructor(readonly jobId: string, readonly after: number, readonly next: number) {
    super(`The server has no events ${after + 1} to ${next - 1} of job ${jobId}.`);
  }
}

/** What SignalR says where the hub or the connection broke. Everything else is what the hub says to a call that it refuses. */
const broken = /^(An unexpected error|An error occurred on the server|Failed to invoke|Invocation canceled|Cannot send data|Connection |WebSocket |Server |The connection|The underlying)/;

/** Dashboards from before the sentence stood alone: "An unexpected error occurred invoking 'Start' on the server. HubException: the sentence". */
const wrapped = /HubException: ([\s\S]*)$/;

export function hubError(method: string, cause: unknown): TrainingDashboardError {
  if (cause instanceof TrainingDashboardError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const sentence = wrapped.exec(said)?.[1] ?? (broken.test(said) ? undefined : said);
  const Kind = sentence?.startsWith("There is no job") ? JobNotFoundError : HubError;
  return new Kind(sentence ?? said, method, sentence !== undefined, { cause });
}

/** Faults of the server that are waited out, one after the other with nothing between. */
const faultLimit = 5;

/** Whether opening a stream again after this error, and so many before it, is no use. */
export function isHopeless(error: unknown, failures: number): error is Error {
  if (error instanceof HubError) return error.refused || failures >= faultLimit;
  return error instanceof TrainingDashboardError && !(error instanceof ConnectionLostError);
}
