// Starts loading files at once, before anything asks for them, and tells how much has come: `tell({stage, …})`. Whoever
// fetches one of them afterwards gets what is coming already. Returns a function that counts the bytes of what somebody
// else loads, of which `elsewhere` are expected.
export function loadAhead(files, here, tell, elsewhere = 0) {
  const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, elsewhere);
  let loaded = 0;
  const arrived = (bytes) => {
    loaded += bytes;
    tell({ stage: "loading", loaded, total });
  };
  arrived(0); // the page knows from now on that somebody is at work
  const fetchFile = self.fetch.bind(self);
  const get = async (name) => {
    const response = await load(new URL(name, here), files[name], tell, fetchFile);
    arrived(files[name].bytes);
    return response;
  };
  const coming = new Map(Object.keys(files).map((name) => [name, get(name)]));
  for (const promise of coming.values()) promise.catch(() => {}); // whoever asks for the file hears of it
  self.fetch = (request, options) => {
    const { pathname } = new URL(request.url ?? request, here);
    const name = pathname.startsWith(here.pathname) ? pathname.slice(here.pathname.length) : "";
    const ahead = coming.get(name);
    coming.delete(name);
    return ahead ?? fetchFile(request, options);
  };
  return arrived;
}

// Returns the response with a file; where none comes it tells so, too.
export async function load(url, { integrity }, tell, fetchFile = self.fetch) {
  // What has no hash in its address may have changed since this browser kept it.
  const cache = integrity ? "default" : "no-cache";
  try {
    const response = await fetchFile(url, integrity ? { integrity, cache } : { cache });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return response;
  } catch (error) {
    tell({ stage: "failed", file: url.href, why: error.message });
    throw error;
  }
}
