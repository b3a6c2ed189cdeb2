import { describe, expect, it, vi } from "vitest";
import { connect, TrainingDashboardClient } from "../src/client.ts";
import type { Receipt } from "../src/contract.ts";
import { CommandRefusedError, ConnectionLostError, HubError, hubError, JobEndedError, JobNotFoundError } from "../src/errors.ts";
import type { Hub } from "../src/hubFeed.ts";
import { events, fakeHub, immediately, job, lines, receipt, snapshot, status } from "./fakeHub.ts";

function start(answers: Partial<Hub> = {}) {
  const fake = fakeHub(answers);
  return { ...fake, client: new TrainingDashboardClient(fake.hub, immediately) };
}

const answer = (state: Receipt["state"], reason?: string): Receipt => ({ command: "c", job: "1", action: "pause", state, reason, at: "" });
const commanded = (state: Receipt["state"], reason?: string) => start({ command: async () => answer(state, reason) });

describe("a receipt", () => {
  it("says when the command took effect, without a stream until it is asked", async () => {
    const { client, watches } = commanded("requested");
    const asked = await client.pause("1");
    expect(asked.state).toBe("requested");
    expect(watches).toHaveLength(0);
    const { applied } = asked;
    expect(asked.applied).toBe(applied);
    watches[0].sink.next(snapshot(5, { receipts: [receipt(5, "c", "requested")] }));
    watches[0].sink.next(events(receipt(6, "other", "applied", { step: 1, milliseconds: 1 })));
    watches[0].sink.error(new ConnectionLostError("gone"));
    await vi.waitFor(() => expect(watches).toHaveLength(2));
    expect(watches[1].after).toBe(6);
    watches[1].sink.next(events(receipt(7, "c", "applied", { step: 120, milliseconds: 3.5 })));
    expect(await applied).toMatchObject({ step: 120, milliseconds: 3.5, by: "a test", event: { seq: 7 } });
    expect(watches[1].cancelled).toBe(true);
  });

  it("is found in the snapshot, or from the beginning where the snapshot has it no more", async () => {
    const fast = commanded("requested");
    const first = (await fast.client.pause("1")).applied;
    fast.watches[0].sink.next(snapshot(6, { receipts: [receipt(5, "c", "requested"), receipt(6, "c", "applied", { step: 9, milliseconds: 2 })] }));
    expect(await first).toMatchObject({ step: 9 });

    const old = commanded("requested");
    const second = (await old.client.pause("1")).applied;
    old.watches[0].sink.next(snapshot(900));
    expect(old.watches[0].cancelled).toBe(true);
    expect(old.watches[1].after).toBe(0);
    old.watches[1].sink.next(events(receipt(1, "c", "applied", { step: 4, milliseconds: 2 })));
    expect(await second).toMatchObject({ step: 4 });
  });

  it("of a refused command has the reason", async () => {
    const { client, watches } = commanded("refused", "The job is already paused.");
    const asked = await client.pause("1");
    expect(asked).toMatchObject({ state: "refused", reason: "The job is already paused." });
    await expect(asked.applied).rejects.toThrow(CommandRefusedError);
    await expect(asked.applied).rejects.toThrow("The job is already paused.");
    expect(watches).toHaveLength(0);
  });

  it("of a command refused later, or of a job that ended first, is an error", async () => {
    const refused = commanded("requested");
    const first = (await refused.client.pause("1")).applied;
    refused.watches[0].sink.next(snapshot(1, { receipts: [receipt(1, "c", "requested")] }));
    refused.watches[0].sink.next(events(receipt(2, "c", "refused", { reason: "Too late." })));
    await expect(first).rejects.toThrow("Too late.");

    const ended = commanded("requested");
    const second = (await ended.client.pause("1")).applied;
    ended.watches[0].sink.next(snapshot(1, { receipts: [receipt(1, "c", "requested")] }));
    ended.watches[0].sink.next(events(status(2, "completed")));
    ended.watches[0].sink.complete();
    await expect(second).rejects.toThrow(JobEndedError);
    await expect(second).rejects.toMatchObject({ status: "completed", jobId: "1" });
  });

  it("ends with the client", async () => {
    const { client } = commanded("requested");
    const { applied } = await client.pause("1");
    await client.close();
    await expect(applied).rejects.toThrow("The client was closed.");
    await expect((await commanded("requested").client.pause("1"))).toBeTruthy();
  });
});

