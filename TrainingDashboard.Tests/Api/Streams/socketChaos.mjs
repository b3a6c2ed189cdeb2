// socketChaos.mjs URL JOB KILLS SEED: every event over WebSockets that break.
import { main, WebSocket } from "./clients.mjs";
import { chaos } from "./chaos.mjs";

await main(async (url, job, kills, seed) => {
  const proxy = await chaos(url, Number(kills), Number(seed));
  const result = { seqs: [], useful: 0, badIds: 0, status: null };
  let last = 0;
  let end;
  do {
    let told = 0;
    end = await new Promise(resolve => {
      const socket = new WebSocket(`${proxy.url.replace("http", "ws")}/training/${job}/ws?after=${last}`);
      socket.on("error", () => {});
      socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }));
      socket.on("message", data => {
        const message = JSON.parse(data);
        if (message.type === "status")
          result.status = message.status;
        if (message.type !== "events")
          return;
        result.badIds += message.first !== message.events[0].seq || message.last !== message.events.at(-1).seq;
        result.seqs.push(...message.events.map(event => event.seq));
        last = message.last;
        told++;
      });
    });
    result.useful += told > 0;
  } while (end.code !== 1000);
  return { ...result, kills: proxy.kills, end };
});
