// Runs a Python script in Pyodide under Node, with a folder of this machine at /disk:
//   node run_python.mjs PYODIDE_FOLDER SCRIPT.py FOLDER
// Where the Pyodide is one of the site's, it is woken as in a reader's notebook, with the packages and data that its
// course.json names.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { decode, unpack } from "./frontend/archive.mjs";
import { settleInNotebook, wake } from "./frontend/waking.mjs";

const [pyodideFolder, script, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const read = (name) => readFileSync(`${pyodideFolder}/${name}`);
const settings = { indexURL: `${pyodideFolder}/` };
const pyodide = existsSync(`${pyodideFolder}/course.json`) ? await woken() : await loadPyodide(settings);
pyodide.FS.mkdirTree("/disk");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/disk");
try {
  await pyodide.runPythonAsync(readFileSync(script, "utf8"));
} catch (error) {
  // The error's own print-out would hold the whole of Pyodide's source.
  console.log(error.message ?? error);
  process.exitCode = 1;
}

async function woken() {
  const course = JSON.parse(read("course.json"));
  const lock = JSON.parse(read("pyodide-lock.json"));
  const all = course.notebook.packages.map((name) => unpack(read(lock.packages[name].file_name)));
  const before = {
    make: import(pathToFileURL(`${pyodideFolder}/pyodide.asm.mjs`)).then((module) => module.default),
    imported: Promise.all(all.slice(0, course.imported.length)),
    memory: decode(read(course.snapshot)),
    others: Promise.all(all.slice(course.imported.length)),
    links: Promise.resolve(JSON.parse(read(course.links))),
  };
  const pyodide = await wake(loadPyodide, before, { ...settings, env: { HOME: "/home/pyodide" } });
  settleInNotebook(pyodide, course.notebook.packages);
  for (const [path, { name }] of Object.entries(course.later)) pyodide.FS.writeFile(path, read(name));
  return pyodide;
}
