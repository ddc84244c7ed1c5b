// Writes the memory of a Pyodide that has started and imported, compressed:
//   node make_snapshot.mjs PYODIDE_FOLDER IMPORTS.py SNAPSHOT
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [pyodideFolder, imports, target] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${pyodideFolder}/`, _makeSnapshot: true });
pyodide.runPython(readFileSync(imports, "utf8"), { globals: pyodide.toPy({}) });
writeFileSync(target, gzipSync(pyodide.makeMemorySnapshot(), { level: 9 }));
