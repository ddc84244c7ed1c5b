// Loads and unpacks what Python begins with, in a worker beside it, so that two processors are at work; it also compiles
// the native libraries, which Python could not wait for.
import { decode, unpack } from "./archive.mjs";
import { load } from "./loading.js";

const ANSWERS = {
  async unpack(compressed) {
    const answer = await unpack(compressed);
    return [answer, answer.files[0][1].buffer];
  },
  async decode(compressed) {
    const memory = await decode(compressed);
    return [memory, memory.buffer];
  },
};

self.onmessage = async ({ data: { id, ask, url, file } }) => {
  try {
    const packed = await load(new URL(url), file, (news) => self.postMessage({ news }));
    const compressed = new Uint8Array(await packed.arrayBuffer());
    self.postMessage({ arrived: file.bytes });
    const [answer, content] = await ANSWERS[ask](compressed);
    self.postMessage({ id, answer }, [content]);
  } catch (error) {
    self.postMessage({ id, failed: error.message });
  }
};
