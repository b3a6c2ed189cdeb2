// Soon and for ever: a server that restarts is back within a second or two, and nobody should have to press reload.
import { onOnline, onVisible } from "./presence.ts";

const delays = [0, 300, 1000, 2000];
const longest = 3000;

/** Milliseconds to wait before attempt number `attempt` (from 0); ±20 % so that many pages don't return at one instant. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const base = attempt < delays.length ? delays[attempt] : longest;
  return Math.min(longest, Math.round(base * (0.8 + 0.4 * random())));
}

/** Waits `milliseconds`, or less: ends at once when the tab becomes visible, the network returns, or `signal` aborts. */
export function patience(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      leaveVisible();
      leaveOnline();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const leaveVisible = onVisible(end);
    const leaveOnline = onOnline(end);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
  });
}
