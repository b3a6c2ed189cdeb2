// reconnect.mjs URL JOB KILLS: watches while the connection is killed again and again, going on after the last number seen.
import { connect, follow, main } from "./client.mjs";

await main(async (url, job, kills) => {
  const result = { snapshots: 0, first: null, seqs: [], broken: 0, status: null };
  let last = null;
  let end;
  do {
    const connection = await connect(url);
    let deliveries = 0;
    end = await follow(connection, delivery => {
      if (delivery.snapshot) {
        result.snapshots++;
        result.first ??= delivery.snapshot.seq;
        last = delivery.snapshot.seq;
      }
      for (const event of delivery.events ?? []) {
        result.seqs.push(event.seq);
        last = event.seq;
        if (event.kind === "status")
          result.status = event.status;
      }
      if (++deliveries === 2 && result.broken < Number(kills))
        connection.kill();
    }, "Watch", job, last);
    if (end !== true)
      result.broken++;
  } while (end !== true);
  return result;
});
