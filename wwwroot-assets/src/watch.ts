// Watches jobs: one stream per job however many elements show it.
import { isFinal } from "../client/src/contract.ts";
import { JobStream } from "../client/src/jobStream.ts";
import { feed, type Feed } from "./feed.ts";
import { JobModel } from "./jobModel.ts";
import { watchJob as watchSummary } from "./jobsWatch.ts";

export { setFeedFactory } from "./feed.ts";

export interface WatchOptions {
  wait?: (milliseconds: number) => Promise<void>;
  /** tells when a job that had ended has something new; returns the way out */
  onNews?: (jobId: string, after: number, news: () => void) => () => void;
}

export class JobWatch {
  readonly model = new JobModel();
  /** the stream ended because the job did */
  ended = false;
  private readonly listeners = new Set<() => void>();
  private readonly stream: JobStream;
  private stopNews: (() => void) | undefined;

  constructor(private readonly jobId: string, source: Feed, private readonly options: WatchOptions = {}) {
    this.stream = new JobStream(source, jobId, {
      wait: options.wait,
      snapshot: snapshot => {
        this.model.load(snapshot);
        this.tell();
      },
      events: events => {
        for (const event of events) this.model.apply(event);
        if (this.model.isApproximate) this.stream.startOver();
        this.tell();
      },
      end: () => this.finish(),
    });
  }

  /** everything up to this seq has been seen; null before the first snapshot */
  get seq(): number | null {
    return this.stream.seq;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get idle(): boolean {
    return this.listeners.size === 0;
  }

  open(): void {
    this.close();
    this.ended = false;
    this.stream.open();
  }

  close(): void {
    this.stream.close();
    this.stopNews?.();
    this.stopNews = undefined;
  }

  private finish(): void {
    this.ended = true;
    this.stopNews = this.options.onNews?.(this.jobId, this.seq ?? 0, () => this.open());
    this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

interface Shared { watch: JobWatch; lingering?: ReturnType<typeof setTimeout> }

const watches = new Map<string, Shared>();
/** An element that is moved is removed and inserted again; its job is not let go at once. */
const linger = 2000;

/** Starts (or joins) watching a job; the listener is told of every change. */
export function watchJob(jobId: string, listener: (model: JobModel) => void, server = ""): { watch: JobWatch; close(): void } {
  const key = `${server} ${jobId}`;
  let shared = watches.get(key);
  if (!shared) {
    shared = { watch: new JobWatch(jobId, feed(server), { onNews: (id, after, news) => whenNews(id, after, news, server) }) };
    watches.set(key, shared);
    shared.watch.open();
  }
  const entry = shared;
  clearTimeout(entry.lingering);
  const unsubscribe = entry.watch.subscribe(() => listener(entry.watch.model));
  if (entry.watch.model.known) queueMicrotask(() => listener(entry.watch.model));
  return {
    watch: entry.watch,
    close() {
      unsubscribe();
      if (!entry.watch.idle) return;
      entry.lingering = setTimeout(() => {
        if (!entry.watch.idle || watches.get(key) !== entry) return;
        watches.delete(key);
        entry.watch.close();
      }, linger);
    },
  };
}

function whenNews(jobId: string, after: number, news: () => void, server: string): () => void {
  return watchSummary(jobId, job => {
    if (job.seq > after && !isFinal(job.status)) news();
  }, server);
}
