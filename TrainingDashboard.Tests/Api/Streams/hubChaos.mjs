// hubChaos.mjs URL JOB KILLS SEED: every event over connections to the hub that break.
import { connect, follow, main } from "./clients.mjs";
import { chaos } from "./chaos.mjs";

await main(async (url, job, kills, seed) => {
  const proxy = await chaos(url, Number(kills), Number(seed));
  const result = { seqs: [], useful: 0, badIds: 0, status: null };
  let last = 0;
  let end;
  do {
    let told = 0;
    try {
      const connection = await connect(proxy.url);
      end = await follow(connection, delivery => {
        result.badIds += delivery.first !== delivery.events[0].seq || delivery.last !== delivery.events.at(-1).seq;
        for (const event of delivery.events) {
          result.seqs.push(event.seq);
          if (event.kind === "status")
            result.status = event.status;
        }
        last = delivery.last;
        told++;
      }, "WatchWith", job, last, { behind: "events" });
      await connection.stop();
    } catch (error) {
      end = String(error);
    }
    result.useful += told > 0;
  } while (end !== true);
  return { ...result, kills: proxy.kills, end };
});
