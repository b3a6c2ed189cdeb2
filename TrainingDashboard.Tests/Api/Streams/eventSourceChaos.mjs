// eventSourceChaos.mjs URL JOB KILLS SEED: every event with an EventSource, which comes back by itself, through breaking
// connections. Ends when the EventSource gives up because it has been told that there is nothing more.
import { EventSource, kinds, main } from "./clients.mjs";
import { chaos } from "./chaos.mjs";

await main(async (url, job, kills, seed) => {
  // Between the two ends of line after an id this client loses a message whatever a server does: it takes the id as
  // seen and has not yet told of the message. What browsers do is in httpChaos.mjs.
  const cut = (length, chunk) => chunk[length - 1] === 10 && chunk[length - 2] !== 10 ? length - 1 : length;
  const proxy = await chaos(url, Number(kills), Number(seed), cut);
  const result = { seqs: [], useful: 0, badIds: 0, status: null };
  const source = new EventSource(`${proxy.url}/training/${job}/stream?after=0`);
  source.reconnectInterval = 1;
  let last = 0;
  let told = 0;
  source.onmessage = message => {
    result.status = JSON.parse(message.data).status;
    result.badIds += Number(message.lastEventId) !== last;
  };
  for (const kind of kinds) {
    source.addEventListener(kind, message => {
      const event = JSON.parse(message.data);
      result.badIds += Number(message.lastEventId) !== event.seq || event.kind !== kind;
      result.seqs.push(event.seq);
      last = event.seq;
      told++;
    });
  }
  await new Promise(resolve => {
    source.onerror = error => {
      result.useful += told > 0;
      told = 0;
      result.end = error.status ?? result.end;
      // it closes itself right after saying so
      if (error.status)
        setImmediate(resolve);
    };
  });
  return { ...result, kills: proxy.kills };
});
