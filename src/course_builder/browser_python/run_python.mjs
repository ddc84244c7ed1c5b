// Runs a Python script in Pyodide under Node, with a folder of this machine at /disk:
//   node run_python.mjs PYODIDE_FOLDER SCRIPT.py FOLDER
// Where the Pyodide is one of the site's, with the packages and data that its course.json names.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodideFolder, script, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${pyodideFolder}/` });
if (existsSync(`${pyodideFolder}/course.json`)) {
  const course = JSON.parse(readFileSync(`${pyodideFolder}/course.json`, "utf8"));
  await pyodide.loadPackage(course.packages, { messageCallback: () => {} });
  for (const [path, { name }] of Object.entries(course.later)) {
    pyodide.FS.writeFile(path, readFileSync(`${pyodideFolder}/${name}`));
  }
}
pyodide.FS.mkdirTree("/disk");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/disk");
try {
  await pyodide.runPythonAsync(readFileSync(script, "utf8"));
} catch (error) {
  // The error's own print-out would hold the whole of Pyodide's source.
  console.log(error.message ?? error);
  process.exitCode = 1;
}
