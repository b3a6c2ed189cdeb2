// socketCommands.mjs URL JOB: commands and nonsense over a WebSocket; says "pausing" when a pause is asked for.
import { main, WebSocket } from "./clients.mjs";

await main(async (url, job) => {
  const messages = [];
  const waiting = [];
  const socket = new WebSocket(`${url.replace("http", "ws")}/training/${job}/ws`);
  const closed = new Promise(resolve => socket.on("close", (code, reason) => resolve({ code, reason: String(reason) })));
  socket.on("message", data => {
    messages.push(JSON.parse(data));
    for (const wait of waiting.splice(0))
      wait();
  });
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  let from = 0;
  // What comes by different ways, such as the status and the events, comes in any order: those are looked for from one mark.
  const answer = async (fits, mark = from) => {
    for (let at = mark;;) {
      for (; at < messages.length; at++) {
        if (fits(messages[at])) {
          from = Math.max(from, at + 1);
          return messages[at];
        }
      }
      await new Promise(resolve => waiting.push(resolve));
    }
  };
  const ask = (text, type) => {
    socket.send(text);
    return answer(message => message.type === type);
  };

  const result = { errors: {} };
  result.snapshot = await answer(message => message.type === "snapshot", 0);
  result.status = await answer(message => message.type === "status", 0);
  for (const bad of ["start", "", "{", "[]", "null", "\"pause\"", "{\"action\":\"jump\"}", "{\"action\":7}", "{\"action\":\"pause\",\"id\":7}",
    "{\"action\":\"pause\",\"id\":\"\"}", "{\"action\":\"pause\",\"action\":\"stop\"}", "{\"action\":\"\\ud800\"}", "[".repeat(4000)])
    result.errors[bad.slice(0, 40)] = await ask(bad, "error");
  result.early = await ask(JSON.stringify({ id: "r-1", action: "resume" }), "receipt");
  const asked = from;
  process.stderr.write("pausing\n");
  result.pause = await ask(JSON.stringify({ id: "p-1", action: "pause" }), "receipt");
  result.again = await ask(JSON.stringify({ id: "p-1", action: "pause" }), "receipt");
  result.applied = await answer(message => message.type === "events" && message.events.some(e => e.kind === "receipt" && e.command === "p-1" && e.state === "applied"), asked);
  result.paused = await answer(message => message.type === "status" && message.status === "paused", asked);
  result.resume = await ask(" resume\n", "receipt");
  result.stop = await ask("stop", "receipt");
  result.closed = await closed;
  // the stop's receipt and what the stop leads to come by different ways
  result.last = messages.findLast(message => message.type !== "receipt");
  return result;
});
