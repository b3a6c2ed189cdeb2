import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { LiveConnection } from "./connection.ts";
import type { Checkpoint, ControlAction, Delivery, JobsDelivery, JobSummary, Receipt, Series, Steering } from "./contract.ts";
import { decodeCheckpoint, decodeDelivery, decodeJob, decodeJobs, decodeSeries } from "./decode.ts";
import type { Feed, Sink } from "./feed.ts";
import type { Inspection, Prediction, SampleInput } from "./inspection.ts";

export interface HubOptions {
  /** a bearer token, or where to get one; asked anew for every connection */
  accessToken?: string | (() => string | Promise<string>);
  /** whether cookies go to a server of another origin; default no */
  withCredentials?: boolean;
  /** how long a call waits for a connection, milliseconds; default 30,000. Watching waits for ever */
  callTimeout?: number;
}

/** The hub's methods that send a command. */
export type CommandMethod = "Pause" | "Resume" | "Stop" | "Park" | "Checkpoint";

/** A feed that can also ask and command: everything the hub has. */
export interface Hub extends Feed {
  start(spec: object | null, key: string): Promise<JobSummary>;
  list(): Promise<JobSummary[]>;
  command(method: CommandMethod, jobId: string): Promise<Receipt>;
  checkpoints(jobId: string): Promise<Checkpoint[]>;
  pinCheckpoint(jobId: string, step: number, pinned: boolean): Promise<Checkpoint>;
  deleteCheckpoint(jobId: string, step: number): Promise<void>;
  proveCheckpoint(jobId: string, step: number): Promise<Checkpoint>;
  inspect(jobId: string, step: number): Promise<Inspection>;
  predict(jobId: string, step: number, sample: SampleInput): Promise<Prediction>;
  fork(jobId: string, request: object, key: string): Promise<JobSummary>;
  rewind(jobId: string, step: number): Promise<Receipt>;
  /** sends a command with arguments */
  send(jobId: string, action: ControlAction, args: object | null): Promise<Receipt>;
  steering(jobId: string): Promise<Steering>;
  remove(jobId: string): Promise<void>;
  close(): Promise<void>;
}

/** The hub at this address, over one connection. */
export function hubFeed(url: string, options: HubOptions = {}): Hub {
  const token = options.accessToken;
  const connection = new LiveConnection(() =>
    new HubConnectionBuilder()
      .withUrl(url, {
        transport: HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling,
        withCredentials: options.withCredentials ?? false,
        accessTokenFactory: token === undefined ? undefined : () => (typeof token === "string" ? token : token()),
      })
      .configureLogging(LogLevel.None)
      .build());
  const call = <T>(method: string, ...args: unknown[]) => connection.invoke<T>(options.callTimeout ?? 30_000, method, ...args);
  return {
    link: connection.link,
    connect: () => void connection.ready().catch(() => undefined),
    close: () => connection.close(),
    watch: (jobId, after, sink) => connection.stream<Delivery>(mapped(sink, decodeDelivery), "Watch", jobId, after),
    watchJobs: sink => connection.stream<JobsDelivery>(mapped(sink, decodeJobs), "WatchJobs"),
    series: async (jobId, name, points) => decodeSeries(await call<Series>("Series", jobId, name, points)),
    start: async (spec, key) => decodeJob(await call<JobSummary>("StartWith", spec, key)),
    list: async () => (await call<JobSummary[]>("List")).map(decodeJob),
    command: (method, jobId) => call<Receipt>(method, jobId),
    checkpoints: async jobId => (await call<Checkpoint[]>("Checkpoints", jobId)).map(decodeCheckpoint),
    pinCheckpoint: async (jobId, step, pinned) => decodeCheckpoint(await call<Checkpoint>("PinCheckpoint", jobId, step, pinned)),
    deleteCheckpoint: (jobId, step) => call<void>("DeleteCheckpoint", jobId, step),
    proveCheckpoint: async (jobId, step) => decodeCheckpoint(await call<Checkpoint>("ProveCheckpoint", jobId, step)),
    inspect: (jobId, step) => call<Inspection>("Inspect", jobId, step),
    predict: (jobId, step, sample) => call<Prediction>("Predict", jobId, step, sample),
    fork: async (jobId, request, key) => decodeJob(await call<JobSummary>("ForkWith", jobId, request, key)),
    rewind: (jobId, step) => call<Receipt>("Rewind", jobId, step),
    send: (jobId, action, args) => call<Receipt>("SendWith", jobId, action, args, null),
    steering: jobId => call<Steering>("Steering", jobId),
    remove: jobId => call<void>("Remove", jobId),
  };
}

function mapped<T>(sink: Sink<T>, decode: (item: T) => T): Sink<T> {
  return { next: item => sink.next(decode(item)), complete: () => sink.complete(), error: error => sink.error(error) };
}
