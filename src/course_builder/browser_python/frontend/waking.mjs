// Has Pyodide take up the memory of a Python that has imported pandas (make_snapshot.mjs), in place of a start.
import { keepCompiled, linkQuickly } from "./linking.mjs";
import { fillMemory, placeLibraries } from "./restoring.mjs";

// Returns a Pyodide with the memory, and its packages' files in their places. `before` are promises: `make`, the
// function that makes Pyodide's module; `links`, what make_snapshot.mjs says of the libraries; `memory`; files and
// compiled libraries of each package that is `imported` in it, and of the `others`. `ready` hears of Pyodide before Python
// learns where it is.
export async function wake(loadPyodide, before, settings, ready = () => {}) {
  for (const arrival of Object.values(before)) arrival.catch(() => {}); // heard of below
  const pyodide = await loadPyodide({
    ...settings,
    _loadSnapshot: before.links.then(({ head }) => Uint8Array.from(atob(head), (letter) => letter.charCodeAt(0))),
    createPyodideModule: (given) => moduleFor(given, before),
  });
  linkQuickly(pyodide);
  ready(pyodide);
  pyodide.pyimport("course_page.waking").wake(pyodide.toPy(settings.env));
  await putPackages(pyodide, before);
  return pyodide;
}

// The module is made while what it needs arrives. It takes up no memory larger than the one that it begins with, so it
// grows.
async function moduleFor(settings, before) {
  const module = await (await before.make)(settings);
  const links = await before.links;
  if (module.HEAPU8.length < links.size) module.growMemory(links.size);
  const first = await before.imported;
  placeLibraries(module, links, new Map(first.flatMap(({ modules }) => modules)));
  fillMemory(module, await before.memory);
  return module;
}

async function putPackages(pyodide, before) {
  const { folder, libraries } = await before.links;
  const placed = new Set(libraries.map(({ name }) => name));
  for (const { files, modules } of [...(await before.imported), ...(await before.others)]) {
    putFiles(pyodide.FS, folder, files);
    const contents = new Map(files);
    keepCompiled(modules.filter(([name]) => !placed.has(name)).map(([name, module]) => [contents.get(name), module]));
  }
  pyodide.pyimport("course_page.packages").look_again();
}

// What a Python in a notebook knows that the memory's does not: which packages need no loading, for the kernel asks for
// some of them (they are here, or come when they are imported), and how many columns of a table are shown, which pandas
// decides by where it is imported.
export function settleInNotebook(pyodide, packages) {
  for (const name of packages) pyodide.loadedPackages[name] = "default channel";
  pyodide.runPython("import pandas; pandas.set_option('display.max_columns', 20)", { globals: pyodide.toPy({}) });
}

function putFiles(FS, folder, files) {
  const made = new Set(); // to make a folder again is slow
  for (const [name, content] of files) {
    const path = `${folder}${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    FS.writeFile(path, content, { canOwn: true });
  }
}
