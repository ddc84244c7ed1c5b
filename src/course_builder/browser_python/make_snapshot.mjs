// Writes the memory of a Pyodide that has started, imported and kept the code of packages, compressed:
//   node make_snapshot.mjs PYODIDE_FOLDER IMPORTS.py KEPT_CODE.py CODE_FOLDER SNAPSHOT
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [pyodideFolder, imports, keeping, code, target] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${pyodideFolder}/`, _makeSnapshot: true });
pyodide.runPython(readFileSync(imports, "utf8"), { globals: pyodide.toPy({}) });
// Through files: what JavaScript hands over directly cannot be in a snapshot.
pyodide.FS.writeFile("/lib/python3.14/site-packages/kept_code.py", readFileSync(keeping));
for (const name of readdirSync(code)) {
  pyodide.FS.writeFile("/joined", readFileSync(`${code}/${name}`));
  pyodide.runPython("import kept_code, pathlib; kept_code.keep(pathlib.Path('/joined'))", { globals: pyodide.toPy({}) });
}
pyodide.runPython("import gc; gc.collect()", { globals: pyodide.toPy({}) });
writeFileSync(target, gzipSync(pyodide.makeMemorySnapshot(), { level: 9 }));
