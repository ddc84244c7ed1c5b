// Python for a page's cells, in a worker: loads Pyodide with NumPy, pandas and the course's library from the site, runs
// cells in the order in which they are sent, and gets other packages when a cell imports them. Messages come as
// {id, ask, …} and are answered by {id, answer} or {id, failed}; outputs go out as {id, output}, news of the start as
// {news}.
import { loadPyodide } from "./pyodide.mjs";
import { keepCompiled, linkQuickly } from "../linking.js";
import { Beside } from "./beside.js";
import { loadAhead } from "../loading.js";
import { keepStatus, open, readProgress } from "../store.js";
import needs from "../../in_page/needs.py";
import arriving from "../../in_page/packages.py";
import running from "../../in_page/running.py";
import standIns from "../../in_page/stand_ins.py";
import waking from "../../in_page/waking.py";

const HERE = new URL("./", import.meta.url);
const SITE = new URL("../../", HERE);
const HOME = "/home/pyodide";
const PAUSE = 3000; // milliseconds
const NOTHING = "data:application/zip;base64,";
const PROGRESS = `${HOME}/progress.json`;
const MODULES = { __init__: "", needs, packages: arriving, running, stand_ins: standIns, waking };

const tell = (news) => self.postMessage({ news });

async function startPython() {
  const get = async (name) => (await fetch(new URL(name, HERE), { cache: "no-cache" })).text();
  const [told, lock] = await Promise.all([get("course.json"), get("pyodide-lock.json")]);
  const course = JSON.parse(told);
  const { snapshot, files, packages: here } = course.page;
  const core = Object.entries(course.files).filter(([name]) => /\.wasm$/.test(name));
  const named = [snapshot, ...files].map((file) => [file.name, file]);
  loadAhead(Object.fromEntries([...core, ...named]), HERE, tell);
  const memory = new Uint8Array(snapshot.unpacked);
  const filled = fill(memory, new URL(snapshot.name, HERE));
  const coming = files.map(({ name }) => unpackedBeside(new URL(name, HERE)));
  for (const arrival of [filled, ...coming]) arrival.catch(() => {}); // heard of below
  const env = {
    HOME,
    MPLBACKEND: "agg",
    MARKETING_ORIGIN_PROGRESS: PROGRESS,
    MARKETING_ORIGIN_SOLUTIONS: course.solutions ? new URL("solutions/", SITE).href : "",
  };
  const pyodide = await loadPyodide({
    indexURL: HERE.href,
    env,
    lockFileContents: lock,
    stdLibURL: NOTHING,
    _loadSnapshot: memory,
    createPyodideModule: (settings) => moduleFor(memory, filled, settings),
  });
  linkQuickly(pyodide);
  const version = pythonVersion(pyodide);
  const packages = `/lib/python${version}/site-packages`;
  // Most of it is in the memory already: the rest follows when Python is at work, or sooner where it is asked for.
  const library = `/lib/python${version.replace(".", "")}.zip`;
  pyodide.FS.unlink(library);
  lazily(pyodide.FS, library, "python_stdlib.zip");
  const own = `${packages}/course_page`;
  pyodide.FS.mkdirTree(own);
  for (const [name, text] of Object.entries(MODULES)) pyodide.FS.writeFile(`${own}/${name}.py`, text);
  pyodide.pyimport("course_page.waking").wake(pyodide.toPy(env));
  const arrivals = pyodide.pyimport("course_page.packages");
  for (const arrival of coming) putFiles(pyodide.FS, packages, await arrival);
  beside.end();
  arrivals.look_again();
  for (const [path, name] of Object.entries(course.later)) {
    lazily(pyodide.FS, path, name);
  }
  arrivals.install(arrivals.OnImport(lock, here, (name) => fetchNow(name, course.files[name])));
  await giveProgress(pyodide);
  tell({ stage: "starting" });
  const stand = pyodide.pyimport("course_page.stand_ins");
  stand.install();
  pyodide.runPython("import pandas");
  const run = pyodide.pyimport("course_page.running");
  tell({ stage: "ready" });
  // Not before the first cell has run; where it does not arrive it still comes when it is asked for.
  setTimeout(() => bring(pyodide.FS, library, "python_stdlib.zip").catch(() => {}), PAUSE);
  return { pyodide, run, stand };
}

