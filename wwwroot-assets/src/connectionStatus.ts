import { h, setText } from "./dom.ts";
import { feed, type LinkState } from "./feed.ts";
import { LiveElement } from "./liveElement.ts";

export function describeLink(link: LinkState): string {
  switch (link.phase) {
    case "connected": return link.roundTrip === undefined ? "Live" : `Live · ${link.roundTrip < 1 ? "under 1" : link.roundTrip} ms`;
    case "connecting": return "Reconnecting…";
    case "disconnected": return "Server unreachable, retrying";
    case "closed": return "Closed";
  }
}

/** `<connection-status>`: whether what the page shows is live, and how far away the server is. */
export class ConnectionStatus extends LiveElement {
  private stop: (() => void) | undefined;

  protected mount(): void {
    const label = h("span");
    // said aloud when the state changes, but not at every measurement
    const spoken = h("span", { class: "visually-hidden", role: "status" });
    this.replaceChildren(h("i", { class: "dot", "aria-hidden": "true" }), label, spoken);
    let ever = false;
    this.stop = feed().link.subscribe(link => {
      ever ||= link.phase === "connected";
      this.dataset.state = link.phase;
      this.toggleAttribute("data-lost", link.phase === "disconnected" || (ever && link.phase !== "connected"));
      setText(label, !ever && link.phase === "connecting" ? "Connecting…" : describeLink(link));
      setText(spoken, link.phase === "connected" ? "Live" : link.phase === "disconnected" ? "Server unreachable, retrying" : "");
    });
    feed().connect();
  }

  protected unmount(): void {
    this.stop?.();
  }
}
