import { connect, server } from "../embed.js";

const find = selector => document.querySelector(selector);
const say = text => find("#log").prepend(`${new Date().toLocaleTimeString()} ${text}\n`);
const client = connect(server);
client.state.subscribe(({ phase }) => say(phase));

find("#start").addEventListener("click", async () => {
  try {
    const job = await client.start({ trainer: "mlp", dataset: "spirals", epochs: 2000 });
    find("training-chart").setAttribute("job", job.id);
    for (const button of document.querySelectorAll("[data-command]")) {
      button.disabled = false;
      button.onclick = () => command(button.dataset.command, job.id);
    }
    await follow(job.id);
  } catch (error) {
    say(error.message);
  }
});

/** Every event of the job, once each, also when the connection breaks meanwhile. */
async function follow(id) {
  for await (const item of client.watch(id, { after: 0 })) {
    if (item.kind === "status") {
      find("#status").textContent = item.status;
      say(item.reason ?? item.status);
    } else if (item.kind === "log") say(item.text);
    else if (item.kind === "checkpoint") say(`checkpoint at step ${item.step}`);
  }
  say("ended");
}

async function command(name, id) {
  try {
    const receipt = await client[name](id);
    const { step, milliseconds } = await receipt.applied;
    say(`${name} applied at step ${step} after ${milliseconds.toFixed(1)} ms`);
  } catch (error) {
    say(`${name}: ${error.message}`);
  }
}
