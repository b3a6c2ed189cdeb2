// Builds what the package holds: one script and one declaration per module.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(typescript, "bin", "tsc"), "-p", join(here, "tsconfig.json")], { stdio: "inherit" });

// in scripts the compiler writes the emitted names itself; in declarations older compilers know only those
for (const name of readdirSync(dist).filter(file => file.endsWith(".d.ts"))) {
  const file = join(dist, name);
  writeFileSync(file, readFileSync(file, "utf8").replace(/(from "\.\/[^"]+)\.ts"/g, '$1.js"'));
}
