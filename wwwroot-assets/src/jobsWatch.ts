// All jobs' summaries: one stream per server, shared by every sparkline.
import type { JobsDelivery, JobSummary } from "../client/src/contract.ts";
import { JobsStream } from "../client/src/jobsStream.ts";
import { feed, type Feed } from "./feed.ts";

type Listener = (job: JobSummary) => void;

export class JobsWatch {
  private readonly jobs = new Map<string, JobSummary>();
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly stream: JobsStream;
  private opened = false;

  constructor(source: Feed, wait?: (milliseconds: number) => Promise<void>) {
    this.stream = new JobsStream(source, { next: item => this.take(item), wait });
  }

  subscribe(jobId: string, listener: Listener): () => void {
    let group = this.listeners.get(jobId);
    if (!group) this.listeners.set(jobId, (group = new Set()));
    group.add(listener);
    const known = this.jobs.get(jobId);
    if (known) queueMicrotask(() => { if (group.has(listener)) listener(known); });
    if (!this.opened) {
      this.opened = true;
      this.stream.open();
    }
    return () => {
      group.delete(listener);
      if (group.size === 0 && this.listeners.get(jobId) === group) this.listeners.delete(jobId);
      if (this.listeners.size === 0) this.close();
    };
  }

  private take(item: JobsDelivery): void {
    for (const id of item.removed) this.jobs.delete(id);
    for (const job of item.jobs) {
      this.jobs.set(job.id, job);
      for (const listener of [...(this.listeners.get(job.id) ?? [])]) listener(job);
    }
  }

  private close(): void {
    this.opened = false;
    this.stream.close();
    this.jobs.clear();
  }
}

const shared = new Map<string, { watch: JobsWatch; source: Feed }>();

export function watchJob(jobId: string, listener: Listener, server = ""): () => void {
  const source = feed(server);
  let entry = shared.get(server);
  if (entry?.source !== source) shared.set(server, (entry = { watch: new JobsWatch(source), source }));
  return entry.watch.subscribe(jobId, listener);
}
