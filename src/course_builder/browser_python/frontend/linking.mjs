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

const compiled = new Map(); // native libraries that nobody has asked for yet, by their size

// Native libraries that are compiled already: pairs of their bytes and their module. Python finds them done.
export function keepCompiled(pairs) {
  for (const pair of pairs) {
    const size = pair[0].length;
    compiled.set(size, [...(compiled.get(size) ?? []), pair]);
  }
}

WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(Module, [bytes]) {
    const found = compiled.get(bytes.byteLength)?.find(([one]) => same(one, bytes));
    return found?.[1] ?? new Module(bytes);
  },
});

// No two libraries of one size agree in every hundredth byte.
function same(one, other) {
  for (let at = 0; at < one.length; at += 101) if (one[at] !== other[at]) return false;
  return true;
}
