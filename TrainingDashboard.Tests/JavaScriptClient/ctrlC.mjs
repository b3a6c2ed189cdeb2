// ctrlC.mjs URL: runs the example without end, presses Ctrl-C once it says how it goes, and gives what it said.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { main } from "./run.mjs";

await main(async url => {
  const child = spawn(process.execPath, [fileURLToPath(new URL("node.mjs", import.meta.url)), url, "1000000"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "", pressed = false;
  child.stdout.on("data", data => {
    said += data;
    if (pressed || !/^step \d/m.test(said)) return;
    pressed = true;
    child.kill("SIGINT");
  });
  const code = await new Promise(resolve => child.on("close", resolve));
  return { code, lines: said.trimEnd().split("\n") };
});
