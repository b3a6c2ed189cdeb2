// tail.mjs URL JOB: follows a job until the connection or the stream ends; says "checkpoint" on stderr with the second
// checkpoint, so that the test knows when there is something to come back to.
import { connect, follow, main } from "./client.mjs";

await main(async (url, job) => {
  const connection = await connect(url);
  const result = { events: [], stopping: null };
  connection.on("ServerStopping", reason => { result.stopping = reason; });
  let checkpoints = 0;
  result.end = await follow(connection, delivery => {
    for (const event of delivery.events ?? []) {
      result.events.push(event);
      if (event.kind === "checkpoint" && ++checkpoints === 2)
        process.stderr.write("checkpoint\n");
    }
  }, "Watch", job, 0);
  return result;
});
