// Puts Python's native libraries back where they stood when its memory was written down (make_snapshot.mjs): the memory
// holds addresses of their data and numbers of their functions. Emscripten would choose both anew, and write into the
// memory what is in it already.

// `links`: what make_snapshot.mjs says of the libraries. `modules`: the compiled libraries by their name below its folder.
export function placeLibraries(pyodide, links, modules) {
  const { wasmTable, GOT: symbols, LDSO, freeTableIndexes } = pyodide;
  wasmTable.grow(links.table - wasmTable.length);
  freeTableIndexes.push(...links.free);
  for (const [name, value] of Object.entries(links.symbols)) {
    symbols[name] ??= new WebAssembly.Global({ value: "i32", mutable: true });
    symbols[name].value = value;
  }
  const placed = links.libraries.map((library) => {
    const exports = place(library, modules.get(library.name), symbols, LDSO.loadedLibsByName.__main__.exports);
    const known = pyodide.newDSO(`${links.folder}${library.name}`, library.handle, exports);
    known.global = false;
    known.refcount = 1;
    return exports;
  });
  for (const [at, number, symbol] of links.functions) wasmTable.set(at, placed[number][symbol]);
}

// Returns what a library offers, with the addresses of its data as they are in the memory.
function place({ memory, functions }, module, symbols, core) {
  let offered;
  const own = { __proto__: null, __memory_base: memory, __table_base: functions };
  const env = new Proxy(own, {
    get(found, name) {
      // What a library looks for in itself it finds when it is there.
      return (found[name] ??= core[name] && !core[name].stub ? core[name] : (...given) => offered[name](...given));
    },
  });
  const { exports } = new WebAssembly.Instance(module, {
    env,
    wasi_snapshot_preview1: env,
    "GOT.mem": symbols,
    "GOT.func": symbols,
  });
  const relocated = ([name, value]) => [
    name,
    value instanceof WebAssembly.Global ? new WebAssembly.Global({ value: "i32" }, value.value + memory) : value,
  ];
  offered = Object.fromEntries(Object.entries(exports).map(relocated));
  return offered;
}

// Gives a Pyodide that has not begun the memory of the one that was written down.
export function fillMemory(pyodide, memory) {
  // By what Python calls C functions depends on the browser; its place is told before Python starts, in the memory.
  const { __PyRuntime: runtime, __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: offset } = pyodide;
  const trampoline = (runtime + pyodide.HEAP32[offset >> 2]) >> 2;
  const here = pyodide.HEAP32[trampoline];
  pyodide.HEAPU8.set(memory);
  pyodide.HEAP32[trampoline] = here;
}
