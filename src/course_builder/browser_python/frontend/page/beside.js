// Unpacks what stands together in one compressed file, in a worker beside the one that asks.

// All of the worker's code: it is started from its text.
function work() {
  const separated = (joined) => {
    // How the files stand one after the other says precompile.py, `join`.
    const length = new DataView(joined).getUint32(0, true);
    let at = 4 + length;
    return JSON.parse(new TextDecoder().decode(new Uint8Array(joined, 4, length))).map(([name, size]) => {
      at += size;
      return [name, new Uint8Array(joined, at - size, size)];
    });
  };
  self.onmessage = async ({ data: { id, packed } }) => {
    try {
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
      const joined = await new Response(stream).arrayBuffer();
      const files = separated(joined);
      const native = files.filter(([name]) => name.endsWith(".so"));
      const modules = await Promise.all(native.map(async ([, bytes]) => [bytes, await WebAssembly.compile(bytes)]));
      self.postMessage({ id, files, modules }, [joined]);
    } catch (error) {
      self.postMessage({ id, failed: error.message });
    }
  };
}

export class Beside {
  constructor() {
    const address = URL.createObjectURL(new Blob([`(${work})()`], { type: "text/javascript" }));
    this.worker = new Worker(address);
    URL.revokeObjectURL(address);
    this.asked = [];
    this.worker.onerror = (event) => {
      for (const { reject } of this.asked) reject(new Error(event.message || "what unpacks the files did not start"));
    };
    this.worker.onmessage = ({ data: { id, failed, ...done } }) => {
      const { resolve, reject } = this.asked[id];
      if (failed === undefined) resolve(done);
      else reject(new Error(failed));
    };
  }

  unpack(packed) {
    return new Promise((resolve, reject) => {
      const id = this.asked.push({ resolve, reject }) - 1;
      this.worker.postMessage({ id, packed }, [packed]);
    });
  }

  end() {
    this.worker.terminate();
  }
}
