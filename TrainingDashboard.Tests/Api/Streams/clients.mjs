// The clients that @microsoft/signalr brings along, as everybody has them.
import { createRequire } from "node:module";
import path from "node:path";

export { connect, follow, main } from "../../Hub/client.mjs";

const assets = createRequire(path.join(process.env.WEB_ASSETS, "package.json"));
const signalR = createRequire(assets.resolve("@microsoft/signalr"));

export const WebSocket = signalR("ws");
export const EventSource = signalR("eventsource");

/** The names of the events of a stream. */
export const kinds = ["metrics", "status", "epoch", "confusion", "log", "receipt", "checkpoint"];
