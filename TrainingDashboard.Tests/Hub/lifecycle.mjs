// lifecycle.mjs URL: starts a job over the hub and steers it: pause, resume, series, stop; beside it one by default.
import { connect, follow, main } from "./client.mjs";

await main(async url => {
  const connection = await connect(url);
  const result = { seqs: [], statuses: [], receipts: [] };
  const started = await connection.invoke("Start", { trainer: "mlp", dataset: "spirals", epochs: 1000000, seed: 7, name: "over the hub" });
  result.started = started;
  result.listed = await connection.invoke("List");

  const waiting = [];
  const until = fits => new Promise(resolve => waiting.push({ fits, resolve }));
  let first;
  const end = follow(connection, delivery => {
    if (delivery.snapshot)
      first = delivery.snapshot.seq;
    for (const event of delivery.events ?? []) {
      result.seqs.push(event.seq);
      if (event.kind === "status")
        result.statuses.push(event.status);
      if (event.kind === "receipt")
        result.receipts.push(event);
      for (const { fits, resolve } of waiting)
        if (fits(event))
          resolve();
    }
  }, "Watch", started.id, null);
  const metrics = event => event.kind === "metrics";

  await until(metrics);
  const paused = until(event => event.status === "paused");
  result.pause = await connection.invoke("Pause", started.id);
  await paused;
  result.pauseAgain = await connection.invoke("Pause", started.id);
  const resumed = until(metrics);
  result.resume = await connection.invoke("Resume", started.id);
  await resumed;
  result.series = await connection.invoke("Series", started.id, "loss", 10);
  result.noSeries = await connection.invoke("Series", started.id, "no such series", 10);
  result.ping = await connection.invoke("Ping");
  result.byDefault = await connection.invoke("Start", null);
  result.byDefaultStop = await connection.invoke("Stop", result.byDefault.id);
  result.stop = await connection.invoke("Stop", started.id);
  result.end = await end;
  result.first = first;
  return result;
});
