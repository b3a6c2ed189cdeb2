import { describe, expect, it, vi } from "vitest";
import { TrainingDashboardClient } from "../src/client.ts";
import { ClientClosedError, ConnectionLostError, EventsLostError, HubError, hubError, JobNotFoundError } from "../src/errors.ts";
import type { Hub } from "../src/hubFeed.ts";
import type { Watch, WatchOptions } from "../src/watch.ts";
import { events, fakeHub, immediately, job, lines, snapshot, status } from "./fakeHub.ts";

function start(options: WatchOptions = {}, answers: Partial<Hub> = {}) {
  const fake = fakeHub(answers);
  const client = new TrainingDashboardClient(fake.hub, immediately);
  return { ...fake, client, watch: client.watch("1", options) };
}

/** Everything a loop is given, with the error that ended it if one did. */
function collect(watch: Watch, pace: () => Promise<void> = immediately) {
  const seen: (number | string)[] = [];
  const done = (async () => {
    for await (const item of watch) {
      seen.push(item.kind === "snapshot" ? `snapshot ${item.seq}` : item.seq);
      await pace();
    }
  })();
  return { seen, done };
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe("a loop", () => {
  it("is given a snapshot, every event after it, and the end", async () => {
    const { watch, watches } = start();
    expect(watches).toHaveLength(0);
    const { seen, done } = collect(watch);
    expect(watches[0]).toMatchObject({ job: "1", after: null });
    watches[0].sink.next(snapshot(4));
    watches[0].sink.next(lines(5, 7));
    watches[0].sink.next(events(status(8, "completed")));
    watches[0].sink.complete();
    await done;
    expect(seen).toEqual(["snapshot 4", 5, 6, 7, 8]);
  });

  it("goes on after the last event when the connection breaks, and drops what came twice", async () => {
    const { watch, watches } = start({ after: 0 });
    const { seen, done } = collect(watch);
    watches[0].sink.next(lines(1, 3));
    watches[0].sink.error(new ConnectionLostError("gone"));
    watches[0].sink.next(lines(4, 9));
    await vi.waitFor(() => expect(watches).toHaveLength(2));
    expect(watches[1].after).toBe(3);
    watches[1].sink.next(lines(2, 5));
    watches[1].sink.next(lines(4, 5));
    watches[1].sink.next(events(status(6, "failed")));
    watches[1].sink.complete();
    await done;
    expect(seen).toEqual(range(1, 6));
  });

  it("asks for what a hole left out, and takes nothing that follows it before", async () => {
    const { watch, watches } = start({ after: 0 });
    const { seen, done } = collect(watch);
    watches[0].sink.next(lines(1, 2));
    watches[0].sink.next(lines(5, 6));
    expect(watches[0].cancelled).toBe(true);
    expect(watches[1].after).toBe(2);
    watches[0].sink.next(lines(7, 8));
    watches[1].sink.next(lines(3, 6));
    watches[1].sink.next(events(status(7, "completed")));
    watches[1].sink.complete();
    await done;
    expect(seen).toEqual(range(1, 7));
  });

  it("fails where the server has no more what is missing", async () => {
    const { watch, watches } = start({ after: 2 });
    const { seen, done } = collect(watch);
    watches[0].sink.next(lines(5, 6));
    watches[1].sink.next(lines(5, 6));
    await expect(done).rejects.toThrow(EventsLostError);
    await expect(done).rejects.toMatchObject({ after: 2, next: 5 });
    expect(seen).toEqual([]);
    expect(watches).toHaveLength(2);
  });

  it("that is slow stops the stream when the buffer is full, and loses nothing", async () => {
    const { watch, watches } = start({ after: 0, buffer: 10 });
    const loop = watch[Symbol.asyncIterator]();
    watches[0].sink.next(lines(1, 8));
    watches[0].sink.next(lines(9, 12));
    watches[0].sink.next(lines(13, 20));
    expect(watches[0].cancelled).toBe(true);
    const seen: number[] = [];
    const take = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const { value } = await loop.next();
        if (value && value.kind !== "snapshot") seen.push(value.seq);
      }
    };
    await take(2);
    expect(watches).toHaveLength(1);
    await take(1);
    expect(watches[1].after).toBe(8);
    // larger than the buffer, and the queue not empty: not taken either
    watches[1].sink.next(lines(9, 40));
    expect(watches[1].cancelled).toBe(true);
    await take(5);
    // taken one at a time, an empty queue lets one delivery in however large it is
    const last = watches.length - 1;
    expect(watches[last].after).toBe(8);
    watches[last].sink.next(lines(9, 40));
    await take(32);
    expect(seen).toEqual(range(1, 40));
  });

  it("holds no more than the buffer while nobody takes", () => {
    const { watch, watches } = start({ after: 0, buffer: 100 });
    watch[Symbol.asyncIterator]();
    let taken = 0;
    for (let first = 1; first < 100_000 && !watches[0].cancelled; first += 10, taken += 10) watches[0].sink.next(lines(first, first + 9));
    expect(taken).toBeLessThanOrEqual(110);
    expect(watches).toHaveLength(1);
  });

  it("cancels the stream when it is left", async () => {
    const { watch, watches } = start({ after: 0 });
    const left = (async () => { for await (const item of watch) if (item.kind !== "snapshot" && item.seq === 2) break; })();
    watches[0].sink.next(lines(1, 5));
    await left;
    expect(watches[0].cancelled).toBe(true);
  });

  it("gets an aborted signal's reason at once", async () => {
    const stop = new AbortController();
    const { watch, watches } = start({ after: 0, signal: stop.signal });
    const { seen, done } = collect(watch);
    watches[0].sink.next(lines(1, 1));
    await vi.waitFor(() => expect(seen).toEqual([1]));
    stop.abort();
    await expect(done).rejects.toMatchObject({ name: "AbortError" });
    expect(watches[0].cancelled).toBe(true);

    const late = start({ signal: stop.signal });
    await expect(collect(late.watch).done).rejects.toMatchObject({ name: "AbortError" });
    expect(late.watches).toHaveLength(0);
  });

  it("ends quietly when the watch is closed, and with an error when the client is", async () => {
    const quiet = start();
    const first = collect(quiet.watch);
    quiet.watch.close();
    await first.done;
    const closed = start();
    const second = collect(closed.watch);
    await closed.client.close();
    await expect(second.done).rejects.toThrow(ClientClosedError);
  });

  it("throws what the server refuses, and waits out what it stumbles over", async () => {
    const refused = start();
    const first = collect(refused.watch);
    refused.watches[0].sink.error(hubError("Watch", new Error("An error occurred on the server while streaming results. HubException: There is no job 1.")));
    await expect(first.done).rejects.toThrow(JobNotFoundError);
    await expect(first.done).rejects.toThrow(/^There is no job 1\.$/);
    expect(refused.watches).toHaveLength(1);

    const stumbling = start();
    const second = collect(stumbling.watch);
    const fault = hubError("Watch", new Error("An error occurred on the server while streaming results."));
    for (let i = 0; i < 6; i++) {
      await vi.waitFor(() => expect(stumbling.watches).toHaveLength(i + 1));
      stumbling.watches[i].sink.error(fault);
    }
    await expect(second.done).rejects.toThrow(HubError);
  });

  it("begun after the last event of an ended job ends, and otherwise goes on", async () => {
    let seq = 9;
    const { watch, watches } = start({ after: 8 }, { list: async () => [job("1", { status: "completed", seq })] });
    const { seen, done } = collect(watch);
    watches[0].sink.complete();
    await vi.waitFor(() => expect(watches).toHaveLength(2));
    seq = 8;
    watches[1].sink.complete();
    await done;
    expect(seen).toEqual([]);
  });

  it("may be one of several over the same watch", async () => {
    const { watch, watches } = start({ after: 0 });
    const loops = [collect(watch), collect(watch)];
    for (const { sink } of watches) {
      sink.next(events(status(1, "completed")));
      sink.complete();
    }
    await Promise.all(loops.map(loop => loop.done));
    expect(loops.map(loop => loop.seen)).toEqual([[1], [1]]);
  });
});

