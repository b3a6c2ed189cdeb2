import type { Ending } from "./ending.ts";

/**
 * A stream ends with the first of: its watch's close(), the signal, the client. Returns the way out for a stream that
 * ends by itself; `ended` is not called then.
 */
export function enterWatch(
  stops: Set<() => void>, stopped: boolean, signal: AbortSignal | undefined, closed: Ending,
  stream: { close(): void }, ended: (reason: { error?: unknown }) => void,
): () => void {
  const leave = () => {
    stream.close();
    stops.delete(stop);
    signal?.removeEventListener("abort", onAbort);
    leaveClosed();
  };
  const finish = (reason: { error?: unknown }) => { leave(); ended(reason); };
  const stop = () => finish({});
  const onAbort = () => finish({ error: signal!.reason });
  stops.add(stop);
  signal?.addEventListener("abort", onAbort);
  const leaveClosed = closed.listen(() => finish({ error: closed.error }));
  if (stopped) queueMicrotask(stop);
  else if (signal?.aborted) queueMicrotask(onAbort);
  return leave;
}
