// removal.mjs URL TRIMMED ENDED RUNNING: watches a job whose events were let go, and removes one that has ended.
import { connect, follow, main } from "./client.mjs";

await main(async (url, trimmed, ended, running) => {
  const connection = await connect(url);
  const result = {};
  result.watchGone = await follow(connection, () => {}, "Watch", trimmed, 0);
  const items = [];
  result.watchSnapshot = await follow(connection, item => items.push(item), "WatchWith", trimmed, 0, { behind: "snapshot" });
  result.snapshots = items.filter(item => item.snapshot).length;
  result.refused = await connection.invoke("Remove", running).then(() => null, error => error.message);
  const changes = [];
  const told = new Promise(resolve => follow(connection, change => {
    changes.push(change);
    if (changes.length === 1) connection.invoke("Remove", ended);
    if (change.removed.length > 0) resolve();
  }, "WatchJobs"));
  await told;
  result.listed = changes[0].jobs.map(job => job.id);
  result.removed = changes.flatMap(change => change.removed);
  return result;
});
