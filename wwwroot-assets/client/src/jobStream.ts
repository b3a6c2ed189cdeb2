// The one implementation of resuming: a job's events, each once and in order, however often the connection breaks.
import { isFinal, type Delivery, type JobEvent, type JobStatus, type Snapshot } from "./contract.ts";
import { EventsLostError, isHopeless } from "./errors.ts";
import type { Feed } from "./feed.ts";
import { patience, retryDelay } from "./retry.ts";

export interface JobStreamOptions {
  /** the last event seen already; null: begin with a snapshot */
  after?: number | null;
  /**
   * What follows a hole: a snapshot that stands in for what is missing (`snapshot`: a chart), or the missing events
   * themselves (`events`: a recorder; an EventsLostError if the server has them no more).
   */
  afterHole?: "snapshot" | "events";
  snapshot(snapshot: Snapshot): void;
  /** Events that were not seen before; `last` is seen with them, also where it is of a kind nobody knows. */
  events(events: JobEvent[], last: number): void;
  /** The job ended, and its last event was seen. */
  end(): void;
  /** Asking again is no use. Without it everything is asked again for ever. */
  fail?(error: Error): void;
  /** Whether there is room for so many events; where not, the stream stops as it is until it is opened again. */
  hasRoom?(count: number): boolean;
  /** Whether the job ended and has nothing after this number; asked when a stream completes and no status was ever seen. */
  hasEnded?(seq: number): Promise<boolean>;
  wait?(milliseconds: number): Promise<void>;
}

export class JobStream {
  /** everything up to this seq has been seen; null before the first snapshot */
  seq: number | null;
  status: JobStatus | undefined;
  private cancel: (() => void) | undefined;
  private generation = 0;
  private failures = 0;
  private holeAt: number | undefined;

  constructor(private readonly source: Pick<Feed, "watch">, private readonly jobId: string, private readonly options: JobStreamOptions) {
    this.seq = options.after ?? null;
  }

  /** Opens, or opens again, after the last event that was seen. */
  open(): void {
    this.close();
    const mine = this.generation;
    const current = (act: () => void) => { if (mine === this.generation) act(); };
    const cancel = this.source.watch(this.jobId, this.seq, {
      next: item => current(() => this.take(item)),
      complete: () => current(() => void this.finish()),
      error: error => current(() => this.retry(error)),
    });
    // a source that answers at once may have closed or reopened already
    if (mine === this.generation) this.cancel = cancel;
    else cancel();
  }

  /** Opens again with a snapshot, in the place of what was seen. */
  startOver(): void {
    this.seq = null;
    this.open();
  }

  close(): void {
    this.generation++;
    this.cancel?.();
    this.cancel = undefined;
  }

  private take(item: Delivery): void {
    if (item.snapshot) {
      this.failures = 0;
      this.seq = item.snapshot.seq;
      this.status = item.snapshot.job.status;
      this.options.snapshot(item.snapshot);
    }
    const events = item.events ?? [];
    const first = item.first ?? events[0]?.seq;
    const last = item.last ?? events[events.length - 1]?.seq;
    if (first === undefined || last === undefined) return;
    if (this.seq !== null && first > this.seq + 1) {
      this.mend(first);
      return;
    }
    const seen = this.seq ?? 0;
    const fresh = seen < first ? events : events.filter(event => event.seq > seen);
    if (fresh.length && this.options.hasRoom?.(fresh.length) === false) {
      this.close();
      return;
    }
    this.failures = 0;
    this.holeAt = undefined;
    this.seq = Math.max(seen, last);
    for (const event of fresh) if (event.kind === "status") this.status = event.status;
    this.options.events(fresh, this.seq);
  }

  /** A hole: what is missing is asked for before anything that follows it is taken. */
  private mend(first: number): void {
    const seen = this.seq!;
    if (this.options.afterHole !== "events") this.seq = null;
    else if (this.holeAt === seen) {
      this.close();
      this.options.fail?.(new EventsLostError(this.jobId, seen, first));
      return;
    }
    this.holeAt = seen;
    this.open();
  }

  private async finish(): Promise<void> {
    const mine = this.generation;
    let ended = this.status !== undefined && isFinal(this.status);
    if (this.status === undefined && this.options.hasEnded) ended = await this.options.hasEnded(this.seq ?? 0).catch(() => false);
    if (mine !== this.generation) return;
    if (!ended) {
      this.retry();
      return;
    }
    this.close();
    this.options.end();
  }

  private retry(error?: unknown): void {
    if (this.options.fail && isHopeless(error, this.failures)) {
      this.close();
      this.options.fail(error);
      return;
    }
    this.cancel = undefined;
    const mine = ++this.generation;
    // the first retry needs no pause: the feed itself waits for the connection
    void (this.options.wait ?? patience)(retryDelay(this.failures++)).then(() => { if (mine === this.generation) this.open(); });
  }
}
