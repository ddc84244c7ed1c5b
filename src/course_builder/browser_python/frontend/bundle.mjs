// Bundles what pages and workers load: node bundle.mjs <folder>.
import { join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const folder = process.argv[2];
const common = {
  bundle: true,
  minify: true,
  target: "es2023",
  charset: "utf8",
  legalComments: "none",
  external: ["./pyodide.mjs"],
};

await build({
  ...common,
  format: "iife",
  entryPoints: { offer: join(here, "page/offer.js"), notebook: join(here, "notebook/plugin.js") },
  outdir: folder,
});
await build({
  ...common,
  format: "esm",
  outExtension: { ".js": ".mjs" },
  entryPoints: { course: join(here, "course.mjs"), worker: join(here, "page/worker.js"), unpacking: join(here, "unpacking.js") },
  outdir: folder,
});
await build({
  ...common,
  format: "esm",
  splitting: true,
  outExtension: { ".js": ".mjs" },
  entryPoints: { session: join(here, "page/session.js") },
  outdir: join(folder, "page"),
});
