// watchJobs.mjs URL TRAINER: follows the list of jobs while one is started and runs to its end.
import { connect, follow, main } from "./client.mjs";

await main(async (url, trainer) => {
  const connection = await connect(url);
  const result = { first: null, statuses: [] };
  let started;
  await new Promise((resolve, reject) => {
    follow(connection, async change => {
      if (result.first === null) {
        result.first = change.jobs.map(job => job.id);
        started = connection.invoke("Start", { trainer });
        return;
      }
      const { id } = await started;
      for (const job of change.jobs.filter(job => job.id === id)) {
        result.statuses.push(job.status);
        if (job.status === "completed")
          resolve();
      }
    }, "WatchJobs").then(reject);
  });
  return result;
});
