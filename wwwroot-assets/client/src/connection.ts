// One hub connection: started when first needed, taken up again soon and for ever, until it is closed.
import { ClientClosedError, ConnectionLostError, hubError } from "./errors.ts";
import type { LinkState, Sink } from "./feed.ts";
import { Observable } from "./observable.ts";
import { isVisible, onVisible } from "./presence.ts";
import { patience, retryDelay } from "./retry.ts";

/** The part of SignalR's HubConnection that is used here. */
export interface HubPort {
  start(): Promise<void>;
  stop(): Promise<void>;
  onclose(callback: (error?: Error) => void): void;
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
  stream<T>(method: string, ...args: unknown[]): { subscribe(sink: Sink<T>): { dispose(): void } };
}

const pingEvery = 5000;
const startTimeout = 10_000;

interface Waiter {
  resolve(port: HubPort): void;
  reject(error: unknown): void;
}

export class LiveConnection {
  readonly link = new Observable<LinkState>({ phase: "connecting" });
  private port: HubPort | undefined;
  private started = false;
  private readonly waiters = new Set<Waiter>();
  private readonly lost = new WeakSet<HubPort>();
  private readonly closing = new AbortController();
  /** ends the wait for the loss of the current port */
  private drop: (() => void) | undefined;

  constructor(
    private readonly makePort: () => HubPort,
    private readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void> = patience,
  ) {}

  /** The connected port; waits as long as it takes, or `limit` milliseconds. */
  ready(limit?: number): Promise<HubPort> {
    if (this.closing.signal.aborted) return Promise.reject(new ClientClosedError());
    if (this.port) return Promise.resolve(this.port);
    if (!this.started) {
      this.started = true;
      void this.run();
    }
    const { promise, waiter } = this.waiting();
    if (limit === undefined) return promise;
    return withTimeout(promise, limit).catch(error => {
      this.waiters.delete(waiter);
      throw error instanceof TimeoutError ? new ConnectionLostError(`There was no connection for ${limit / 1000} s.`) : error;
    });
  }

  /** Opens a stream once connected; returns its cancellation. */
  stream<T>(sink: Sink<T>, method: string, ...args: unknown[]): () => void {
    let cancelled = false;
    let subscription: { dispose(): void } | undefined;
    this.ready().then(port => {
      if (cancelled) return;
      const fail = (error: unknown) => sink.error(this.explain(port, method, error));
      try {
        subscription = port.stream<T>(method, ...args).subscribe({
          next: item => sink.next(item),
          complete: () => sink.complete(),
          // SignalR fails what is under way before it says that the connection is gone
          error: error => queueMicrotask(() => fail(error)),
        });
      } catch (error) {
        fail(error instanceof Error ? new ConnectionLostError(error.message, { cause: error }) : error);
      }
    }, error => { if (!cancelled) sink.error(error); });
    return () => {
      cancelled = true;
      try { subscription?.dispose(); } catch { /* the connection is gone, and the stream with it */ }
    };
  }

  /** Calls once; a call whose connection breaks is not repeated, as nobody knows whether it arrived. */
  async invoke<T>(limit: number | undefined, method: string, ...args: unknown[]): Promise<T> {
    const port = await this.ready(limit);
    try {
      return await port.invoke<T>(method, ...args);
    } catch (error) {
      throw this.explain(port, method, error);
    }
  }

  /** Ends the connection and everything that goes over it. */
  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    const port = this.port;
    this.port = undefined;
    this.link.set({ phase: "closed" });
    for (const waiter of this.waiters) waiter.reject(new ClientClosedError());
    this.waiters.clear();
    this.drop?.();
    await port?.stop().catch(() => undefined);
  }

  private explain(port: HubPort, method: string, error: unknown): unknown {
    if (this.closing.signal.aborted) return new ClientClosedError();
    if (isUnsent(error)) this.abandon(port);
    if (!this.lost.has(port)) return hubError(method, error);
    return new ConnectionLostError(error instanceof Error ? error.message : String(error), { cause: error });
  }

  /** Takes a port for lost that does not know it yet, so that a new one is made. */
  private abandon(port: HubPort): void {
    if (this.port === port) this.drop?.();
    void port.stop().catch(() => undefined);
  }

  private waiting(): { promise: Promise<HubPort>; waiter: Waiter } {
    let waiter!: Waiter;
    const promise = new Promise<HubPort>((resolve, reject) => { waiter = { resolve, reject }; });
    this.waiters.add(waiter);
    return { promise, waiter };
  }

  private async run(): Promise<void> {
    const closed = this.closing.signal;
    for (let attempt = 0; ; attempt++) {
      await this.wait(retryDelay(attempt), closed);
      if (closed.aborted) return;
      if (attempt > 0) this.link.set({ phase: attempt > 3 ? "disconnected" : "connecting" });
      const port = this.makePort();
      const lost = new Promise<void>(resolve => {
        this.drop = () => {
          this.lost.add(port);
          resolve();
        };
        port.onclose(this.drop);
      });
      try {
        await withTimeout(port.start(), startTimeout);
      } catch {
        void port.stop().catch(() => undefined);
        continue;
      }
      if (closed.aborted) {
        void port.stop().catch(() => undefined);
        return;
      }
      attempt = 0;
      this.port = port;
      this.link.set({ phase: "connected" });
      for (const waiter of this.waiters) waiter.resolve(port);
      this.waiters.clear();
      const stopPinging = this.ping(port);
      await lost;
      stopPinging();
      if (closed.aborted) return;
      this.port = undefined;
      this.link.set({ phase: "connecting" });
    }
  }

  /** Measures the round trip while somebody looks; a ping that gets no answer means the line is dead, whatever TCP says. */
  private ping(port: HubPort): () => void {
    let busy = false;
    const measure = async () => {
      if (busy || !isVisible()) return;
      busy = true;
      const began = performance.now();
      try {
        await withTimeout(port.invoke("Ping"), startTimeout);
        if (this.port === port) this.link.set({ phase: "connected", roundTrip: Math.round(performance.now() - began) });
      } catch (error) {
        if (error instanceof TimeoutError || isUnsent(error)) this.abandon(port);
      } finally {
        busy = false;
      }
    };
    void measure();
    const timer = setInterval(() => void measure(), pingEvery);
    const leave = onVisible(() => void measure());
    return () => {
      clearInterval(timer);
      leave();
    };
  }
}

/**
 * Whether a call never left this machine. SignalR's transports refuse with these sentences while their socket closes,
 * which may take half a minute when the other side no longer answers, before the connection is said to be gone.
 */
function isUnsent(error: unknown): boolean {
  const said = error instanceof Error ? error.message : String(error);
  return /^(WebSocket is not in the OPEN state|Cannot send (data|until) )/.test(said);
}

class TimeoutError extends Error {}

function withTimeout<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimeoutError("No answer in time.")), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
