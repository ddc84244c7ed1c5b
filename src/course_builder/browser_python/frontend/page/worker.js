// Python for a page's cells, in a worker: loads Pyodide with NumPy, pandas and the course's library from the site, runs
// cells in the order in which they are sent, and gets other packages when a cell imports them. Messages come as
// {id, ask, …} and are answered by {id, answer} or {id, failed}; outputs go out as {id, output}, news of the start as
// {news}.
import { lazily, onImport } from "../arriving.js";
import { begin, HERE, HOME, PROGRESS, SITE } from "../beginning.js";
import { keepStatus, open, readProgress } from "../store.js";

const LIBRARY = "python_stdlib.zip";
const PAUSE = 3000; // milliseconds
const NOTHING = "data:application/zip;base64,";

const tell = (news) => self.postMessage({ news });

async function startPython() {
  let library;
  const { pyodide, course, lock } = await begin("page", {
    tell,
    env: { MPLBACKEND: "agg" },
    settings: { stdLibURL: NOTHING },
    ready: (pyodide, course) => (library = libraryLater(pyodide, course)),
  });
  const finder = onImport(pyodide, { lock, files: course.files, here: course.page.packages, home: HERE, tell });
  // What micropip gets the site's own packages by; Pyodide's would look for wheels.
  pyodide.loadPackage = async (names) => names.forEach((name) => finder.get(name));
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

// Most of the standard library is in the memory already: the rest follows when Python is at work, or sooner where it is
// asked for. Returns its path.
function libraryLater(pyodide, course) {
  const library = `/lib/python${pythonVersion(pyodide).replace(".", "")}.zip`;
  pyodide.FS.unlink(library);
  lazily(pyodide.FS, library, new URL(LIBRARY, HERE), course.files[LIBRARY].bytes);
  return library;
}

async function bring(FS, path, name) {
  const content = new Uint8Array(await (await fetch(new URL(name, HERE))).arrayBuffer());
  FS.unlink(path);
  FS.writeFile(path, content, { canOwn: true });
}

function pythonVersion(pyodide) {
  return pyodide.runPython("import sys; f'{sys.version_info.major}.{sys.version_info.minor}'");
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
function ready() {
  started ??= startPython().catch((error) => {
    tell({ stage: "failed", why: error.message });
    throw error;
  });
  return started;
}

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
