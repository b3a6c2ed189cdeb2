// ended.mjs URL JOB: asks a waiting job to pause, says so, and tells what becomes of it when the job ends first.
import { connect } from "training-dashboard-client";
import { main, said } from "./run.mjs";

await main(async (url, job) => {
  const client = connect(url);
  const receipt = await client.pause(job);
  const applied = said(receipt.applied);
  process.stderr.write("asked\n");
  const result = { state: receipt.state, applied: await applied };
  await client.close();
  return result;
});
