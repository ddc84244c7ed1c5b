// What this browser keeps for the course: the learner's progress, which notebook and page share, and what was written
// on the pages. IndexedDB is there on plain http too, where service workers are not. A browser that keeps nothing (a
// private window may refuse) makes `open` reject; who asks says so and goes on.
const DONE = ["right", "self"];

export function open(site) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`marketing-origin ${site.pathname}`, 2);
    request.onupgradeneeded = () => {
      for (const name of ["progress", "edits"]) {
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name);
      }
    };
    request.onsuccess = () => {
      // A newer page in another tab may need a newer form of it.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

// Everything of a store whose keys begin with `prefix`: {key: value}.
export function read(database, name, prefix = "") {
  return new Promise((resolve, reject) => {
    const kept = {};
    const range = prefix ? IDBKeyRange.bound(prefix, `${prefix}\uffff`) : null;
    const request = database.transaction(name).objectStore(name).openCursor(range);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve(kept);
      kept[cursor.key] = cursor.value;
      cursor.continue();
    };
    request.onerror = () => reject(request.error);
  });
}

// Replaces a value by what `change` makes of the one that is kept (undefined: there is none), in one step that no other
// tab comes between; `change` returns undefined to delete it. Resolves with the new value.
export function update(database, name, key, change) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, "readwrite");
    const store = transaction.objectStore(name);
    let value;
    const request = store.get(key);
    request.onsuccess = () => {
      value = change(request.result);
      if (value === undefined) store.delete(key);
      else store.put(value, key);
    };
    transaction.oncomplete = () => resolve(value);
    transaction.onabort = () => reject(transaction.error);
  });
}

// What is done stays done, whichever of two open notebooks or pages writes last.
export function keepStatus(database, question, status) {
  return update(database, "progress", question, (old) => (DONE.includes(old) && !DONE.includes(status) ? old : status));
}

export function isDone(status) {
  return DONE.includes(status);
}
