// watchSource.mjs URL JOB [QUERY]: what an EventSource hears until it is told that there is no more.
import { EventSource, kinds, main } from "./clients.mjs";

await main(async (url, job, query = "") => {
  const source = new EventSource(`${url}/training/${job}/stream${query}`);
  source.reconnectInterval = 1;
  const result = { statuses: [], snapshots: [], kinds: [], seqs: [], opened: 0 };
  const started = performance.now();
  source.onopen = () => result.opened++;
  source.onmessage = message => result.statuses.push({ at: performance.now() - started, id: Number(message.lastEventId), body: JSON.parse(message.data) });
  source.addEventListener("snapshot", message => result.snapshots.push({ id: Number(message.lastEventId), body: JSON.parse(message.data) }));
  for (const kind of kinds) {
    source.addEventListener(kind, message => {
      result.kinds.push(kind);
      result.seqs.push(Number(message.lastEventId));
    });
  }
  await new Promise(resolve => {
    // it closes itself right after saying so
    source.onerror = error => { if (error.status) setImmediate(resolve); };
  });
  return { ...result, closed: source.readyState === EventSource.CLOSED };
});
