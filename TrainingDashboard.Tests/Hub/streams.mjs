// streams.mjs URL JOB COUNT: opens as many streams over one connection; says which were served and what the others were told.
import { connect, main } from "./client.mjs";

await main(async (url, job, count) => {
  const connection = await connect(url);
  let served = 0;
  const refused = [];
  const open = [];
  await Promise.all(Array.from({ length: Number(count) }, () => new Promise(resolve => {
    open.push(connection.stream("Watch", job, null).subscribe({
      next: () => { served++; resolve(); },
      complete: resolve,
      error: error => { refused.push(error.message); resolve(); },
    }));
  })));
  for (const subscription of open) subscription.dispose();
  // What was let go of is free again: the dashboard hears of it in its own time.
  let again = 0;
  for (let i = 0; i < 500 && again === 0; i++)
    await new Promise(resolve => connection.stream("Watch", job, null).subscribe({ next: () => { again++; resolve(); }, complete: resolve, error: () => setTimeout(resolve, 20) }));
  return { served, refused, again };
});
