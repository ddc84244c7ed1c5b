// Loads and unpacks what a page's Python begins with, in a worker beside it, so that two processors are at work; it also
// compiles the native libraries, which Python could not wait for.
import { ZSTDDecoder } from "zstddec";
import { load } from "../loading.js";

const decoder = new ZSTDDecoder();
const decoding = decoder.init();

const ANSWERS = {
  // Files that stand together in one: how, says precompile.py, `join`.
  async unpack({ body }) {
    const joined = await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    const files = separated(joined);
    const native = files.filter(([name]) => name.endsWith(".so"));
    const modules = await Promise.all(native.map(async ([name, bytes]) => [name, await WebAssembly.compile(bytes)]));
    return [{ files, modules }, joined];
  },
  async decode(packed) {
    const compressed = new Uint8Array(await packed.arrayBuffer());
    await decoding;
    const memory = decoder.decode(compressed);
    return [memory, memory.buffer];
  },
};

function separated(joined) {
  const length = new DataView(joined).getUint32(0, true);
  let at = 4 + length;
  return JSON.parse(new TextDecoder().decode(new Uint8Array(joined, 4, length))).map(([name, size]) => {
    at += size;
    return [name, new Uint8Array(joined, at - size, size)];
  });
}

self.onmessage = async ({ data: { id, ask, url, file } }) => {
  try {
    const packed = await load(new URL(url), file, (news) => self.postMessage({ news }));
    self.postMessage({ arrived: file.bytes });
    const [answer, content] = await ANSWERS[ask](packed);
    self.postMessage({ id, answer }, [content]);
  } catch (error) {
    self.postMessage({ id, failed: error.message });
  }
};
