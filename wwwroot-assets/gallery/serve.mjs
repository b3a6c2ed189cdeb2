// Shows the gallery while working on the assets: node gallery/serve.mjs [port], or node gallery/serve.mjs --build <folder>
import { context, build } from "esbuild";
import { cp, mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const options = {
  absWorkingDir: here, bundle: true, sourcemap: "inline", target: "es2022", logLevel: "info",
  entryPoints: { gallery: "gallery.ts", odd: "odd.ts", dashboard: "../css/dashboard.css" },
};

if (process.argv[2] === "--build") {
  const outdir = resolve(process.argv[3]);
  await mkdir(outdir, { recursive: true });
  await build({ ...options, outdir });
  for (const page of ["index.html", "odd.html"]) await cp(resolve(here, page), resolve(outdir, page));
} else {
  const ctx = await context({ ...options, outdir: here, write: false });
  await ctx.serve({ servedir: here, host: "127.0.0.1", port: Number(process.argv[2] ?? 8017) });
}
