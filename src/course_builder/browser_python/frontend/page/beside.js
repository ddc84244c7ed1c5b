// The worker that unpacks beside the one that asks.
export class Beside {
  constructor(url) {
    this.worker = new Worker(url, { type: "module" });
    this.asked = [];
    this.worker.onerror = (event) => {
      for (const { reject } of this.asked) reject(new Error(event.message || "what unpacks the files did not start"));
    };
    this.worker.onmessage = ({ data: { id, failed, answer } }) => {
      const { resolve, reject } = this.asked[id];
      if (failed === undefined) resolve(answer);
      else reject(new Error(failed));
    };
  }

  ask(ask, packed) {
    return new Promise((resolve, reject) => {
      const id = this.asked.push({ resolve, reject }) - 1;
      this.worker.postMessage({ id, ask, packed }, [packed]);
    });
  }

  // Returns the names and contents of files that come as one, and the names and modules of the native libraries among
  // them.
  unpack(packed) {
    return this.ask("unpack", packed);
  }

  // Returns the bytes that Zstandard has compressed.
  decode(packed) {
    return this.ask("decode", packed);
  }

  end() {
    this.worker.terminate();
  }
}
