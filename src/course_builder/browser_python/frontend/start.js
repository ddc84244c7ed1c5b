// What a reader sees while Python starts: what is happening, how far it is, how long it usually takes.
// Loaded first of all by the notebook's page; `marketingOriginStart.done()` ends it. Python's worker is started here,
// while the notebook program is still loading, and handed to the kernel when that asks for one; a worker that follows
// it, after a restart or a stop, is started and followed in the same way.
(() => {
  const USUAL = { cold: "10 to 20 seconds the first time", warm: "some 10 seconds" };
  const PATIENCE = 90;
  const NO_WORD = 30_000; // milliseconds that a worker may say nothing
  const STARTS = 3; // workers that are tried
  const SHOWN = 4000; // milliseconds
  const { kernel } = document.currentScript.dataset;
  const visited = "marketing-origin-visited";
  const place = new URL("../..", location.href).pathname;
  const files = new Map(); // what the reader has given: each new worker gets it, too
  const given = new Map(); // who waits for the word that one has come
  const start = { worker: null, begun: 0, failed: false, usual: USUAL.cold, meanwhile: "You can read on meanwhile.", leaving: 0 };
  let kept = "What you have written is kept.";
  try {
    if (localStorage.getItem(visited) === place) start.usual = USUAL.warm;
  } catch {
    // A browser that keeps nothing starts cold every time.
  }

  const bar = document.createElement("div");
  bar.id = "course-start";
  bar.innerHTML = `<span role="status"></span><progress aria-label="Python is starting"></progress>
    <span class="course-seconds" aria-hidden="true"></span>`;
  const [text, progress, seconds] = bar.children;
  document.body.append(bar);

  const elapsed = () => Math.round((performance.now() - start.begun) / 1000);

  function show(message) {
    if (text.textContent !== message) text.textContent = message;
  }

  function fail(message) {
    start.failed = true;
    clearInterval(start.clock);
    bar.classList.add("course-failed");
    progress.hidden = true;
    show(message);
  }

  function tick() {
    seconds.textContent = `${elapsed()} s`;
    if (elapsed() <= start.patience) return;
    const otherwise = "if it stays so, use a current Chrome, Edge, Firefox or Safari";
    fail(`Python has not started. Reload this page; ${otherwise}. ${kept}`);
  }

  function begin(message) {
    clearTimeout(start.leaving);
    clearInterval(start.clock);
    Object.assign(start, { begun: performance.now(), patience: PATIENCE, failed: false, clock: setInterval(tick, 500) });
    start.meanwhile = "You can read on meanwhile.";
    delete document.documentElement.dataset.python;
    bar.className = "";
    bar.hidden = progress.hidden = seconds.hidden = false;
    progress.removeAttribute("value");
    seconds.textContent = "";
    show(message);
  }

  function leave() {
    clearTimeout(start.leaving);
    start.leaving = setTimeout(() => (bar.hidden = true), SHOWN);
  }

  function follow({ data }) {
    const news = data?.course;
    if (news?.stage === "file") return given.get(news.name)?.(news);
    if (!news || start.failed) return;
    const million = (bytes) => Math.round(bytes / 1e6);
    if (news.stage === "loading") {
      progress.max = news.total;
      progress.value = news.loaded;
      const much = `${million(news.loaded)} of ${million(news.total)} MB`;
      show(`Step 1 of 2: Python, pandas and the data are loading (${much}); ${start.usual}. ${start.meanwhile}`);
    } else if (news.stage === "starting") {
      progress.removeAttribute("value");
      show(`Step 2 of 2: Python is starting; ${start.usual}. ${start.meanwhile}`);
    } else if (news.stage === "failed") {
      const what = news.file ? `${news.file} did not load (${news.why})` : news.why;
      fail(`Python cannot start: ${what}. Reload this page; if it stays so, tell whoever runs this site. ${kept}`);
    }
  }

  const Original = window.Worker;

  // Now and then a browser loses a worker's script, or what it fetches first (seen in Firefox), and tells nobody: where no
  // word comes, another worker is started. What is said to it waits for its first word: a port is given away only once.
  class Heard extends EventTarget {
    constructor() {
      super();
      this.held = [];
      this.load();
    }

    load(starts = 1) {
      this.worker = new Original(kernel, { type: "module" });
      this.worker.addEventListener("message", (event) => this.hear(event));
      this.worker.addEventListener("error", (event) => {
        clearTimeout(this.lost);
        fail(`Python cannot start in this browser (${event.message ?? "its worker did not load"}). Reload this page.`);
      });
      this.lost = setTimeout(() => {
        this.worker.terminate();
        if (starts === STARTS) return fail(`Python cannot start: nothing was heard of it. Reload this page. ${kept}`);
        start.patience = elapsed() + PATIENCE;
        this.load(starts + 1);
      }, NO_WORD);
    }

    hear(event) {
      clearTimeout(this.lost);
      for (const said of this.held ?? []) this.worker.postMessage(...said);
      this.held = null;
      follow(event);
      this.dispatchEvent(new MessageEvent("message", { data: event.data, ports: [...event.ports] }));
    }

    postMessage(...said) {
      if (this.held) this.held.push(said);
      else this.worker.postMessage(...said);
    }

    terminate() {
      clearTimeout(this.lost);
      this.worker.terminate();
    }
  }

  function startWorker() {
    const worker = new Heard();
    start.worker = worker;
    for (const [name, content] of files) worker.postMessage({ course: "file", name, content });
    return worker;
  }

  function startEarly() {
    let early = startWorker();
    window.Worker = class extends Original {
      constructor(url, options) {
        if (String(url).includes("comlink.worker")) {
          const worker = early;
          early = null;
          if (worker) return worker;
          start.usual = USUAL.warm;
          begin(`Python is starting again: ${start.usual}.`);
          return startWorker();
        }
        super(url, options);
      }
    };
  }

  // Puts a file of the reader's where Python looks for files.
  function give(name, content) {
    files.set(name, content);
    return new Promise((resolve, reject) => {
      given.set(name, ({ why }) => (why ? reject(new Error(why)) : resolve()));
      start.worker.postMessage({ course: "file", name, content });
    });
  }

  // Whether this browser keeps anything: some let a page look, and refuse to keep.
  async function keeps() {
    try {
      localStorage.setItem("marketing-origin-probe", "1");
      localStorage.removeItem("marketing-origin-probe");
      await new Promise((resolve, reject) => {
        const request = indexedDB.open("marketing-origin-probe");
        request.onsuccess = () => resolve(request.result.close());
        request.onerror = () => reject(request.error);
      });
      indexedDB.deleteDatabase("marketing-origin-probe");
      return true;
    } catch {
      kept = "This browser keeps nothing of what you write.";
      return false;
    }
  }

  begin(`The notebook is opening. Python follows: ${start.usual}.`);
  // With shared memory the kernel has another worker of its own.
  if (!window.crossOriginIsolated) startEarly();

  window.marketingOriginStart = {
    keeps: keeps(),
    give: start.worker && give,
    // Cells wait for Python.
    waiting() {
      start.meanwhile = "What you asked to run runs then.";
      show(`Python is starting; ${start.usual}. ${start.meanwhile}`);
    },
    // Says something for a moment, where the bar has nothing of its own to say.
    say(message) {
      if (document.documentElement.dataset.python !== "ready") return;
      bar.hidden = false;
      show(message);
      leave();
    },
    done() {
      if (document.documentElement.dataset.python === "ready") return;
      clearInterval(start.clock);
      try {
        localStorage.setItem(visited, place);
      } catch {
        // As above.
      }
      progress.hidden = seconds.hidden = true;
      bar.className = "course-ready";
      show(`Python is ready, after ${elapsed()} seconds.`);
      document.documentElement.dataset.python = "ready";
      leave();
    },
  };
})();
