// Following the list of jobs. For a slow loop changes are merged: it gets each job as it stands, never a backlog.
import type { JobsDelivery, JobSummary } from "./contract.ts";
import type { Ending } from "./ending.ts";
import type { Feed } from "./feed.ts";
import { ItemQueue } from "./itemQueue.ts";
import { JobsStream } from "./jobsStream.ts";
import { enterWatch } from "./enterWatch.ts";

export interface WatchJobsOptions {
  signal?: AbortSignal;
  /** first all jobs, then those that changed; callbacks run at once, a loop needs none */
  onChange?(change: JobsDelivery): void;
  onError?(error: Error): void;
}

export interface WatchJobsSource {
  feed: Pick<Feed, "watchJobs">;
  closed: Ending;
  wait?(milliseconds: number): Promise<void>;
}

export class JobsWatch implements AsyncIterable<JobsDelivery> {
  private readonly stops = new Set<() => void>();
  private stopped = false;

  constructor(private readonly source: WatchJobsSource, private readonly options: WatchJobsOptions) {
    const { onChange, onError, signal } = options;
    if (!onChange && !onError) return;
    const stream = new JobsStream(source.feed, {
      wait: source.wait,
      next: item => onChange?.(item),
      fail: error => { leave(); onError?.(error); },
    });
    const leave = this.enter(stream, ({ error }) => { if (error && error !== signal?.reason) onError?.(error as Error); });
    if (!this.over) stream.open();
  }

  /** Ends all loops and callbacks, quietly. */
  close(): void {
    this.stopped = true;
    for (const stop of [...this.stops]) stop();
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<JobsDelivery, void, undefined> {
    let pending: { jobs: Map<string, JobSummary>; removed: Set<string> } | undefined;
    const queue = new ItemQueue<true>(() => undefined, () => leave());
    const stream = new JobsStream(this.source.feed, {
      wait: this.source.wait,
      next: item => {
        const merged = (pending ??= { jobs: new Map(), removed: new Set() });
        for (const id of item.removed) {
          merged.jobs.delete(id);
          merged.removed.add(id);
        }
        for (const job of item.jobs) {
          merged.jobs.set(job.id, job);
          merged.removed.delete(job.id);
        }
        if (queue.length === 0) queue.push(true);
      },
      fail: error => { leave(); queue.end({ error }); },
    });
    const leave = this.enter(stream, reason => queue.drop(reason));
    if (!this.over) stream.open();
    const iterator: AsyncIterableIterator<JobsDelivery, void, undefined> = {
      next: async () => {
        for (;;) {
          const { done } = await queue.next();
          if (done) return { value: undefined, done: true };
          if (!pending) continue; // merged into what was handed out before
          const { jobs, removed } = pending;
          pending = undefined;
          return { value: { jobs: [...jobs.values()], removed: [...removed] }, done: false };
        }
      },
      return: () => queue.return() as Promise<IteratorResult<JobsDelivery, void>>,
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  private get over(): boolean {
    return this.stopped || this.options.signal?.aborted === true || this.source.closed.error !== undefined;
  }

  private enter(stream: JobsStream, ended: (reason: { error?: unknown }) => void): () => void {
    return enterWatch(this.stops, this.stopped, this.options.signal, this.source.closed, stream, ended);
  }
}
