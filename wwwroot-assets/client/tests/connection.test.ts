import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ClientClosedError, ConnectionLostError } from "../src/errors.ts";
import { LiveConnection, type HubPort } from "../src/connection.ts";

function fakePort(start: () => Promise<void>) {
  let closed = () => {};
  const streams: string[] = [];
  const port: HubPort = {
    start, stop: async () => undefined,
    onclose: callback => { closed = () => callback(); },
    invoke: async <T>() => undefined as T,
    stream: method => ({ subscribe: () => { streams.push(method); return { dispose: () => undefined }; } }),
  };
  return { port, streams, close: () => closed() };
}

beforeEach(() => {
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => undefined, removeEventListener: () => undefined });
});
afterEach(() => vi.unstubAllGlobals());

it("starts when first needed, tries until it succeeds, and comes back after a loss", async () => {
  const waits: number[] = [];
  const ports: ReturnType<typeof fakePort>[] = [];
  let failures = 5;
  const connection = new LiveConnection(() => {
    const made = fakePort(async () => { if (failures-- > 0) throw new Error("unreachable"); });
    ports.push(made);
    return made.port;
  }, async milliseconds => { waits.push(milliseconds); });
  const phases: string[] = [];
  connection.link.subscribe(link => { if (phases.at(-1) !== link.phase) phases.push(link.phase); });
  expect(ports).toHaveLength(0);

  await connection.ready();
  expect(ports).toHaveLength(6);
  expect(waits[0]).toBe(0);
  expect(phases).toEqual(["connecting", "disconnected", "connected"]);
  await vi.waitFor(() => expect(connection.link.value.roundTrip).toBeTypeOf("number"));

  ports[5].close();
  await vi.waitFor(() => expect(ports).toHaveLength(7));
  await vi.waitFor(() => expect(connection.link.value.phase).toBe("connected"));
  expect(phases.slice(3)).toEqual(["connecting", "connected"]);
});

it("opens a stream once connected, and not at all if cancelled before", async () => {
  const made = fakePort(async () => undefined);
  const connection = new LiveConnection(() => made.port, async () => undefined);
  const sink = { next: () => undefined, complete: () => undefined, error: () => undefined };
  connection.stream(sink, "Cancelled")();
  connection.stream(sink, "Watch");
  await connection.ready();
  await vi.waitFor(() => expect(made.streams).toEqual(["Watch"]));
});

it("tells a lost connection from what the server says, and ends everything when closed", async () => {
  const said: unknown[] = [];
  let closed = () => {};
  let sink: { error(error: unknown): void } | undefined;
  const port: HubPort = {
    start: async () => undefined,
    stop: async () => undefined,
    onclose: callback => { closed = () => callback(); },
    invoke: async <T>(method: string) => {
      if (method === "Ping") return true as T;
      if (method === "Lost") closed();
      throw new Error("An unexpected error occurred invoking 'Start' on the server. HubException: No.");
    },
    stream: () => ({ subscribe: given => { sink = given; return { dispose: () => undefined }; } }),
  };
  const connection = new LiveConnection(() => port, async () => undefined);
  await expect(connection.invoke(undefined, "Start")).rejects.toMatchObject({ name: "HubError", message: "No." });
  await expect(connection.invoke(undefined, "Lost")).rejects.toThrow(ConnectionLostError);

  connection.stream({ next: () => undefined, complete: () => undefined, error: error => said.push(error) }, "Watch");
  await vi.waitFor(() => expect(sink).toBeDefined());
  // as SignalR does: the streams first, the connection's end in the same breath
  sink!.error(new Error("The connection was closed."));
  closed();
  await vi.waitFor(() => expect(said).toHaveLength(1));
  expect(said[0]).toBeInstanceOf(ConnectionLostError);

  await connection.close();
  expect(connection.link.value).toEqual({ phase: "closed" });
  await expect(connection.ready()).rejects.toThrow(ClientClosedError);
});

it("takes a socket that refuses to send for lost, and comes back over a new one", async () => {
  const made: { stopped: boolean }[] = [];
  const connection = new LiveConnection(() => {
    const state = { stopped: false };
    const closing = made.push(state) === 1;
    return {
      start: async () => undefined,
      stop: async () => { state.stopped = true; },
      // its end is never said: the other side does not answer the close
      onclose: () => undefined,
      invoke: async <T>(method: string) => {
        // as SignalR's WebSocket transport does: with a sentence that is no Error
        if (closing && method !== "Ping") throw "WebSocket is not in the OPEN state";
        return method as T;
      },
      stream: () => ({ subscribe: sink => {
        if (closing) sink.error("WebSocket is not in the OPEN state");
        else sink.complete();
        return { dispose: () => undefined };
      } }),
    };
  }, async () => undefined);

  await expect(connection.invoke(undefined, "List")).rejects.toThrow(ConnectionLostError);
  expect(await connection.invoke(undefined, "List")).toBe("List");
  expect(made.map(port => port.stopped)).toEqual([true, false]);

  const ended = vi.fn();
  connection.stream({ next: () => undefined, complete: ended, error: () => undefined }, "Watch");
  await vi.waitFor(() => expect(ended).toHaveBeenCalled());
  await connection.close();
});

it("gives up a call, but not itself, when no connection comes about in time", async () => {
  const port = { start: () => new Promise<void>(() => undefined), stop: async () => undefined, onclose: () => undefined } as unknown as HubPort;
  const connection = new LiveConnection(() => port, async () => undefined);
  await expect(connection.ready(10)).rejects.toThrow(ConnectionLostError);
  const waiting = connection.ready();
  await connection.close();
  await expect(waiting).rejects.toThrow(ClientClosedError);
});
