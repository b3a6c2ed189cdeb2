// follow.mjs URL JOB KILLS: follows a job in four ways at once while the connection is cut again and again, then stops it.
import { connect } from "training-dashboard-client";
import { cuttable, main } from "./run.mjs";

const rest = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

await main(async (url, job, kills) => {
  const way = await cuttable(url);
  const client = connect(way.url);
  let losses = 0, before = "";
  client.state.subscribe(({ phase }) => {
    if (before === "connected" && phase === "connecting") losses++;
    before = phase;
  });

  const loop = async (options, pace) => {
    const seen = { snapshots: [], seqs: [], steps: 0, lastStep: 0 };
    for await (const item of client.watch(job, options)) {
      if (item.kind === "snapshot") {
        seen.snapshots.push(item.seq);
        continue;
      }
      seen.seqs.push(item.seq);
      for (const block of item.blocks ?? [])
        if (block.series.loss) {
          seen.steps += block.steps.length;
          seen.lastStep = block.steps.at(-1);
        }
      await pace?.();
    }
    return seen;
  };
  const fast = loop({ after: 0 });
  const slow = loop({ after: 0, buffer: 8 }, () => rest(1));
  const fromSnapshot = loop({});
  const told = { seqs: [] };
  const callbacks = new Promise((resolve, reject) => client.watch(job, {
    after: 0, onEvent: event => told.seqs.push(event.seq), onEnd: () => resolve(told), onError: reject,
  }));

  const phase = async wanted => { while (client.state.value.phase !== wanted) await rest(1); };
  for (let cut = 0; cut < Number(kills); cut++) {
    await phase("connected");
    await rest(Math.random() * 60);
    const until = losses + 1;
    way.kill();
    while (losses < until) await rest(1);
  }
  // the command itself may meet a connection that is just coming back, but no cut
  const receipt = await client.stop(job);
  way.kill();
  const applied = await receipt.applied;
  const result = { losses, applied, fast: await fast, slow: await slow, fromSnapshot: await fromSnapshot, callbacks: await callbacks };
  await client.close();
  return result;
});
