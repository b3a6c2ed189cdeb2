// httpChaos.mjs URL JOB KILLS SEED: every event over server-sent events with Node's HTTP client, through breaking connections.
import { main } from "../../Hub/client.mjs";
import { chaos } from "./chaos.mjs";
import { read } from "./sse.mjs";

await main(async (url, job, kills, seed) => {
  const proxy = await chaos(url, Number(kills), Number(seed));
  const result = { seqs: [], useful: 0, badIds: 0, status: null };
  let last = 0;
  let answer;
  do {
    let told = 0;
    answer = await read(`${proxy.url}/training/${job}/stream?after=0`, last || null, message => {
      if (message.comment !== undefined)
        return;
      const body = JSON.parse(message.data);
      if (message.event === undefined) {
        result.status = body.status;
        result.badIds += message.id !== last;
        return;
      }
      result.badIds += message.id !== body.seq || message.event !== body.kind;
      result.seqs.push(body.seq);
      last = message.id;
      told++;
    });
    result.useful += told > 0;
  } while (!answer.whole || answer.status === 200);
  return { ...result, kills: proxy.kills, end: answer.status };
});
