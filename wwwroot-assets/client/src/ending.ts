/** Something that ends once. Unlike with an AbortSignal, many may wait for it. */
export class Ending {
  private readonly listeners = new Set<() => void>();
  private cause: Error | undefined;

  /** why; undefined while it goes on */
  get error(): Error | undefined {
    return this.cause;
  }

  end(error: Error): void {
    if (this.cause) return;
    this.cause = error;
    for (const listener of [...this.listeners]) listener();
    this.listeners.clear();
  }

  /** Calls at the end, or soon where it has come already; returns the way out. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.cause) queueMicrotask(() => { if (this.listeners.delete(listener)) listener(); });
    return () => this.listeners.delete(listener);
  }
}