describe("calls", () => {
  it("that only ask are asked again when the connection breaks; commands are not", async () => {
    let asked = 0, commandedTimes = 0;
    const { client } = start({
      list: async () => { if (++asked < 3) throw new ConnectionLostError("gone"); return [job("1"), job("2")]; },
      command: async () => { commandedTimes++; throw new ConnectionLostError("gone"); },
    });
    expect((await client.list()).map(each => each.id)).toEqual(["1", "2"]);
    expect(asked).toBe(3);
    await expect(client.stop("1")).rejects.toThrow(ConnectionLostError);
    expect(commandedTimes).toBe(1);
  });

  it("that start a job are asked again under the same key, their own or the caller's", async () => {
    const keys: string[] = [];
    const ask = async (key: string) => { keys.push(key); if (keys.length % 2) throw new ConnectionLostError("gone"); return job("1"); };
    const { client } = start({ start: (_, key) => ask(key), fork: (_, __, key) => ask(key) });
    expect(await client.start({ epochs: 1 })).toMatchObject({ id: "1" });
    await client.start({ epochs: 1 });
    await client.start(undefined, { idempotencyKey: "mine" });
    await client.fork("1", 100, {}, { idempotencyKey: "mine-too" });
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys.slice(4)).toEqual(["mine", "mine", "mine-too", "mine-too"]);
  });

  it("find one job", async () => {
    const { client } = start({ list: async () => [job("1"), job("2", { name: "two" })] });
    expect(await client.job("2")).toMatchObject({ name: "two" });
    await expect(client.job("3")).rejects.toThrow(JobNotFoundError);
  });

  it("surface the hub's sentence, known or not", () => {
    const said = hubError("Start", new Error("An unexpected error occurred invoking 'Start' on the server. HubException: epochs: Expected a whole number.\nseed: no."));
    expect(said).toBeInstanceOf(HubError);
    expect(said).toMatchObject({ message: "epochs: Expected a whole number.\nseed: no.", method: "Start", refused: true });
    expect(hubError("Start", new Error("epochs: Expected a whole number."))).toMatchObject({ message: "epochs: Expected a whole number.", refused: true });
    expect(hubError("Pause", new Error("There is no job 7."))).toBeInstanceOf(JobNotFoundError);
    for (const broken of ["An unexpected error occurred invoking 'Start' on the server.", "Invocation canceled due to the underlying connection being closed."])
      expect(hubError("Start", new Error(broken))).toMatchObject({ message: broken, refused: false });
    expect(hubError("Pause", new Error("x HubException: There is no job 7."))).toBeInstanceOf(JobNotFoundError);
  });

  it("refuse an address that is none", () => expect(() => connect("not an address")).toThrow("Invalid URL"));
});

describe("steering", () => {
  it("goes with its arguments as the server takes them", async () => {
    const sent: unknown[][] = [];
    const { client } = start({ send: async (...call) => { sent.push(call); return answer("requested"); } });
    await client.step("1");
    await client.step("1", { epochs: 1 });
    await client.set("1", { learningRate: 0.005 }, { at: 10, over: 20 });
    await client.revert("1");
    await client.setBreakpoints("1", [{ when: "loss", above: 3 }]);
    await client.rollback("1", { steps: 50 });
    expect(sent).toEqual([
      ["1", "step", {}],
      ["1", "step", { epochs: 1 }],
      ["1", "set", { values: { learningRate: 0.005 }, at: 10, over: 20 }],
      ["1", "revert", null],
      ["1", "breakpoints", { breakpoints: [{ when: "loss", above: 3 }] }],
      ["1", "rollback", { steps: 50 }],
    ]);
  });

  it("is asked for again when its connection breaks", async () => {
    let asked = 0;
    const { client } = start({ steering: async () => { if (++asked === 1) throw new ConnectionLostError("gone"); return { breakpoints: [] } as never; } });
    expect(await client.steering("1")).toEqual({ breakpoints: [] });
  });
});

describe("the list of jobs", () => {
  it("comes whole, then as changes, and tells what went while the connection was away", async () => {
    const { client, lists } = start();
    const loop = client.watchJobs()[Symbol.asyncIterator]();
    lists[0].sink.next({ jobs: [job("1"), job("2")], removed: [] });
    expect((await loop.next()).value).toMatchObject({ jobs: [{ id: "1" }, { id: "2" }], removed: [] });
    lists[0].sink.error(new ConnectionLostError("gone"));
    await vi.waitFor(() => expect(lists).toHaveLength(2));
    lists[1].sink.next({ jobs: [job("2"), job("3")], removed: [] });
    expect((await loop.next()).value).toMatchObject({ jobs: [{ id: "2" }, { id: "3" }], removed: ["1"] });
    await loop.return!();
    expect(lists[1].cancelled).toBe(true);
    expect(await loop.next()).toEqual({ value: undefined, done: true });
  });

  it("is merged for a slow loop: each job once, as it stands", async () => {
    const { client, lists } = start();
    const loop = client.watchJobs()[Symbol.asyncIterator]();
    for (let step = 0; step < 1000; step++) lists[0].sink.next({ jobs: [job("1", { step })], removed: step === 500 ? ["2"] : [] });
    const { value } = await loop.next();
    expect(value).toMatchObject({ jobs: [{ id: "1", step: 999 }], removed: ["2"] });
    const next = loop.next();
    lists[0].sink.next({ jobs: [job("1", { status: "completed" })], removed: [] });
    expect((await next).value).toMatchObject({ jobs: [{ status: "completed" }] });
  });

  it("goes to callbacks, and stops with the signal or the watch", () => {
    const stop = new AbortController();
    const onChange = vi.fn();
    const { client, lists } = start();
    client.watchJobs({ onChange, signal: stop.signal });
    const second = client.watchJobs({ onChange });
    for (const { sink } of lists) sink.next({ jobs: [job("1")], removed: [] });
    expect(onChange).toHaveBeenCalledTimes(2);
    stop.abort();
    second.close();
    expect(lists.every(list => list.cancelled)).toBe(true);
    for (const { sink } of lists) sink.next({ jobs: [job("1")], removed: [] });
    expect(onChange).toHaveBeenCalledTimes(2);
  });
});

it("many watches of one client are no leak", async () => {
  const warned = vi.fn();
  const { client, watches } = start();
  const listen = (globalThis as unknown as { process: { on(name: string, act: () => void): void } }).process;
  listen.on("warning", warned);
  const loops = Array.from({ length: 50 }, () => client.watch("1", { after: 0 })[Symbol.asyncIterator]());
  for (const { sink } of watches) sink.next(lines(1, 1));
  await Promise.all(loops.map(loop => loop.next()));
  await client.close();
  await new Promise(resolve => setTimeout(resolve, 10));
  expect(warned).not.toHaveBeenCalled();
});