describe("callbacks", () => {
  it("are told of the snapshot, each event once, and the end", async () => {
    const told: unknown[] = [];
    const { watches } = start({
      onSnapshot: item => told.push(`snapshot ${item.seq}`), onEvent: event => told.push(event.seq), onEnd: last => told.push(last),
    });
    watches[0].sink.next(snapshot(1));
    watches[0].sink.next(lines(2, 3));
    watches[0].sink.error(new ConnectionLostError("gone"));
    await vi.waitFor(() => expect(watches).toHaveLength(2));
    watches[1].sink.next(lines(3, 4));
    watches[1].sink.next(events(status(5, "cancelled")));
    watches[1].sink.complete();
    await vi.waitFor(() => expect(told).toEqual(["snapshot 1", 2, 3, 4, 5, "cancelled"]));
  });

  it("are told of errors, also of their own, and of nothing after that", () => {
    const errors: string[] = [];
    const seen: number[] = [];
    const { watches } = start({
      after: 0, onError: error => errors.push(error.message),
      onEvent: event => { seen.push(event.seq); if (event.seq === 2) throw new Error("of the callback"); },
    });
    watches[0].sink.next(lines(1, 5));
    watches[0].sink.next(lines(6, 7));
    expect(seen).toEqual([1, 2]);
    expect(errors).toEqual(["of the callback"]);
    expect(watches[0].cancelled).toBe(true);
  });

  it("hear nothing after the signal", () => {
    const stop = new AbortController();
    const onError = vi.fn(), onEvent = vi.fn();
    const { watches } = start({ after: 0, signal: stop.signal, onEvent, onError });
    stop.abort();
    watches[0].sink.next(lines(1, 2));
    expect(watches[0].cancelled).toBe(true);
    expect(onEvent).not.toHaveBeenCalled();
    expect(onError).not.toHaveBeenCalled();
  });
});
