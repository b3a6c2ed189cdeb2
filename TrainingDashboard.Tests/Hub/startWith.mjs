// startWith.mjs URL: starts under a key, and forks; what the hub says to keys that are none or were used before.
import { connect, follow, main } from "./client.mjs";

await main(async url => {
  const connection = await connect(url);
  const said = promise => promise.then(() => "", error => error.message);
  const spec = { trainer: "paced", epochs: 2 };
  const first = await connection.invoke("StartWith", spec, "hub-1");
  return {
    first,
    again: await connection.invoke("StartWith", { epochs: 2, trainer: "paced" }, "hub-1"),
    other: await said(connection.invoke("StartWith", { ...spec, epochs: 3 }, "hub-1")),
    noKey: await said(connection.invoke("StartWith", spec, "two words")),
    fork: await said(connection.invoke("ForkWith", first.id, { step: 5 }, "hub-2")),
    watch: await follow(connection, () => {}, "WatchWith", first.id, null, { behindd: "snapshot" }),
  };
});
