// Bundles the dashboard's script and style sheet, and the script for other pages: node build.mjs [output folder, default dist/]
import { build } from "esbuild";
import { cp } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const outdir = resolve(process.argv[2] ?? resolve(here, "dist"));

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  sourcemap: true,
  target: ["chrome123", "firefox121", "safari17.5"],
  legalComments: "none",
  logLevel: "warning",
};

// the elements' style as text for a shadow root, where they and the root are the host
const embedStyle = {
  name: "embed-style",
  setup(within) {
    within.onResolve({ filter: /^embed\.css$/ }, () => ({ path: "embed.css", namespace: "style" }));
    within.onLoad({ filter: /./, namespace: "style" }, async () => {
      const { outputFiles } = await build({ ...shared, entryPoints: ["css/embed.css"], sourcemap: false, write: false });
      const style = outputFiles[0].text.replace(/training-chart((?:\.[\w-]+|\[[^\]]+\])+)/g, ":host($1)").replace(/training-chart|:root/g, ":host");
      return { contents: style, loader: "text" };
    });
  },
};

await Promise.all([
  build({ ...shared, entryPoints: ["src/dashboard.ts"], format: "esm", outfile: `${outdir}/dashboard.js` }),
  build({ ...shared, entryPoints: ["src/embed.ts"], format: "esm", outfile: `${outdir}/embed.js`, plugins: [embedStyle] }),
  // loaded in head, before the first paint, hence classic and separate
  build({ ...shared, entryPoints: ["src/themeBoot.ts"], format: "iife", outfile: `${outdir}/theme.js` }),
  build({ ...shared, entryPoints: ["css/dashboard.css"], outfile: `${outdir}/dashboard.css` }),
  cp(resolve(here, "examples"), `${outdir}/examples`, { recursive: true, filter: from => !from.endsWith(".mjs") }),
]);
