import { CommandReceipt } from "./command.ts";
import {
  isFinal, type Breakpoint, type Checkpoint, type ControlAction, type JobSummary, type Series, type Steering,
} from "./contract.ts";
import type { Inspection, Prediction, SampleInput } from "./inspection.ts";
import { Ending } from "./ending.ts";
import { ClientClosedError, ConnectionLostError, JobNotFoundError } from "./errors.ts";
import { hubFeed, type CommandMethod, type Hub, type HubOptions } from "./hubFeed.ts";
import type { LinkState } from "./feed.ts";
import type { Observable } from "./observable.ts";
import { Watch, type WatchOptions, type WatchSource } from "./watch.ts";
import { JobsWatch, type WatchJobsOptions } from "./watchJobs.ts";

/** What to train; everything left out is as the server would have it. */
export interface JobSpec {
  name?: string;
  trainer?: string;
  dataset?: string;
  epochs?: number;
  seed?: number;
  hyperparameters?: Record<string, unknown>;
}

/** What a fork changes. */
export type ForkChanges = Pick<JobSpec, "name" | "epochs" | "hyperparameters">;

export interface StartOptions {
  /** your word for this start, 1 to 64 letters, digits, '-', '_', '.' or ':'; the same again gets the same job. Default: a new one */
  idempotencyKey?: string;
}

export interface ConnectOptions extends HubOptions {}

/** One connection to a dashboard, held for as long as the client is open. */
export class TrainingDashboardClient {
  readonly #hub: Hub;
  readonly #closed = new Ending();
  readonly #source: WatchSource;

