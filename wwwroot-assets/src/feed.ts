// The feeds of this page's servers, each made when first needed: "" is the server that the page's script belongs to.
import type { Feed } from "../client/src/feed.ts";

export type { Feed, LinkState, Sink } from "../client/src/feed.ts";

let factory: ((server: string) => Feed) | undefined;
let current = new Map<string, Feed>();

/** Says where feeds come from; takes effect for whatever is opened afterwards. */
export function setFeedFactory(make: (server: string) => Feed): void {
  factory = make;
  current = new Map();
}

/** The one feed of a server. */
export function feed(server = ""): Feed {
  if (!factory) throw new Error("No feed: setFeedFactory was not called.");
  let made = current.get(server);
  if (!made) current.set(server, (made = factory(server)));
  return made;
}
