// socketAbuse.mjs URL JOB: how a WebSocket is closed on those who send too much or the wrong thing.
import { main, WebSocket } from "./clients.mjs";

await main(async (url, job) => {
  const closing = (abuse, query = "") => new Promise(resolve => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/training/${job}/ws${query}`);
    socket.on("unexpected-response", (request, response) => resolve({ code: response.statusCode }));
    socket.on("error", () => {});
    socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }));
    socket.on("open", () => abuse(socket));
  });
  return {
    long: await closing(socket => socket.send("x".repeat(4097))),
    huge: await closing(socket => socket.send("x".repeat(4_000_000))),
    binary: await closing(socket => socket.send(Buffer.from("stop"))),
    flood: await closing(socket => { for (let i = 0; i < 200; i++) socket.send("nonsense"); }),
    goodBye: await closing(socket => socket.close(1000, "enough")),
    noText: await closing(socket => socket.send(Buffer.from([0xff, 0xfe]), { binary: false })),
    badAfter: await closing(() => {}, "?after=-1"),
    badBehind: await closing(() => {}, "?behind=me"),
  };
});
