// The list of jobs, opened again whenever it breaks; what disappeared meanwhile is told as removed.
import type { JobsDelivery } from "./contract.ts";
import { isHopeless } from "./errors.ts";
import type { Feed } from "./feed.ts";
import { patience, retryDelay } from "./retry.ts";

export interface JobsStreamOptions {
  next(item: JobsDelivery): void;
  /** Asking again is no use. Without it everything is asked again for ever. */
  fail?(error: Error): void;
  wait?(milliseconds: number): Promise<void>;
}

export class JobsStream {
  private readonly known = new Set<string>();
  private cancel: (() => void) | undefined;
  private generation = 0;
  private failures = 0;

  constructor(private readonly source: Pick<Feed, "watchJobs">, private readonly options: JobsStreamOptions) {}

  open(): void {
    this.close();
    const mine = this.generation;
    let whole = true;
    this.cancel = this.source.watchJobs({
      next: item => {
        if (mine !== this.generation) return;
        this.take(item, whole);
        whole = false;
      },
      complete: () => { if (mine === this.generation) this.retry(); },
      error: error => { if (mine === this.generation) this.retry(error); },
    });
  }

  close(): void {
    this.generation++;
    this.cancel?.();
    this.cancel = undefined;
  }

  /** The first item of a stream has all jobs there are. */
  private take(item: JobsDelivery, whole: boolean): void {
    this.failures = 0;
    const removed = new Set(item.removed);
    if (whole) {
      const there = new Set(item.jobs.map(job => job.id));
      for (const id of this.known) if (!there.has(id)) removed.add(id);
    }
    for (const id of removed) this.known.delete(id);
    for (const job of item.jobs) this.known.add(job.id);
    this.options.next({ jobs: item.jobs, removed: [...removed] });
  }

  private retry(error?: unknown): void {
    if (this.options.fail && isHopeless(error, this.failures)) {
      this.close();
      this.options.fail(error);
      return;
    }
    const mine = ++this.generation;
    void (this.options.wait ?? patience)(retryDelay(this.failures++)).then(() => { if (mine === this.generation) this.open(); });
  }
}
