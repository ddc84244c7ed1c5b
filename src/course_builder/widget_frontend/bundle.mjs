// Bundles the front end: node bundle.mjs <folder>. Prints the size of each file, as it is and gzipped.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const here = import.meta.dirname;
const folder = process.argv[2];
const common = { bundle: true, minify: true, format: "esm", target: "es2023", charset: "utf8", legalComments: "eof" };

await build({ ...common, entryPoints: [join(here, "explore.js"), join(here, "widget.js")], outdir: folder });
await build({
  ...common,
  platform: "node",
  entryPoints: [join(here, "node.js")],
  outfile: join(folder, "node.mjs"),
});

const palette = JSON.parse(readFileSync(join(here, "../../marketing_origin/palette.json"), "utf8"));
const variables = palette.light.map((light, i) => `--mo-series-${i + 1}:light-dark(${light},${palette.dark[i]});`);
const css = `.mo-explore{${variables.join("")}}\n${readFileSync(join(here, "explore.css"), "utf8")}`;
const minified = await transform(css, { loader: "css", minify: true, target: "esnext" });
writeFileSync(join(folder, "explore.css"), minified.code);

for (const name of ["explore.js", "widget.js", "explore.css"]) {
  const bytes = readFileSync(join(folder, name));
  console.log(`${name} ${bytes.length} ${gzipSync(bytes, { level: 9 }).length}`);
}
