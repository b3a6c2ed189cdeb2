// Starts Blazor and keeps its circuit: a lost connection is said in the corner and taken up again soon and for ever.
// The same for the 9.0 and 10.0 scripts, as it replaces their handler and uses none of their markup or events.
import { h } from "./dom.ts";
import { patience, retryDelay } from "../client/src/retry.ts";

const startPatience = 20;
const triedAnew = "tried-anew";

interface BlazorGlobal {
  start(options: object): Promise<void>;
  /** true: back; false: the server answered but no longer knows the circuit; throws: the server was not reached */
  reconnect(): Promise<boolean>;
}

export interface ReconnectSteps {
  /** whether the server answers at all */
  reachable(): Promise<boolean>;
  reconnect(): Promise<boolean>;
  reload(): void;
  wait(milliseconds: number): Promise<void>;
  /** the connection is back (or the page is leaving), whoever saw to it */
  over(): boolean;
}

/** Tries until the circuit is back or the page is reloaded. */
export async function retryCircuit(steps: ReconnectSteps): Promise<"back" | "reloaded"> {
  for (let attempt = 1; ; attempt++) {
    await steps.wait(retryDelay(attempt));
    if (steps.over()) return "back";
    // asked first, as the script shows its error bar when a connection attempt fails
    if (!await steps.reachable()) continue;
    let accepted: boolean;
    try {
      accepted = await steps.reconnect();
    } catch {
      continue;
    }
    if (accepted) return "back";
    // rejected: the server restarted; a fresh page is the only way back, and only while there is someone to serve it
    if (!await steps.reachable()) continue;
    steps.reload();
    return "reloaded";
  }
}

export interface StartSteps {
  /** whether the page's buttons work */
  interactive(): boolean;
  reachable(): Promise<boolean>;
  /** whether starting failed */
  failed(): boolean;
  /** whether a page that only seems slow may be loaded anew by now */
  patienceIsOver(seconds: number): boolean;
  /** says that the server is away, or no longer */
  away(is: boolean): void;
  reload(): void;
  wait(milliseconds: number): Promise<void>;
}

/** Sees to it that the page's buttons come to work: one that the server left before they did is loaded anew once it is back. */
export async function awaitInteractive(steps: StartSteps): Promise<"interactive" | "reloaded"> {
  let left = false;
  for (let seconds = 1; ; seconds++) {
    await steps.wait(1000);
    if (steps.interactive()) {
      steps.away(false);
      return "interactive";
    }
    if (!await steps.reachable()) steps.away(left = true);
    else if (left || steps.failed() || steps.patienceIsOver(seconds)) {
      steps.reload();
      return "reloaded";
    }
  }
}

/** Starts Blazor if its script is on the page (with autostart="false"). */
export function startBlazor(): void {
  const blazor = (globalThis as { Blazor?: BlazorGlobal }).Blazor;
  if (!blazor?.start) return;

  let down = false;
  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  const banner = makeBanner();

  const onConnectionUp = () => {
    down = false;
    banner.hide();
  };
  const onConnectionDown = () => {
    if (down || leaving) return;
    down = true;
    banner.show();
    void retryCircuit({
      reachable,
      reconnect: () => blazor.reconnect(),
      reload: () => location.reload(),
      wait: patience,
      over: () => !down || leaving,
    }).then(result => { if (result === "back") onConnectionUp(); });
  };

  let failed = false;
  Promise.resolve()
    .then(() => blazor.start({ circuit: { reconnectionHandler: { onConnectionDown, onConnectionUp } } }))
    .catch(error => {
      failed = true;
      console.warn("Blazor did not start:", error);
    });
  void awaitInteractive({
    interactive: () => document.querySelector("[data-interactive]") !== null || leaving,
    reachable,
    failed: () => failed,
    patienceIsOver: seconds => seconds >= startPatience && mayTryAnew(),
    away: is => is ? banner.show() : down || banner.hide(),
    reload: () => location.reload(),
    wait: milliseconds => new Promise(done => setTimeout(done, milliseconds)),
  });
}

/** Whether a start that only seems slow was not given up lately: where it never succeeds, the page must not be loaded for ever. */
function mayTryAnew(): boolean {
  try {
    const last = Number(sessionStorage.getItem(triedAnew) ?? 0);
    if (Date.now() - last < 300_000) return false;
    sessionStorage.setItem(triedAnew, String(Date.now()));
    return true;
  } catch {
    return false; // storage may be forbidden
  }
}

async function reachable(): Promise<boolean> {
  try {
    const answer = await fetch(new URL("healthz", document.baseURI), { cache: "no-store", signal: AbortSignal.timeout(3000) });
    // a proxy in front answers 502, 503 or 504 for a server that is away
    return answer.status < 502 || answer.status > 504;
  } catch {
    return false;
  }
}

function makeBanner() {
  const element = h("div", { class: "connection-banner", role: "status" });
  return {
    show() {
      element.replaceChildren(h("i", { class: "dot", "aria-hidden": "true" }), "Connection lost, retrying…");
      document.body.append(element);
    },
    hide: () => element.remove(),
  };
}
