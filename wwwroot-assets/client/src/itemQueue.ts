/** Between a stream that pushes and a loop that pulls: items in order, then the end or a fault. */
export class ItemQueue<T> implements AsyncIterator<T, void, undefined> {
  private items: T[] = [];
  private head = 0;
  private waiting: { resolve(result: IteratorResult<T, void>): void; reject(error: unknown): void }[] = [];
  private ending: { error?: unknown } | undefined;

  /** @param taken called after each item that was taken; `left` for when nobody goes on taking */
  constructor(private readonly taken: () => void, private readonly left: () => void) {}

  get length(): number {
    return this.items.length - this.head;
  }

  push(...items: T[]): void {
    if (this.ending) return;
    for (const item of items) {
      const next = this.waiting.shift();
      if (next) next.resolve({ value: item, done: false });
      else this.items.push(item);
    }
  }

  /** No more comes: what is here is still handed out, then the error if there is one. */
  end(ending: { error?: unknown } = {}): void {
    if (this.ending) return;
    this.ending = ending;
    for (const next of this.waiting.splice(0)) this.finish(next);
  }

  /** Ends at once; what is here is dropped. */
  drop(ending: { error?: unknown } = {}): void {
    this.items = [];
    this.head = 0;
    this.end(ending);
  }

  next(): Promise<IteratorResult<T, void>> {
    if (this.length > 0) {
      const value = this.items[this.head++];
      // the front is cut off now and then, as shifting each would move all the others
      if (this.head === this.items.length || this.head >= 1024) {
        this.items = this.items.slice(this.head);
        this.head = 0;
      }
      this.taken();
      return Promise.resolve({ value, done: false });
    }
    return new Promise((resolve, reject) => {
      if (this.ending) this.finish({ resolve, reject });
      else this.waiting.push({ resolve, reject });
    });
  }

  /** The loop was left. */
  return(): Promise<IteratorResult<T, void>> {
    this.drop();
    this.left();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** A fault is thrown once; after it the end is the end. */
  private finish(next: { resolve(result: IteratorResult<T, void>): void; reject(error: unknown): void }): void {
    const ending = this.ending!;
    this.ending = {};
    if ("error" in ending) next.reject(ending.error);
    else next.resolve({ value: undefined, done: true });
  }
}
