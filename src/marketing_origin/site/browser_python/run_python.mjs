// Runs a Python script in Pyodide under Node, with a folder of this machine at /work:
//   node run_python.mjs PYODIDE_FOLDER SCRIPT.py FOLDER
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodideFolder, script, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${pyodideFolder}/` });
pyodide.FS.mkdirTree("/work");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/work");
try {
  await pyodide.runPythonAsync(readFileSync(script, "utf8"));
} catch (error) {
  // The error's own print-out would hold the whole of Pyodide's source.
  console.log(error.message ?? error);
  process.exitCode = 1;
}
