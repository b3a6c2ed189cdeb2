// What the scripts share: the published SignalR client, and a way to say a result to the test that runs them.
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.WEB_ASSETS, "package.json"));
const signalR = require("@microsoft/signalr");
const WebSocket = createRequire(require.resolve("@microsoft/signalr"))("ws");

/** Connects; `kill()` on what comes back breaks the connection as a lost network would. */
export async function connect(url) {
  let socket;
  class KeptSocket extends WebSocket {
    constructor(...args) {
      super(...args);
      socket = this;
    }
  }
  const connection = new signalR.HubConnectionBuilder()
    .withUrl(`${url}/hubs/training`, { transport: signalR.HttpTransportType.WebSockets, WebSocket: KeptSocket })
    .configureLogging(signalR.LogLevel.None)
    .build();
  await connection.start();
  connection.kill = () => socket.terminate();
  return connection;
}

/** Follows a stream; the promise settles when it completes (true) or breaks (the error's message). */
export function follow(connection, next, method, ...args) {
  return new Promise(resolve => connection.stream(method, ...args).subscribe({
    next,
    complete: () => resolve(true),
    error: error => resolve(String(error.message ?? error)),
  }));
}

/** Runs a script's work and writes its result as JSON. */
export async function main(work) {
  try {
    const result = JSON.stringify(await work(...process.argv.slice(2)));
    process.stdout.write(result, () => process.exit(0));
  } catch (error) {
    process.stderr.write(String(error.stack ?? error), () => process.exit(1));
  }
}
