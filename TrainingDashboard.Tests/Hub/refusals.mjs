// refusals.mjs URL JOB: what the hub says to bad input; JOB has ended.
import { connect, follow, main } from "./client.mjs";

await main(async (url, job) => {
  const connection = await connect(url);
  const said = async promise => promise.then(value => ({ value }), error => ({ error: error.message }));
  return {
    badEpochs: await said(connection.invoke("Start", { epochs: 0 })),
    unknownField: await said(connection.invoke("Start", { colour: 1 })),
    noObject: await said(connection.invoke("Start", "mlp")),
    noText: await said(connection.invoke("Start", { name: "\ud800" })),
    manyFaults: await said(connection.invoke("Start", { epochs: "x", seed: 0.5 })),
    unknownJob: await said(connection.invoke("Pause", "0000000000000000")),
    noId: await said(connection.invoke("Stop", "../../etc/passwd")),
    nullId: await said(connection.invoke("Stop", null)),
    ended: await said(connection.invoke("Stop", job)),
    watchUnknown: await follow(connection, () => {}, "Watch", "0000000000000000", null),
    watchNegative: await follow(connection, () => {}, "Watch", job, -1),
    noPoints: await said(connection.invoke("Series", job, "loss", 0)),
    tooManyPoints: await said(connection.invoke("Series", job, "loss", 1000000)),
    noMethod: await said(connection.invoke("Explode", 1)),
    noArguments: await said(connection.invoke("Pause")),
    otherArguments: await said(connection.invoke("Series", job, "loss", "many")),
    stillThere: await said(connection.invoke("Ping")),
  };
});
