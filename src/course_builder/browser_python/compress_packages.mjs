// Compresses the packages that precompile.py has put together, each NAME.joined of a folder into NAME.files:
//   node compress_packages.mjs FOLDER
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";

const folder = process.argv[2];
// The window reaches over the largest package, for what is alike may stand far apart.
const params = { [constants.ZSTD_c_compressionLevel]: 18, [constants.ZSTD_c_windowLog]: 26 };
const joined = readdirSync(folder).filter((name) => name.endsWith(".joined"));
await Promise.all(joined.map((name) => compress(`${folder}/${name}`)));

async function compress(path) {
  const bytes = readFileSync(path);
  const compressed = await promisify(zstdCompress)(bytes, { params, pledgedSrcSize: bytes.length });
  writeFileSync(path.replace(/joined$/, "files"), compressed);
  rmSync(path);
}
