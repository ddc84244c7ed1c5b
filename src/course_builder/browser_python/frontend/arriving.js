// Files that arrive in the middle of what Python does: there is no waiting but a request that blocks.

// Returns a file's content; what does not arrive is an error that says what to do.
export function fetchNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    throw new Error(`${url.href} did not arrive: look whether this device is connected, and run the cell again.`);
  }
  if (request.status !== 200) throw new Error(`${url.href} did not arrive (the server answers ${request.status}).`);
  return new Uint8Array(request.response);
}

const INPUT_OUTPUT_ERROR = 29; // Emscripten's EIO

// Puts a file where Python reads it later, and have it arrive then. For Emscripten's own lazy files a network that is
// away is the end of Python; here Python hears of a file that cannot be read, and asks again the next time.
export function lazily(FS, path, url, bytes) {
  FS.writeFile(path, new Uint8Array(0));
  const { node } = FS.lookupPath(path);
  const arrive = () => {
    let content;
    try {
      content = fetchNow(url);
    } catch {
      throw new FS.ErrnoError(INPUT_OUTPUT_ERROR);
    }
    const kept = { configurable: true, enumerable: true, writable: true };
    Object.defineProperties(node, {
      contents: { ...kept, value: content },
      usedBytes: { ...kept, value: content.length },
    });
    return content;
  };
  const coming = { configurable: true, enumerable: true };
  Object.defineProperties(node, {
    contents: { ...coming, get: arrive },
    usedBytes: { ...coming, get: () => bytes },
  });
}

// Has Python get packages when code imports them, in a page and in a notebook alike. `here` are those that it has; `tell`
// hears of each.
export function onImport(pyodide, { lock, files, here, home, tell }) {
  const arrivals = pyodide.pyimport("course_page.packages");
  const finder = arrivals.OnImport(lock, here, (name) => {
    tell({ stage: "package", name: name.split("/").at(-1).split("-")[0], bytes: files[name].bytes });
    const content = fetchNow(new URL(name, home));
    tell({ stage: "arrived" });
    return content;
  });
  arrivals.install(finder);
  return finder;
}
