import { expect, it, vi } from "vitest";
import { awaitInteractive, retryCircuit, type ReconnectSteps, type StartSteps } from "../src/reconnect.ts";

function steps(over: Partial<ReconnectSteps>): ReconnectSteps & { waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    reachable: async () => true,
    reconnect: async () => true,
    reload: vi.fn(),
    wait: async milliseconds => { waits.push(milliseconds); },
    over: () => false,
    ...over,
  };
}

it("goes on until the server is reached", async () => {
  let tries = 0;
  const s = steps({ reconnect: async () => { if (++tries < 20) throw new Error("unreachable"); return true; } });
  expect(await retryCircuit(s)).toBe("back");
  expect(tries).toBe(20);
  expect(Math.max(...s.waits)).toBeLessThanOrEqual(3000);
  expect(s.waits[0]).toBeLessThan(400);
  expect(s.reload).not.toHaveBeenCalled();
});

it("reloads when rejected, and only once the server answers", async () => {
  const answers = [true, false, true, true];
  const s = steps({ reachable: async () => answers.shift()!, reconnect: async () => false });
  expect(await retryCircuit(s)).toBe("reloaded");
  expect(s.reload).toHaveBeenCalledTimes(1);
  expect(answers).toEqual([]);
});

it("does not touch the circuit while the server is away", async () => {
  let away = 3;
  const reconnect = vi.fn(async () => true);
  expect(await retryCircuit(steps({ reachable: async () => away-- <= 0, reconnect }))).toBe("back");
  expect(reconnect).toHaveBeenCalledTimes(1);
});

function starting(over: Partial<StartSteps>): StartSteps {
  return {
    interactive: () => false,
    reachable: async () => true,
    failed: () => false,
    patienceIsOver: () => false,
    away: vi.fn(),
    reload: vi.fn(),
    wait: async () => {},
    ...over,
  };
}

it("leaves a page alone that comes to work", async () => {
  let asked = 0;
  const s = starting({ interactive: () => ++asked === 5 });
  expect(await awaitInteractive(s)).toBe("interactive");
  expect(s.reload).not.toHaveBeenCalled();
});

it("loads a page anew that the server left before it worked, once it is back", async () => {
  const answers = [true, false, false, true];
  const s = starting({ reachable: async () => answers.shift()! });
  expect(await awaitInteractive(s)).toBe("reloaded");
  expect(answers).toEqual([]);
  expect(s.away).toHaveBeenLastCalledWith(true);
  expect(s.reload).toHaveBeenCalledTimes(1);
});

it("loads a page anew whose start failed or takes too long", async () => {
  expect(await awaitInteractive(starting({ failed: () => true }))).toBe("reloaded");
  expect(await awaitInteractive(starting({ patienceIsOver: seconds => seconds === 20 }))).toBe("reloaded");
});
