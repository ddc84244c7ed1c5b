// The learner's progress, which notebook and pages share: question -> status. In IndexedDB, which workers reach, and
// which is there on plain http, too. A browser that keeps nothing (a private window may refuse) makes `open` throw or
// reject; who asks says so and goes on.
const DONE = ["right", "self"];

export function nameOf(site) {
  return `marketing-origin ${site.pathname}`;
}

export function open(site) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(nameOf(site), 1);
    request.onupgradeneeded = () => request.result.createObjectStore("progress");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function readProgress(database) {
  return new Promise((resolve, reject) => {
    const kept = {};
    const request = database.transaction("progress").objectStore("progress").openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve(kept);
      kept[cursor.key] = cursor.value;
      cursor.continue();
    };
    request.onerror = () => reject(request.error);
  });
}

// What is done stays done, whichever of two open notebooks or pages writes last.
export function keepStatus(database, question, status) {
  const store = database.transaction("progress", "readwrite").objectStore("progress");
  const request = store.get(question);
  request.onsuccess = () => {
    if (!isDone(request.result) || isDone(status)) store.put(status, question);
  };
}

export function isDone(status) {
  return DONE.includes(status);
}
