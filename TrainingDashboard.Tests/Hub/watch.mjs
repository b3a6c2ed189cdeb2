// watch.mjs URL JOB [AFTER]: everything a watcher is told until the stream ends, and how old the points were on arrival.
import { connect, follow, main } from "./client.mjs";

await main(async (url, job, after) => {
  const connection = await connect(url);
  const result = { snapshots: [], events: [], deliveries: 0, ages: [] };
  result.end = await follow(connection, delivery => {
    const now = Date.now();
    result.deliveries++;
    if (delivery.snapshot)
      result.snapshots.push(delivery.snapshot);
    for (const event of delivery.events ?? []) {
      result.events.push(event);
      for (const time of (event.blocks ?? []).filter(block => block.series.loss).flatMap(block => block.times))
        result.ages.push(now - time);
    }
  }, "Watch", job, after === undefined ? null : Number(after));
  return result;
});
