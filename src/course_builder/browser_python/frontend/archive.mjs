// Reads packages as they lie on the site: all files one after the other, as precompile.py, `join`, says, compressed
// together by Zstandard, which no browser unpacks by itself.
import { ZSTDDecoder } from "zstddec";

const decoder = new ZSTDDecoder();
const decoding = decoder.init();

export async function decode(compressed) {
  await decoding;
  return decoder.decode(compressed);
}

// Returns the names and contents of a package's files, and the names and modules of the native libraries among them.
export async function unpack(compressed) {
  const files = separated(await decode(compressed));
  const native = files.filter(([name]) => name.endsWith(".so"));
  const modules = await Promise.all(native.map(async ([name, bytes]) => [name, await WebAssembly.compile(bytes)]));
  return { files, modules };
}

export function separated(joined) {
  const length = new DataView(joined.buffer, joined.byteOffset).getUint32(0, true);
  let at = 4 + length;
  return JSON.parse(new TextDecoder().decode(joined.subarray(4, at))).map(([name, size]) => {
    at += size;
    return [name, joined.subarray(at - size, at)];
  });
}
