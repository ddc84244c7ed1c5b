// Stands between the notebook's kernel and Pyodide, in the kernel's worker: starts Python before the kernel asks for
// it, tells the page how far the start has come, and keeps the learner's progress in this browser. Python finds that
// in a file and hands changes to `marketingOriginKeep`. IndexedDB is there on plain http too, where service workers
// are not.
import { loadPyodide as load } from "./pyodide.mjs";

const HERE = new URL("./", import.meta.url);
const SITE = new URL("../../", import.meta.url);
const PROGRESS = "/home/pyodide/progress.json";
const DONE = ["right", "self"];

function tell(message) {
  self.postMessage({ course: message });
}

// Starts loading every file at once, before anything asks for it, and tells the page how much has come.
function loadAhead(files) {
  const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  const fetchFile = self.fetch.bind(self);
  const get = async (name) => {
    const url = new URL(name, HERE);
    const { bytes, integrity } = files[name];
    // What has no hash in its address may have changed since this browser kept it.
    const cache = integrity ? "default" : "no-cache";
    try {
      const response = await fetchFile(url, integrity ? { integrity, cache } : { cache });
      if (!response.ok) throw new Error(`the server answers ${response.status}`);
      loaded += bytes;
      tell({ stage: "loading", loaded, total });
      return response;
    } catch (error) {
      tell({ stage: "failed", file: url.href, why: error.message });
      throw error;
    }
  };
  const coming = new Map(Object.keys(files).map((name) => [name, get(name)]));
  for (const promise of coming.values()) promise.catch(() => {}); // whoever asks for the file hears of it
  self.fetch = (request, options) => {
    const { pathname } = new URL(request.url ?? request, HERE);
    const name = pathname.startsWith(HERE.pathname) ? pathname.slice(HERE.pathname.length) : "";
    const ahead = coming.get(name);
    coming.delete(name);
    return ahead ?? fetchFile(request, options);
  };
}

function openProgress() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`marketing-origin ${SITE.pathname}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("progress");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function readProgress(database) {
  return new Promise((resolve, reject) => {
    const kept = {};
    const request = database.transaction("progress").objectStore("progress").openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve(kept);
      kept[cursor.key] = cursor.value;
      cursor.continue();
    };
    request.onerror = () => reject(request.error);
  });
}

// What is done stays done, whichever of two open notebooks writes last.
function keep(database, question, status) {
  const store = database.transaction("progress", "readwrite").objectStore("progress");
  const request = store.get(question);
  request.onsuccess = () => {
    if (!DONE.includes(request.result) || DONE.includes(status)) store.put(status, question);
  };
}

async function giveProgress(pyodide) {
  try {
    const database = await openProgress();
    pyodide.FS.writeFile(PROGRESS, JSON.stringify(await readProgress(database)));
    self.marketingOriginKeep = (question, status) => keep(database, question, status);
  } catch (error) {
    // A browser that keeps nothing (a private window may refuse): Python keeps it while it runs.
    console.info(`Progress is not kept in this browser: ${error}`);
  }
}

// A library that Python imports is linked then. Pyodide would link every library of every package at the start,
// a third of them for nothing.
const LINK_ON_IMPORT = `
import pyodide._package_loader
pyodide._package_loader.get_dynlibs = lambda *_: []
`;

// What every notebook of the course imports first, as a cell would: pandas looks whether it is in a notebook.
const IMPORTS = `
import pyodide_kernel
with pyodide_kernel.ipython_shell.builtin_trap:
    import matplotlib.pyplot
    import pandas
    from marketing_origin import check, clv, data, explore, show
`;

async function startPython() {
  const course = await (await fetch(new URL("course.json", HERE), { cache: "no-cache" })).json();
  loadAhead(course.files);
  const env = {
    HOME: "/home/pyodide",
    MARKETING_ORIGIN_PROGRESS: PROGRESS,
    MARKETING_ORIGIN_SOLUTIONS: course.solutions ? new URL("solutions/", SITE).href : "",
  };
  const pyodide = await load({ indexURL: HERE.href, env });
  pyodide.runPython(LINK_ON_IMPORT);
  await pyodide.loadPackage(course.packages, { messageCallback: () => {} });
  for (const [path, name] of Object.entries(course.later)) {
    const [, folder, file] = path.match(/(.*)\/(.*)/);
    pyodide.FS.createLazyFile(folder, file, new URL(name, HERE).href, true, false);
  }
  await giveProgress(pyodide);
  tell({ stage: "starting" });
  await pyodide.runPythonAsync(IMPORTS);
  return pyodide;
}

let python;

export function start() {
  python ??= startPython();
  python.catch((error) => tell({ stage: "failed", why: error.message }));
  return python;
}

// What the kernel calls in place of Pyodide's own function.
export async function loadPyodide({ stdout, stderr }) {
  const pyodide = await start();
  pyodide.setStdout({ batched: stdout });
  pyodide.setStderr({ batched: stderr });
  return pyodide;
}
