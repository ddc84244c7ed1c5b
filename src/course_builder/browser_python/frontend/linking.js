// Has Python link its native libraries quicker. After each library Emscripten looks for unresolved symbols among all
// that it knows, the core's thousands too; those that are resolved are put where it finds them by name and does not
// count them again. With pandas' 54 libraries that is a sixth of `import pandas`.
export function linkQuickly(pyodide) {
  const symbols = pyodide._module.GOT;
  const resolved = Object.create(null);
  for (const [name, entry] of Object.entries(symbols)) {
    if (entry.value === -1) continue;
    resolved[name] = entry;
    delete symbols[name];
  }
  Object.setPrototypeOf(symbols, resolved);
}
