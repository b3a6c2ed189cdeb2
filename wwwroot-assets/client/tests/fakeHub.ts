// A hub whose every move a test makes: streams that were opened, and what is pushed into them.
import type { Delivery, JobEvent, JobsDelivery, JobSummary, Receipt, ReceiptEvent, Series, Snapshot, Steering } from "../src/contract.ts";
import type { LinkState, Sink } from "../src/feed.ts";
import type { Hub } from "../src/hubFeed.ts";
import { Observable } from "../src/observable.ts";

export interface Opened<T> {
  job: string;
  after: number | null;
  sink: Sink<T>;
  cancelled: boolean;
}

export function fakeHub(answers: Partial<Hub> = {}) {
  const watches: Opened<Delivery>[] = [];
  const lists: Opened<JobsDelivery>[] = [];
  const open = <T>(into: Opened<T>[], job: string, after: number | null, sink: Sink<T>) => {
    const stream: Opened<T> = { job, after, sink, cancelled: false };
    into.push(stream);
    return () => { stream.cancelled = true; };
  };
  const unexpected = () => Promise.reject(new Error("not expected"));
  const hub: Hub = {
    link: new Observable<LinkState>({ phase: "connected" }),
    connect: () => undefined,
    close: () => Promise.resolve(),
    watch: (job, after, sink) => open(watches, job, after, sink),
    watchJobs: sink => open(lists, "", null, sink),
    series: unexpected as () => Promise<Series>,
    start: unexpected as () => Promise<JobSummary>,
    list: unexpected as () => Promise<JobSummary[]>,
    command: unexpected as () => Promise<Receipt>,
    checkpoints: unexpected,
    pinCheckpoint: unexpected,
    deleteCheckpoint: unexpected,
    remove: unexpected,
    proveCheckpoint: unexpected,
    inspect: unexpected,
    predict: unexpected,
    fork: unexpected,
    rewind: unexpected,
    send: unexpected as () => Promise<Receipt>,
    steering: unexpected as () => Promise<Steering>,
    ...answers,
  };
  return { hub, watches, lists };
}

export const immediately = () => Promise.resolve();

export const job = (id: string, more: Partial<JobSummary> = {}) => ({ id, status: "running", seq: 0, ...more }) as JobSummary;

export const snapshot = (seq: number, more: Partial<Snapshot> = {}): Delivery =>
  ({ snapshot: { seq, job: job("1", { seq }), series: [], log: [], receipts: [], steering: [], abandoned: [], ...more } });

export const logged = (seq: number): JobEvent => ({ seq, at: 0, kind: "log", level: "information", text: `line ${seq}` });

export const status = (seq: number, value: "completed" | "cancelled" | "running" | "failed"): JobEvent =>
  ({ seq, at: 0, kind: "status", status: value, attempt: 1 });

export const receipt = (seq: number, command: string, state: ReceiptEvent["state"], more: Partial<ReceiptEvent> = {}): ReceiptEvent =>
  ({ seq, at: 0, kind: "receipt", command, action: "pause", state, by: "a test", ...more });

export const events = (...list: JobEvent[]): Delivery => ({ events: list, first: list[0].seq, last: list[list.length - 1].seq });

/** Log lines `first` to `last` in one delivery. */
export const lines = (first: number, last: number): Delivery =>
  events(...Array.from({ length: last - first + 1 }, (_, i) => logged(first + i)));