  /** Use {@link connect}. */
  constructor(hub: Hub, wait?: (milliseconds: number) => Promise<void>) {
    this.#hub = hub;
    this.#source = {
      feed: hub,
      closed: this.#closed,
      hasEnded: async (jobId, seq) => {
        const job = await this.job(jobId);
        return isFinal(job.status) && job.seq <= seq;
      },
      wait,
    };
    hub.connect();
  }

  /** The connection: its phase and, once measured, its round trip. `subscribe` calls at once and at every change. */
  get state(): Pick<Observable<LinkState>, "value" | "subscribe"> {
    return this.#hub.link;
  }

  /**
   * Starts a job; without a spec the server's default one. Asked again when the connection breaks, under the same key, so that
   * it makes one job.
   */
  start(spec?: JobSpec, { idempotencyKey = newKey() }: StartOptions = {}): Promise<JobSummary> {
    return this.#again(() => this.#hub.start(spec ?? null, idempotencyKey));
  }

  /** All jobs, newest first. */
  list(): Promise<JobSummary[]> {
    return this.#again(() => this.#hub.list());
  }

  /** One job as it stands. Rejects with a JobNotFoundError where there is none of this id. */
  async job(jobId: string): Promise<JobSummary> {
    const job = (await this.list()).find(each => each.id === jobId);
    if (!job) throw new JobNotFoundError(`There is no job ${jobId}.`, "List", true);
    return job;
  }

  /** Follows a job to its end, over as many connections as it takes: every event once, in order. */
  watch(jobId: string, options: WatchOptions = {}): Watch {
    return new Watch(this.#source, jobId, options);
  }

  /** Follows the list of jobs: first all, then those that changed. */
  watchJobs(options: WatchJobsOptions = {}): JobsWatch {
    return new JobsWatch({ feed: this.#hub, closed: this.#closed, wait: this.#source.wait }, options);
  }

  /** One curve in at most `points` buckets, each with its smallest, largest and last value. */
  series(jobId: string, name: string, points = 1000): Promise<Series> {
    return this.#again(() => this.#hub.series(jobId, name, points));
  }

  /** Asks the job to wait at its next batch. */
  pause(jobId: string): Promise<CommandReceipt> {
    return this.#command("Pause", jobId);
  }

  /** Asks a paused job to go on; a parked one is lined up again. */
  resume(jobId: string): Promise<CommandReceipt> {
    return this.#command("Resume", jobId);
  }

  /** Asks the job to end at its next batch, keeping a checkpoint. */
  stop(jobId: string): Promise<CommandReceipt> {
    return this.#command("Stop", jobId);
  }

  /** Asks the job to leave its worker at its next batch and to wait in a checkpoint, its slot free for another. */
  park(jobId: string): Promise<CommandReceipt> {
    return this.#command("Park", jobId);
  }

  /** Asks the job to keep a checkpoint at its next batch and to go on. */
  checkpoint(jobId: string): Promise<CommandReceipt> {
    return this.#command("Checkpoint", jobId);
  }

  /** A job's checkpoints, the newest first. The file of one is at `api/jobs/ID/checkpoints/STEP`. */
  checkpoints(jobId: string): Promise<Checkpoint[]> {
    return this.#again(() => this.#hub.checkpoints(jobId));
  }

  /** Pins a checkpoint, so that it is kept, or unpins it. */
  pinCheckpoint(jobId: string, step: number, pinned = true): Promise<Checkpoint> {
    return this.#again(() => this.#hub.pinCheckpoint(jobId, step, pinned));
  }

  /** Deletes a checkpoint. Refused where it is pinned or where a waiting job goes on from it. */
  deleteCheckpoint(jobId: string, step: number): Promise<void> {
    return this.#hub.deleteCheckpoint(jobId, step);
  }

  /** Runs the next steps after a checkpoint again and holds every value against the stored one, bit for bit: see `proof`. */
  proveCheckpoint(jobId: string, step: number): Promise<Checkpoint> {
    return this.#again(() => this.#hub.proveCheckpoint(jobId, step));
  }

  /** Looks into the model at a checkpoint: parameters and gradients by layer, the worst samples, the confusion. */
  inspect(jobId: string, step: number): Promise<Inspection> {
    return this.#again(() => this.#hub.inspect(jobId, step));
  }

  /** Asks the model at a checkpoint about a sample: a row of a table, or an image of the dataset's size. */
  predict(jobId: string, step: number, sample: SampleInput): Promise<Prediction> {
    return this.#again(() => this.#hub.predict(jobId, step, sample));
  }

  /** Starts a new job from a checkpoint; what is left out is as in the job it comes from. Makes one job, as `start` does. */
  fork(jobId: string, step: number, changes: ForkChanges = {}, { idempotencyKey = newKey() }: StartOptions = {}): Promise<JobSummary> {
    return this.#again(() => this.#hub.fork(jobId, { ...changes, step }, idempotencyKey));
  }

  /** Lets a paused or parked job go on from an earlier checkpoint. */
  async rewind(jobId: string, step: number): Promise<CommandReceipt> {
    return new CommandReceipt(await this.#hub.rewind(jobId, step), this.#source);
  }

  /** Asks the job to go so far, then to pause again; without a distance one batch. From paused or running. */
  step(jobId: string, far: { batches?: number; epochs?: number } = {}): Promise<CommandReceipt> {
    return this.#send(jobId, "step", far);
  }

  /**
   * Changes hyperparameters while the job runs: from the next batch, or as soon as `at` batches are done, at once or in a
   * straight line over so many batches. {@link steering} tells what may be changed.
   */
  set(jobId: string, values: Record<string, unknown>, when: { at?: number; over?: number } = {}): Promise<CommandReceipt> {
    return this.#send(jobId, "set", { values, ...when });
  }

  /** Takes the last change back; again: the one before it. */
  revert(jobId: string): Promise<CommandReceipt> {
    return this.#send(jobId, "revert", null);
  }

  /** Says when the job is to pause by itself, in the place of what was said before; an empty list: never. */
  setBreakpoints(jobId: string, breakpoints: readonly Breakpoint[]): Promise<CommandReceipt> {
    return this.#send(jobId, "breakpoints", { breakpoints });
  }

  /** Goes back to a state in memory so many batches ago (50) or more, scales the learning rate (by 0.5), and goes on. */
  rollback(jobId: string, how: { steps?: number; scale?: number } = {}): Promise<CommandReceipt> {
    return this.#send(jobId, "rollback", how);
  }

  /** What may be changed of the job while it runs, what was, what waits, and its breakpoints. */
  steering(jobId: string): Promise<Steering> {
    return this.#again(() => this.#hub.steering(jobId));
  }

  /** Removes a job that has ended for good, with its events, curves and checkpoints; its forks stay. */
  remove(jobId: string): Promise<void> {
    return this.#hub.remove(jobId);
  }

  /** Ends everything that is under way with a ClientClosedError and the connection. */
  async close(): Promise<void> {
    if (this.#closed.error) return;
    this.#closed.end(new ClientClosedError());
    await this.#hub.close();
  }

  async #command(method: CommandMethod, jobId: string): Promise<CommandReceipt> {
    return new CommandReceipt(await this.#hub.command(method, jobId), this.#source);
  }

  async #send(jobId: string, action: ControlAction, args: object | null): Promise<CommandReceipt> {
    return new CommandReceipt(await this.#hub.send(jobId, action, args), this.#source);
  }

  /** A question may be asked again when its connection breaks. */
  async #again<T>(ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ConnectionLostError) || attempt === 5) throw error;
      }
    }
  }
}

/** As `crypto.randomUUID`, which pages that did not come over HTTPS have not got. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Connects to a dashboard, now and again whenever the connection breaks. Returns at once; calls wait for the connection.
 * @param url where the dashboard is, such as http://127.0.0.1:5080; in a browser relative to the page
 */
export function connect(url: string | URL, options: ConnectOptions = {}): TrainingDashboardClient {
  const base = new URL(url, typeof document === "undefined" ? undefined : document.baseURI);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return new TrainingDashboardClient(hubFeed(new URL("hubs/training", base).href, options));
}