// The module is made while its memory arrives. It takes up no memory larger than the one that it begins with, so it grows.
async function moduleFor(memory, filled, settings) {
  const { default: make } = await import(new URL("pyodide.asm.mjs", HERE).href);
  const module = await make(settings);
  if (module.HEAPU8.length < memory.length) module.growMemory(memory.length);
  await filled;
  return module;
}

// A file that comes when Python reads it.
function lazily(FS, path, name) {
  const [, folder, file] = path.match(/(.*)\/(.*)/);
  FS.createLazyFile(folder, file, new URL(name, HERE).href, true, false);
}

async function bring(FS, path, name) {
  const content = new Uint8Array(await (await fetch(new URL(name, HERE))).arrayBuffer());
  FS.unlink(path);
  FS.writeFile(path, content, { canOwn: true });
}

// Unpacks a compressed file into the memory that waits for it.
async function fill(memory, url) {
  const { body } = await fetch(url);
  const reader = body.pipeThrough(new DecompressionStream("gzip")).getReader();
  let at = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    memory.set(part.value, at);
    at += part.value.length;
  }
}

// Returns the names and contents of files that come as one, unpacked by a worker of its own, so that two processors are
// at work; it also compiles the native libraries among them, which Python could not wait for.
let beside;
async function unpackedBeside(url) {
  beside ??= new Beside();
  const { files, modules } = await beside.unpack(await (await fetch(url)).arrayBuffer());
  keepCompiled(modules);
  return files;
}

function putFiles(FS, folder, files) {
  for (const [name, content] of files) {
    const path = `${folder}/${name}`;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, content, { canOwn: true });
  }
}

function pythonVersion(pyodide) {
  return pyodide.runPython("import sys; f'{sys.version_info.major}.{sys.version_info.minor}'");
}

// In the middle of an import there is no waiting but this.
function fetchNow(name, { bytes }) {
  const url = new URL(name, HERE);
  tell({ stage: "package", name: name.split("/").at(-1).split("-")[0], bytes });
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    throw new Error(`${url.href} did not arrive: look whether this device is connected, and run the cell again.`);
  }
  if (request.status !== 200) throw new Error(`${url.href} did not arrive (the server answers ${request.status}).`);
  tell({ stage: "arrived" });
  return new Uint8Array(request.response);
}

async function giveProgress(pyodide) {
  let database = null;
  try {
    database = await open(SITE);
    pyodide.FS.writeFile(PROGRESS, JSON.stringify(await readProgress(database)));
  } catch (error) {
    console.info(`Progress is not kept in this browser: ${error}`);
  }
  self.marketingOriginKeep = (question, status) => {
    if (database) keepStatus(database, question, status);
    self.postMessage({ status: { question, status } });
  };
}

let started;
const ready = () => (started ??= startPython());

const ANSWERS = {
  start: async () => void (await ready()),
  run: async ({ id, index, sources, quiet }) => {
    const { run } = await ready();
    const emit = (output) => self.postMessage({ id, output: JSON.parse(output) });
    return run.run(index, sources, quiet, emit);
  },
  before: async ({ index, sources }) => JSON.parse((await ready()).run.before(index, sources)),
  widget: async ({ token, values }) => JSON.parse((await ready()).stand.widget_state(token, JSON.stringify(values))),
  hint: async ({ question }) => (await ready()).run.hint_html(question),
  file: async ({ name, content }) => {
    const { pyodide } = await ready();
    pyodide.FS.writeFile(`${HOME}/${name}`, content);
  },
};

// One at a time, in the order of their coming.
let last = Promise.resolve();
self.onmessage = ({ data }) => {
  last = last.then(async () => {
    try {
      self.postMessage({ id: data.id, answer: await ANSWERS[data.ask](data) });
    } catch (error) {
      self.postMessage({ id: data.id, failed: error.message });
    }
  });
};
