// watchSocket.mjs URL JOB: how a WebSocket ends; says the type of each message on stderr, and "open".
import { main, WebSocket } from "./clients.mjs";

await main((url, job) => new Promise(resolve => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/training/${job}/ws`);
  socket.on("open", () => process.stderr.write("open\n"));
  socket.on("error", () => {});
  socket.on("message", data => process.stderr.write(`${JSON.parse(data).type}\n`));
  socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }));
}));
