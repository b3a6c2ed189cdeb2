// node examples/node.mjs [http://127.0.0.1:5080] [epochs]: starts a job, says how it goes, stops it on Ctrl-C.
import { connect } from "training-dashboard-client";

const [url = "http://127.0.0.1:5080", epochs = "200"] = process.argv.slice(2);
const client = connect(url);
const job = await client.start({ trainer: "mlp", dataset: "spirals", epochs: Number(epochs) });
console.log(`job ${job.id}: ${job.name}`);

async function stop() {
  try {
    const receipt = await client.stop(job.id);
    const { step, milliseconds } = await receipt.applied;
    console.log(`stopped at step ${step} after ${milliseconds} ms`);
  } catch (error) {
    console.error(error.message);
  }
}

let stopped;
process.once("SIGINT", () => { stopped = stop(); });

let step = 0, loss = NaN, said = 0;
for await (const item of client.watch(job.id, { after: 0 })) {
  if (item.kind === "metrics")
    for (const block of item.blocks) {
      step = block.steps.at(-1) ?? step;
      loss = block.series.loss?.at(-1) ?? loss;
    }
  if (item.kind === "metrics" && Date.now() - said >= 1000) {
    said = Date.now();
    console.log(`step ${step}, loss ${loss.toFixed(4)}`);
  }
  if (item.kind === "log") console.log(item.text);
  if (item.kind === "status") console.log(item.reason ? `${item.status}: ${item.reason}` : item.status);
}
await stopped;
await client.close();
