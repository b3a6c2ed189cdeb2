import { describe, expect, it, vi } from "vitest";
import type { Delivery, JobEvent, JobSummary, Snapshot } from "../client/src/contract.ts";
import type { Feed, LinkState, Sink } from "../src/feed.ts";
import { Observable } from "../client/src/observable.ts";
import { JobWatch } from "../src/watch.ts";

interface Opened { after: number | null; sink: Sink<Delivery>; cancelled: boolean }

function fakeFeed() {
  const opened: Opened[] = [];
  const source: Feed = {
    link: new Observable<LinkState>({ phase: "connected" }),
    connect: () => undefined,
    watch: (_, after, sink) => {
      const stream: Opened = { after, sink, cancelled: false };
      opened.push(stream);
      return () => { stream.cancelled = true; };
    },
    watchJobs: () => () => undefined,
    series: () => Promise.reject(new Error("not used")),
  };
  return { opened, source };
}

const snapshot = (seq: number, loss: number[] = []): Snapshot => ({
  seq,
  job: { id: "1", status: "running" } as JobSummary,
  series: [{ name: "loss", count: loss.length, steps: loss.map((_, i) => i), times: loss, min: loss, max: loss, last: loss, notFinite: loss.map(() => 0) }],
  log: [], receipts: [], steering: [], abandoned: [],
});
const metric = (seq: number, step: number, value: number): JobEvent =>
  ({ seq, at: 0, kind: "metrics", blocks: [{ steps: [step], times: [0], series: { loss: [value] } }] });
const events = (...list: JobEvent[]): Delivery => ({ events: list, first: list[0].seq, last: list[list.length - 1].seq });
const immediately = () => Promise.resolve();

function start(options = {}) {
  const { opened, source } = fakeFeed();
  const watch = new JobWatch("1", source, { wait: immediately, ...options });
  watch.open();
  return { opened, watch };
}

describe("JobWatch", () => {
  it("begins with a snapshot and goes on with events", () => {
    const { opened, watch } = start();
    expect(opened[0].after).toBeNull();
    opened[0].sink.next({ snapshot: snapshot(10, [3, 2]) });
    opened[0].sink.next(events(metric(11, 2, 1)));
    expect(watch.seq).toBe(11);
    expect(watch.model.series.get("loss")!.last).toEqual([3, 2, 1]);
  });

  it("resumes after the last seq it saw", async () => {
    const { opened, watch } = start();
    opened[0].sink.next({ snapshot: snapshot(10, [3]) });
    opened[0].sink.next(events(metric(11, 1, 2), metric(12, 2, 1)));
    opened[0].sink.error(new Error("connection lost"));
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    expect(opened[1].after).toBe(12);
    opened[1].sink.next(events(metric(13, 3, 0)));
    expect(watch.model.series.get("loss")!.last).toEqual([3, 2, 1, 0]);
  });

  it("drops duplicates, also those overlapping with news", () => {
    const { opened, watch } = start();
    opened[0].sink.next({ snapshot: snapshot(10, [5]) });
    opened[0].sink.next(events(metric(11, 1, 4)));
    opened[0].sink.next(events(metric(10, 0, 99), metric(11, 1, 99), metric(12, 2, 3)));
    opened[0].sink.next(events(metric(11, 1, 99)));
    expect(watch.model.series.get("loss")!.last).toEqual([5, 4, 3]);
    expect(watch.seq).toBe(12);
  });

  it("starts over from a snapshot when there is a hole", () => {
    const { opened, watch } = start();
    opened[0].sink.next({ snapshot: snapshot(10, [5]) });
    opened[0].sink.next(events(metric(13, 4, 1)));
    expect(opened[0].cancelled).toBe(true);
    expect(opened[1].after).toBeNull();
    opened[0].sink.next(events(metric(14, 5, 1)));
    opened[1].sink.next({ snapshot: snapshot(14, [5, 4, 3, 2, 1]) });
    expect(watch.model.series.get("loss")!.last).toEqual([5, 4, 3, 2, 1]);
    expect(watch.seq).toBe(14);
  });

  it("takes a snapshot instead of events the server no longer holds", () => {
    const { opened, watch } = start();
    opened[0].sink.next({ snapshot: snapshot(10, [5]) });
    opened[0].sink.next({ snapshot: snapshot(500, [9, 8]) });
    expect(watch.seq).toBe(500);
    expect(watch.model.series.get("loss")!.last).toEqual([9, 8]);
  });

  it("asks for a snapshot where the job went back into the middle of a bucket", () => {
    const { opened, watch } = start();
    const steps = Array.from({ length: 9000 }, (_, i) => i);
    opened[0].sink.next({ snapshot: snapshot(10, []) });
    opened[0].sink.next(events({ seq: 11, at: 0, kind: "metrics", blocks: [{ steps, times: steps, series: { loss: steps.map(() => NaN) } }] }));
    expect(watch.model.series.get("loss")!.notFinite).toBe(9000);
    opened[0].sink.next(events(metric(12, 1001, 1)));
    expect(opened[0].cancelled).toBe(true);
    expect(opened[1].after).toBeNull();
    opened[1].sink.next({ snapshot: snapshot(12, [1, NaN, 1]) });
    expect(watch.model.series.get("loss")!.count).toBe(3);
    expect(opened).toHaveLength(2);
    opened[1].sink.next(events(metric(13, 3, 1)));
    expect(watch.model.series.get("loss")!.last).toEqual([1, NaN, 1, 1]);
  });

  it("ignores kinds it does not know but counts them as seen", () => {
    const { opened, watch } = start();
    opened[0].sink.next({ snapshot: snapshot(1) });
    opened[0].sink.next(events({ seq: 2, at: 0, kind: "annotation" } as unknown as JobEvent));
    opened[0].sink.next(events(metric(3, 1, 1)));
    expect(opened).toHaveLength(1);
    expect(watch.seq).toBe(3);
  });

  it("rests after the final status and wakes when the job is taken up again", () => {
    let wake = () => {};
    const { opened, watch } = start({ onNews: (_: string, __: number, news: () => void) => { wake = news; return () => undefined; } });
    opened[0].sink.next({ snapshot: snapshot(1) });
    opened[0].sink.next(events({ seq: 2, at: 0, kind: "status", status: "completed", attempt: 1 }));
    opened[0].sink.complete();
    expect(watch.ended).toBe(true);
    expect(opened).toHaveLength(1);
    wake();
    expect(opened[1].after).toBe(2);
  });

  it("reopens a stream that completed while the job had not", async () => {
    const { opened } = start();
    opened[0].sink.next({ snapshot: snapshot(7) });
    opened[0].sink.complete();
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    expect(opened[1].after).toBe(7);
  });
});
