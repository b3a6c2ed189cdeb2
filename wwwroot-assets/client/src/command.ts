// A command's receipt, and what becomes of it: the job's feed says so under the same id.
import type { ControlAction, JobEvent, Receipt, ReceiptEvent } from "./contract.ts";
import { CommandRefusedError, JobEndedError } from "./errors.ts";
import { JobStream } from "./jobStream.ts";
import type { WatchSource } from "./watch.ts";

/** A command that took effect. */
export interface Applied {
  /** batches completed when it did */
  step: number;
  /** from the request to its effect */
  milliseconds: number;
  /** who asked, as people read it */
  by: string;
  /** the event in the job's feed */
  event: ReceiptEvent;
}

/** The server's answer to a command. */
export class CommandReceipt implements Receipt {
  readonly command: string;
  readonly job: string;
  readonly action: ControlAction;
  /** `requested`: on its way to the loop; `applied`: in effect; `durable`: on the disk too; `refused`: see `reason` */
  readonly state: Receipt["state"];
  readonly reason?: string;
  readonly at: string;
  readonly #source: WatchSource;
  readonly #receipt: Receipt;
  #applied: Promise<Applied> | undefined;

  constructor(receipt: Receipt, source: WatchSource) {
    this.command = receipt.command;
    this.job = receipt.job;
    this.action = receipt.action;
    this.state = receipt.state;
    this.reason = receipt.reason ?? undefined;
    this.at = receipt.at;
    this.#receipt = receipt;
    this.#source = source;
  }

  /**
   * Settles when the loop obeyed, with the step and how long it took. Rejects with a CommandRefusedError where the
   * command was refused and a JobEndedError where the job ended first. The job is listened to from the first time
   * that this is read.
   */
  get applied(): Promise<Applied> {
    return (this.#applied ??= this.state === "refused"
      ? Promise.reject(new CommandRefusedError(this.#receipt))
      : this.#follow());
  }

  #follow(): Promise<Applied> {
    const { closed, feed, hasEnded, wait } = this.#source;
    return new Promise((resolve, reject) => {
      let stream: JobStream | undefined;
      const leave = () => {
        stream?.close();
        leaveClosed();
      };
      const leaveClosed = closed.listen(() => { stream?.close(); reject(closed.error!); });
      const look = (events: readonly JobEvent[]) => {
        const event = events.find((e): e is ReceiptEvent => e.kind === "receipt" && e.command === this.command && e.state !== "requested");
        if (!event) return;
        leave();
        if (event.state !== "refused")
          resolve({ step: event.step ?? 0, milliseconds: event.milliseconds ?? 0, by: event.by, event });
        else reject(new CommandRefusedError({ ...this.#receipt, state: "refused", reason: event.reason }));
      };
      const follow = (after: number | null) => {
        const opened = (stream = new JobStream(feed, this.job, {
          after,
          afterHole: "events",
          // a snapshot keeps the latest receipts; one that is not among them is looked for from the beginning
          snapshot: snapshot => {
            if (snapshot.receipts.some(event => event.command === this.command)) look(snapshot.receipts);
            else {
              opened.close();
              follow(0);
            }
          },
          events: look,
          end: () => { leave(); reject(new JobEndedError(this.job, opened.status)); },
          fail: error => { leave(); reject(error); },
          hasEnded: seq => hasEnded(this.job, seq),
          wait,
        }));
        opened.open();
      };
      if (!closed.error) follow(null);
    });
  }
}
