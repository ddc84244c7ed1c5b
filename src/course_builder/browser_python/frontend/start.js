// What a reader sees while Python starts: what is happening, how far it is, how long it usually takes.
// Loaded first of all by the notebook's page; `marketingOriginStart.done()` ends it. Python's worker is started here,
// while the notebook program is still loading, and handed to the kernel when that asks for one.
(() => {
  const USUAL = { cold: "10 to 20 seconds the first time", warm: "some 10 seconds" };
  const PATIENCE = 90;
  const { kernel } = document.currentScript.dataset;
  const started = performance.now();
  const visited = "marketing-origin-visited";
  const place = new URL("../..", location.href).pathname;
  let usual = USUAL.cold;
  try {
    if (localStorage.getItem(visited) === place) usual = USUAL.warm;
  } catch {
    // A browser that keeps nothing starts cold every time.
  }

  const bar = document.createElement("div");
  bar.id = "course-start";
  bar.innerHTML = `<span role="status"></span><progress aria-label="Python is starting"></progress>
    <span class="course-seconds" aria-hidden="true"></span>`;
  const [text, progress, seconds] = bar.children;
  document.body.append(bar);
  let failed = false;

  function show(message) {
    if (text.textContent !== message) text.textContent = message;
  }

  function fail(message) {
    failed = true;
    bar.classList.add("course-failed");
    progress.remove();
    show(message);
  }

  function megabytes(bytes) {
    return Math.round(bytes / 1e6);
  }

  const clock = setInterval(() => {
    const now = Math.round((performance.now() - started) / 1000);
    seconds.textContent = `${now} s`;
    if (now > PATIENCE && !failed) {
      fail(
        "Python has not started. Reload this page; if it stays so, use a current Chrome, Edge, Firefox or Safari. " +
          "What you have written is kept.",
      );
    }
  }, 500);

  show(`The notebook is opening. Python follows: ${usual}.`);

  function follow({ data }) {
    const news = data?.course;
    if (!news || failed) return;
    if (news.stage === "loading") {
      progress.max = news.total;
      progress.value = news.loaded;
      const much = `${megabytes(news.loaded)} of ${megabytes(news.total)} MB`;
      show(`Step 1 of 2: Python, pandas and the data are loading (${much}); ${usual}. You can read on meanwhile.`);
    } else if (news.stage === "starting") {
      progress.removeAttribute("value");
      show(`Step 2 of 2: Python is starting; ${usual}. You can read on meanwhile.`);
    } else if (news.stage === "failed") {
      const what = news.file ? `${news.file} did not load (${news.why})` : news.why;
      fail(
        `Python cannot start: ${what}. Reload this page; if it stays so, tell whoever runs this site. ` +
          "What you have written is kept.",
      );
    }
  }

  function startEarly() {
    const Original = window.Worker;
    let early = new Original(kernel, { type: "module" });
    early.addEventListener("message", follow);
    early.addEventListener("error", (event) => {
      fail(`Python cannot start in this browser (${event.message ?? "its worker did not load"}). Reload this page.`);
    });
    window.Worker = class extends Original {
      constructor(url, options) {
        if (early && String(url).includes("comlink.worker")) {
          const worker = early;
          early = null;
          return worker;
        }
        super(url, options);
      }
    };
  }
  // With shared memory the kernel has another worker of its own.
  if (!window.crossOriginIsolated) startEarly();

  window.marketingOriginStart = {
    done() {
      clearInterval(clock);
      try {
        localStorage.setItem(visited, place);
      } catch {
        // As above.
      }
      progress.remove();
      seconds.remove();
      bar.classList.add("course-ready");
      show(`Python is ready, after ${Math.round((performance.now() - started) / 1000)} seconds.`);
      document.documentElement.dataset.python = "ready";
      setTimeout(() => bar.remove(), 4000);
    },
  };
})();
