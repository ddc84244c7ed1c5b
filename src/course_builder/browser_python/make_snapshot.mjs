// Writes down a Pyodide that has started and imported pandas: its memory, and where its native libraries stand in it.
//   node make_snapshot.mjs PYODIDE_FOLDER IMPORTS.py KEPT_CODE.py IN_PAGE PACKAGES_FOLDER TARGET_FOLDER
// IN_PAGE holds the modules that run the cells, PACKAGES_FOLDER what precompile.py writes of a package: NAME.files and
// NAME.code. TARGET_FOLDER gets `python.snapshot`, the memory compressed, and `python.json`, which
// frontend/restoring.mjs reads.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { constants, zstdCompressSync } from "node:zlib";
import { decode, separated } from "./frontend/archive.mjs";

const SITE = "/lib/python3.14/site-packages";
const [pyodideFolder, imports, keeping, inPage, packages, target] = process.argv.slice(2);
// A start notes for good whether the runtime can wait in the midst of Python (`time.sleep`, `asyncio.run`); most browsers
// can, and say so themselves each time, but this Node need not. Nothing waits before the memory is written down.
WebAssembly.Suspending ??= function (wait) {
  return wait;
};
WebAssembly.promising ??= (run) => run;
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${pyodideFolder}/`, _makeSnapshot: true });
const { _module: module, FS } = pyodide;
const ownFunctions = module.wasmTable.length;
const ownSymbols = values(module.GOT);

// Through files: what JavaScript hands over directly cannot be in a snapshot.
FS.writeFile(`${SITE}/kept_code.py`, readFileSync(keeping));
put(`${SITE}/course_page/__init__.py`, "");
for (const name of readdirSync(inPage).filter((name) => name.endsWith(".py"))) {
  put(`${SITE}/course_page/${name}`, readFileSync(`${inPage}/${name}`));
}
for (const name of readdirSync(packages)) {
  const content = readFileSync(`${packages}/${name}`);
  if (name.endsWith(".files")) for (const [path, bytes] of separated(await decode(content))) put(`${SITE}/${path}`, bytes);
  else keepCode(content);
}
run(readFileSync(imports, "utf8"));
run("import gc; gc.collect()");

const links = {
  folder: `${SITE}/`,
  table: module.wasmTable.length,
  libraries: libraries(),
  functions: functionsOutside(libraries()),
  free: module.freeTableIndexes,
  symbols: Object.fromEntries(Object.entries(values(module.GOT)).filter(([name, value]) => ownSymbols[name] !== value)),
};
const snapshot = pyodide.makeMemorySnapshot();
// The list of JavaScript's objects comes first; the memory above the heap's end is nobody's.
const start = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 2)[1];
const head = Buffer.from(snapshot.subarray(0, start)).toString("base64");
const memory = snapshot.subarray(start, start + module._sbrk(0));
// Zstandard finds what is alike far apart, as the forty libraries of pandas are, where its window reaches over all of it:
// a third fewer bytes than gzip's.
const params = { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_windowLog]: 27 };
const slow = { params, pledgedSrcSize: memory.length };
writeFileSync(`${target}/python.snapshot`, zstdCompressSync(memory, slow));
writeFileSync(`${target}/python.json`, JSON.stringify({ head, size: memory.length, ...links }));

function run(code) {
  pyodide.runPython(code, { globals: pyodide.toPy({}) });
}

function put(path, bytes) {
  FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  FS.writeFile(path, bytes);
}

function keepCode(joined) {
  FS.writeFile("/joined", joined);
  run("import kept_code, pathlib; kept_code.keep(pathlib.Path('/joined'))");
}

function values(symbols) {
  return Object.fromEntries(Object.entries(symbols).map(([name, { value }]) => [name, value]));
}

// Every native library in the order of its coming, with its places in the memory and in the table of functions, which
// Emscripten notes in the handle that Python holds.
function libraries() {
  const { loadedLibsByName, loadedLibsByHandle } = module.LDSO;
  const handles = new Map(Object.entries(loadedLibsByHandle).map(([handle, library]) => [library, Number(handle)]));
  return Object.entries(loadedLibsByName)
    .filter(([name]) => name !== "__main__")
    .map(([name, library]) => {
      const handle = handles.get(library);
      const text = Object.keys(library.exports).some((symbol) => /^__(em_js__|start_em_)/.test(symbol));
      // What frontend/restoring.mjs does not know how to put back.
      if (!name.startsWith(`${SITE}/`) || !handle || library.global || text) throw new Error(`${name} cannot be in a snapshot`);
      const [base, size, functions, count] = module.HEAPU32.subarray((handle + 12) / 4, (handle + 28) / 4);
      return { name: name.slice(SITE.length + 1), handle, memory: size ? base : 0, functions, count };
    });
}

// What stands in the table of functions outside of the libraries' own places: [place, library's number, symbol].
function functionsOutside(libraries) {
  const known = new Map();
  libraries.forEach(({ name }, number) => {
    const { exports } = module.LDSO.loadedLibsByName[`${SITE}/${name}`];
    for (const [symbol, value] of Object.entries(exports)) if (!known.has(value)) known.set(value, [number, symbol]);
  });
  const found = [];
  for (let place = ownFunctions; place < module.wasmTable.length; place += 1) {
    if (module.freeTableIndexes.includes(place)) continue;
    if (libraries.some(({ functions, count }) => functions <= place && place < functions + count)) continue;
    const origin = known.get(module.wasmTable.get(place));
    if (!origin) throw new Error(`nobody knows the function at ${place}`);
    found.push([place, ...origin]);
  }
  return found;
}
