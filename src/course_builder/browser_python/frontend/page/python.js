// The page's side of Python's worker: starts it, asks it, ends it.
const NO_WORD = 30_000; // milliseconds that a worker may say nothing
const STARTS = 3; // workers that are tried

export class Python {
  constructor(url, { onNews, onStatus }) {
    this.url = url;
    this.onNews = onNews;
    this.onStatus = onStatus;
    this.files = new Map(); // what the reader has chosen: a new worker gets it too
    this.begin();
  }

  begin() {
    this.worker?.terminate();
    this.broken = false;
    this.asked = new Map();
    this.number = 0;
    this.ready = false;
    this.load();
    for (const [name, content] of this.files) this.ask("file", { name, content }).catch(() => {});
  }

  // Now and then a browser loses a worker's script, or what it fetches first (seen in Firefox), and tells nobody: where no
  // word comes, another worker is asked the same.
  load(starts = 1) {
    this.worker = new Worker(this.url, { type: "module" });
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.hasNotStarted({ stage: "failed", why: event.message || "its worker did not load" });
    };
    clearTimeout(this.lost);
    this.lost = setTimeout(() => {
      this.worker.terminate();
      if (starts === STARTS) return this.hasNotStarted({ stage: "failed", why: "nothing was heard of it" });
      this.load(starts + 1);
      for (const { message } of this.asked.values()) this.worker.postMessage(message);
    }, NO_WORD);
  }

  hear({ id, output, answer, failed, news, status }) {
    clearTimeout(this.lost);
    if (news) {
      if (news.stage === "ready") this.ready = true;
      if (news.stage === "failed") return this.hasNotStarted(news);
      return this.onNews(news);
    }
    if (status) return this.onStatus(status);
    const asked = this.asked.get(id);
    if (!asked) return;
    if (output) return asked.onOutput?.(output);
    this.asked.delete(id);
    if (failed === undefined) asked.resolve(answer);
    else asked.reject(new Error(failed));
  }

  // Of several reasons the first one is told: the others follow from it.
  hasNotStarted(news) {
    clearTimeout(this.lost);
    if (this.broken) return;
    this.broken = true;
    this.onNews(news);
    this.fail("it has not started");
  }

  // A Python that could not start, as without a network, is started anew by the next who asks.
  ask(ask, more = {}, onOutput = null) {
    if (this.broken) {
      this.fail("it has not started");
      this.begin();
    }
    const id = ++this.number;
    return new Promise((resolve, reject) => {
      const message = { id, ask, ...more };
      this.asked.set(id, { resolve, reject, onOutput, message });
      this.worker.postMessage(message);
    });
  }

  fail(why) {
    for (const { reject } of this.asked.values()) reject(new Error(why));
    this.asked.clear();
  }

  // Nothing else ends a loop that has no end: Python is ended and started again.
  stop() {
    this.fail("stopped");
    this.begin();
    this.ask("start").catch(() => {});
  }

  giveFile(name, content) {
    this.files.set(name, content);
    return this.ask("file", { name, content });
  }
}
