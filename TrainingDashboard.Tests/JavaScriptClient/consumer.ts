// Compiles only if the package's declarations say what they should.
import { connect, CommandRefusedError, isFinal, type JobEvent, type WatchItem } from "training-dashboard-client";

const client = connect("http://127.0.0.1:5080", { callTimeout: 1000, accessToken: async () => "token" });
const job = await client.start({ trainer: "mlp", hyperparameters: { learningRate: 0.01 } });
for await (const item of client.watch(job.id, { after: 0, signal: AbortSignal.timeout(1000) })) {
  const known: WatchItem = item;
  if (known.kind === "metrics") known.blocks[0].series["loss"].at(-1)?.toFixed();
  if (known.kind === "status" && isFinal(known.status)) break;
}
client.watch(job.id, { onEvent: (event: JobEvent) => void event.seq }).close();
const receipt = await client.pause(job.id);
const step: number = await receipt.applied.then(applied => applied.step, (error: unknown) => error instanceof CommandRefusedError ? -1 : 0);
// @ts-expect-error a number is no id
void client.stop(step);
client.state.subscribe(({ phase, roundTrip }) => void [phase === "closed", roundTrip?.toFixed()]);
