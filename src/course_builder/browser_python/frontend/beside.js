// The worker that loads and unpacks beside the one that asks; of what it loads `onArrived` hears the bytes.
export class Beside {
  constructor(url, { onNews, onArrived }) {
    this.worker = new Worker(url, { type: "module" });
    this.asked = [];
    this.worker.onerror = (event) => {
      this.failed = new Error(event.message || "what unpacks the files did not start");
      for (const { reject } of this.asked) reject(this.failed);
    };
    this.worker.onmessage = ({ data: { id, failed, answer, news, arrived } }) => {
      if (news) return onNews(news);
      if (arrived) return onArrived(arrived);
      const { resolve, reject } = this.asked[id];
      if (failed === undefined) resolve(answer);
      else reject(new Error(failed));
    };
  }

  ask(ask, url, file) {
    return new Promise((resolve, reject) => {
      if (this.failed) return reject(this.failed);
      const id = this.asked.push({ resolve, reject }) - 1;
      this.worker.postMessage({ id, ask, url: url.href, file });
    });
  }

  // Returns the names and contents of files that come as one, and the names and modules of the native libraries among
  // them.
  unpack(url, file) {
    return this.ask("unpack", url, file);
  }

  // Returns the bytes that Zstandard has compressed.
  decode(url, file) {
    return this.ask("decode", url, file);
  }

  end() {
    this.worker.terminate();
  }
}
