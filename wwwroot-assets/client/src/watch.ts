// Following a job: a loop that pulls, or callbacks that are pushed to.
import type { JobEvent, JobStatus, Snapshot } from "./contract.ts";
import type { Ending } from "./ending.ts";
import type { Feed } from "./feed.ts";
import { ItemQueue } from "./itemQueue.ts";
import { JobStream } from "./jobStream.ts";
import { enterWatch } from "./enterWatch.ts";

/** The job as it stood: stands in for all events up to `seq`. */
export interface SnapshotItem extends Snapshot {
  kind: "snapshot";
}

export type WatchItem = SnapshotItem | JobEvent;

export interface WatchOptions {
  /** the number of the last event that is known already; 0: every event from the beginning; left out: first a snapshot */
  after?: number;
  /** ends watching; a loop gets the signal's reason thrown */
  signal?: AbortSignal;
  /** events that wait for a loop before the server is no longer listened to; default 1,000 */
  buffer?: number;
  onSnapshot?(snapshot: Snapshot): void;
  onEvent?(event: JobEvent): void;
  /** the job ended and its last event was handed out */
  onEnd?(status: JobStatus | undefined): void;
  onError?(error: Error): void;
}

/** What watch() needs of a client. */
export interface WatchSource {
  feed: Pick<Feed, "watch">;
  hasEnded(jobId: string, seq: number): Promise<boolean>;
  /** ends when the client is closed */
  closed: Ending;
  wait?(milliseconds: number): Promise<void>;
}

/** A job that is followed. Each loop over it is a stream of its own, from `after`; callbacks, if any, run at once. */
export class Watch implements AsyncIterable<WatchItem> {
  private readonly stops = new Set<() => void>();
  private stopped = false;

  constructor(private readonly source: WatchSource, readonly jobId: string, private readonly options: WatchOptions) {
    const { onSnapshot, onEvent, onEnd, onError } = options;
    if (onSnapshot || onEvent || onEnd || onError) this.push();
  }

  /** Ends all loops and callbacks, quietly. */
  close(): void {
    this.stopped = true;
    for (const stop of [...this.stops]) stop();
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<WatchItem, void, undefined> {
    const { buffer = 1000 } = this.options;
    let overflown = false;
    const queue = new ItemQueue<WatchItem>(() => {
      if (!overflown || queue.length > buffer / 2) return;
      overflown = false;
      stream.open();
    }, () => leave());
    const stream = new JobStream(this.source.feed, this.jobId, {
      ...this.common(),
      // one delivery is always taken, so that things move on however large it is
      hasRoom: count => !(overflown = queue.length > 0 && queue.length + count > buffer),
      snapshot: snapshot => queue.push({ kind: "snapshot", ...snapshot }),
      events: events => queue.push(...events),
      end: () => { leave(); queue.end(); },
      fail: error => { leave(); queue.end({ error }); },
    });
    const leave = this.enter(stream, reason => queue.drop(reason));
    if (!this.over) stream.open();
    const iterator: AsyncIterableIterator<WatchItem, void, undefined> = {
      next: () => queue.next(),
      return: () => queue.return(),
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  private push(): void {
    const { onSnapshot, onEvent, onEnd, onError, signal } = this.options;
    const fail = (error: unknown) => {
      leave();
      if (onError) onError(error as Error);
      else queueMicrotask(() => { throw error; });
    };
    let ended = false;
    // what a callback throws ends the watch: going on would leave out what it did not take
    const guarded = (act: () => void) => {
      if (ended) return;
      try {
        act();
      } catch (error) {
        ended = true;
        fail(error);
      }
    };
    const stream = new JobStream(this.source.feed, this.jobId, {
      ...this.common(),
      snapshot: snapshot => guarded(() => onSnapshot?.(snapshot)),
      events: events => { for (const event of events) guarded(() => onEvent?.(event)); },
      end: () => { leave(); guarded(() => onEnd?.(stream.status)); },
      fail,
    });
    const leave = this.enter(stream, ({ error }) => {
      ended = true;
      if (error !== undefined && error !== signal?.reason) onError?.(error as Error);
    });
    if (!this.over) stream.open();
  }

  private common() {
    return {
      after: this.options.after ?? null,
      afterHole: "events" as const,
      hasEnded: (seq: number) => this.source.hasEnded(this.jobId, seq),
      wait: this.source.wait,
    };
  }

  private get over(): boolean {
    return this.stopped || this.options.signal?.aborted === true || this.source.closed.error !== undefined;
  }

  private enter(stream: JobStream, ended: (reason: { error?: unknown }) => void): () => void {
    return enterWatch(this.stops, this.stopped, this.options.signal, this.source.closed, stream, ended);
  }
}
