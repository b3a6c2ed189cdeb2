// steer.mjs URL: pauses a job, halves its learning rate, steps ten batches, and does the rest of steering.
import { connect } from "training-dashboard-client";
import { main, said } from "./run.mjs";

await main(async url => {
  const client = connect(url);
  const job = await client.start({ trainer: "mlp", dataset: "spirals", epochs: 100_000, seed: 1, hyperparameters: { schedule: "constant" } });
  const seen = [];
  let look = () => undefined;
  const watch = client.watch(job.id, { after: 0, onEvent: event => { seen.push(event); look(); } });
  const event = fits => new Promise(resolve => {
    look = () => { const found = seen.find(fits); if (found) resolve(found); };
    look();
  });
  const done = async command => (await command).applied;
  await event(e => e.kind === "metrics" && e.blocks.some(block => block.steps.at(-1) > 120));

  const { step } = await done(client.pause(job.id));
  const before = await client.steering(job.id);
  await done(client.set(job.id, { learningRate: 0.005 }));
  const stepped = await done(client.step(job.id, { batches: 10 }));
  const paused = await event(e => e.kind === "status" && e.status === "paused" && e.reason.includes(`step ${step + 10}`));
  await done(client.setBreakpoints(job.id, [{ when: "step", step: step + 15 }]));
  await done(client.resume(job.id));
  const hit = await event(e => e.kind === "breakpoint");
  await event(e => e.kind === "status" && e.status === "paused" && e.seq > hit.seq);
  await done(client.rollback(job.id, { steps: 20, scale: 0.5 }));
  const back = await event(e => e.kind === "rollback");
  await event(e => e.kind === "status" && e.attempt === 2);
  const after = await client.steering(job.id);
  const rates = new Map(seen.filter(e => e.kind === "metrics" && e.seq < back.seq).flatMap(e => e.blocks)
    .filter(block => block.series.lr).flatMap(block => block.steps.map((at, i) => [at, block.series.lr[i]])));
  const kept = await done(client.checkpoint(job.id));
  const inside = await client.inspect(job.id, kept.step);
  const asked = await client.predict(job.id, kept.step, { cells: inside.worst[0].cells });
  const errors = {
    badSample: await said(client.predict(job.id, kept.step, { cells: { z: 1 } })),
    badField: await said(client.set(job.id, { learningRate: -1 })),
    noField: await said(client.set(job.id, {})),
    badBreakpoint: await said(client.setBreakpoints(job.id, [{ when: "never" }])),
  };
  await done(client.stop(job.id));
  watch.close();
  await client.close();
  const value = (steering, name) => steering.hyperparameters.find(each => each.declared.name === name).value;
  return {
    step, steppedFrom: stepped.step, reason: paused.reason, hit, back, errors,
    inside: { layers: inside.layers.map(layer => layer.name), worst: inside.worst.length, told: inside.worst[0].prediction, asked },
    rates: [value(before, "learningRate"), value(after, "learningRate"), rates.get(step), rates.get(step + 1)],
    breakpoints: after.breakpoints, changes: after.changes.map(change => change.cause),
  };
});
