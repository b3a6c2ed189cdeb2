// api.mjs URL ODD: everything a client can do; ODD has ended and reported what is no number.
import * as dashboard from "training-dashboard-client";
import { main, said } from "./run.mjs";

await main(async (url, odd) => {
  const client = dashboard.connect(url);
  const result = { exports: Object.keys(dashboard).sort() };
  result.started = await client.start({ trainer: "mlp", dataset: "spirals", epochs: 1000000, name: "over the client" });
  const id = result.started.id;
  result.listed = (await client.list()).map(job => job.id);
  result.job = (await client.job(id)).name;
  for await (const change of client.watchJobs()) {
    result.watched = change.jobs.map(job => job.id);
    break;
  }

  for await (const item of client.watch(id)) if (item.kind === "metrics") break;
  result.pause = await client.pause(id);
  result.paused = await result.pause.applied;
  result.again = await client.pause(id);
  result.refused = await said(result.again.applied);
  result.resume = await client.resume(id);
  result.resumed = await result.resume.applied;
  result.series = (await client.series(id, "loss", 10)).steps.length;
  result.kept = await (await client.checkpoint(id)).applied;
  const newest = () => client.checkpoints(id).then(all => all.find(each => each.step === result.kept.step));
  result.checkpoint = await newest();
  result.pinned = (await client.pinCheckpoint(id, result.kept.step)).pinned;
  result.notDeleted = await said(client.deleteCheckpoint(id, result.kept.step));
  await client.pinCheckpoint(id, result.kept.step, false);
  await client.deleteCheckpoint(id, result.kept.step);
  result.deleted = (await newest()) === undefined;
  result.park = await client.park(id);
  result.parked = await result.park.applied;
  for await (const item of client.watch(id, { after: result.parked.event.seq })) if (item.kind === "status") break;
  result.unpark = await client.resume(id);
  result.unparked = await result.unpark.applied;
  const raced = await client.stop(id);
  result.stopped = await raced.applied;
  result.end = [];
  for await (const item of client.watch(id, { after: result.stopped.event.seq })) if (item.kind === "status") result.end.push(item.status);
  result.late = (await client.stop(id)).reason;

  const values = [];
  for await (const item of client.watch(odd, { after: 0 }))
    for (const block of item.blocks ?? []) values.push(...(block.series.loss ?? []));
  result.values = values.map(value => typeof value === "number" ? String(value) : "no number");
  const { seq } = await client.job(odd);
  result.afterTheLast = 0;
  for await (const item of client.watch(odd, { after: seq })) result.afterTheLast++;

  result.errors = {
    badEpochs: await said(client.start({ epochs: 0 })),
    unknownField: await said(client.start({ colour: 1 })),
    unknownJob: await said(client.pause("0000000000000000")),
    noJob: await said(client.job("0000000000000000")),
    noPoints: await said(client.series(id, "loss", 0)),
    watchUnknown: await said(client.watch("0000000000000000")[Symbol.asyncIterator]().next()),
    watchNegative: await said(client.watch(id, { after: -1 })[Symbol.asyncIterator]().next()),
    aborted: await said(client.watch(id, { signal: AbortSignal.abort() })[Symbol.asyncIterator]().next()),
  };
  const waiting = said(client.watch(odd)[Symbol.asyncIterator]().next());
  await client.close();
  result.errors.closedWatch = await waiting;
  result.errors.closedCall = await said(client.list());
  result.state = client.state.value.phase;
  return result;
});
