// Python for a page's cells, in a worker: loads Pyodide with NumPy, pandas and the course's library from the site, runs
// cells in the order in which they are sent, and gets other packages when a cell imports them. Messages come as
// {id, ask, …} and are answered by {id, answer} or {id, failed}; outputs go out as {id, output}, news of the start as
// {news}.
import { loadPyodide } from "./pyodide.mjs";
import { fetchNow, lazily } from "../arriving.js";
import { keepCompiled, linkQuickly } from "../linking.js";
import { Beside } from "./beside.js";
import { loadAhead } from "../loading.js";
import { fillMemory, placeLibraries } from "./restoring.js";
import { keepStatus, open, readProgress } from "../store.js";

const HERE = new URL("./", import.meta.url);
const BESIDE = import.meta.url.replace("/page-", "/beside-");
const SITE = new URL("../../", HERE);
const LIBRARY = "python_stdlib.zip";
const HOME = "/home/pyodide";
const PAUSE = 3000; // milliseconds
const NOTHING = "data:application/zip;base64,";
const PROGRESS = `${HOME}/progress.json`;

const program = import(new URL("pyodide.asm.mjs", HERE).href); // it is long
program.catch(() => {}); // heard of where it is awaited

const tell = (news) => self.postMessage({ news });

async function startPython() {
  let arrived;
  const beside = new Beside(BESIDE, { onNews: tell, onArrived: (bytes) => arrived(bytes) });
  const get = async (name) => (await fetch(new URL(name, HERE), { cache: "no-cache" })).text();
  const [told, lock] = await Promise.all([get("course.json"), get("pyodide-lock.json")]);
  const course = JSON.parse(told);
  const { snapshot, links, files, packages: here } = course.page;
  const core = Object.entries(course.files).filter(([name]) => /\.wasm$/.test(name));
  const bytesBeside = [snapshot, ...files].reduce((sum, { bytes }) => sum + bytes, 0);
  arrived = loadAhead(Object.fromEntries([...core, [links.name, links]]), HERE, tell, bytesBeside);
  const coming = Promise.all(files.map((file) => beside.unpack(new URL(file.name, HERE), file)));
  const before = {
    links: (async () => (await fetch(new URL(links.name, HERE))).json())(),
    libraries: coming.then((arrivals) => new Map(arrivals.flatMap(({ modules }) => modules))),
    memory: beside.decode(new URL(snapshot.name, HERE), snapshot),
  };
  for (const arrival of [coming, ...Object.values(before)]) arrival.catch(() => {}); // heard of below
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
    _loadSnapshot: before.links.then(({ head }) => Uint8Array.from(atob(head), (letter) => letter.charCodeAt(0))),
    createPyodideModule: (settings) => moduleFor(settings, before),
  });
  beside.end();
  linkQuickly(pyodide);
  const version = pythonVersion(pyodide);
  const packages = `/lib/python${version}/site-packages`;
  // Most of it is in the memory already: the rest follows when Python is at work, or sooner where it is asked for.
  const library = `/lib/python${version.replace(".", "")}.zip`;
  pyodide.FS.unlink(library);
  lazily(pyodide.FS, library, new URL(LIBRARY, HERE), course.files[LIBRARY].bytes);
  pyodide.pyimport("course_page.waking").wake(pyodide.toPy(env));
  const arrivals = pyodide.pyimport("course_page.packages");
  const placed = new Set((await before.links).libraries.map(({ name }) => name));
  for (const { files, modules } of await coming) {
    putFiles(pyodide.FS, packages, files);
    const contents = new Map(files);
    keepCompiled(modules.filter(([name]) => !placed.has(name)).map(([name, module]) => [contents.get(name), module]));
  }
  arrivals.look_again();
  for (const [path, { name, bytes }] of Object.entries(course.later)) {
    lazily(pyodide.FS, path, new URL(name, HERE), bytes);
  }
  arrivals.install(arrivals.OnImport(lock, here, (name) => packageNow(name, course.files[name])));
  await giveProgress(pyodide);
  tell({ stage: "starting" });
  const stand = pyodide.pyimport("course_page.stand_ins");
  stand.install();
  const run = pyodide.pyimport("course_page.running");
  tell({ stage: "ready" });
  // Not before the first cell has run; where it does not arrive it still comes when it is asked for.
  setTimeout(() => bring(pyodide.FS, library, LIBRARY).catch(() => {}), PAUSE);
  return { pyodide, run, stand };
}

// The module is made while what it needs arrives. It takes up no memory larger than the one that it begins with, so it
// grows.
async function moduleFor(settings, before) {
  const { default: make } = await program;
  const module = await make(settings);
  const links = await before.links;
  if (module.HEAPU8.length < links.size) module.growMemory(links.size);
  placeLibraries(module, links, await before.libraries);
  fillMemory(module, await before.memory);
  return module;
}

async function bring(FS, path, name) {
  const content = new Uint8Array(await (await fetch(new URL(name, HERE))).arrayBuffer());
  FS.unlink(path);
  FS.writeFile(path, content, { canOwn: true });
}

function putFiles(FS, folder, files) {
  const made = new Set(); // to make a folder again is slow
  for (const [name, content] of files) {
    const path = `${folder}/${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    FS.writeFile(path, content, { canOwn: true });
  }
}

function pythonVersion(pyodide) {
  return pyodide.runPython("import sys; f'{sys.version_info.major}.{sys.version_info.minor}'");
}

// A package that an import needs.
function packageNow(name, { bytes }) {
  tell({ stage: "package", name: name.split("/").at(-1).split("-")[0], bytes });
  const content = fetchNow(new URL(name, HERE));
  tell({ stage: "arrived" });
  return content;
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
