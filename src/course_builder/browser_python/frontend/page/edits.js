// What the reader has written on a page, kept in this browser: found again after the page has been corrected, and
// shared by the tabs that show it. An edit is kept with the original that it began from. In localStorage, since what is
// written there is kept even where the page is left in the same moment.
import { hash } from "../hash.js";

const PAUSE = 300; // milliseconds without a change before what was written meanwhile is kept
const REMEMBERED = 20; // earlier states of an edit, by which a tab knows whether another has seen what it kept

export function keyOf(site, page) {
  return `marketing-origin edit ${site.pathname} ${page} `;
}

function likeness(one, other) {
  const lines = new Set(one.split("\n"));
  const also = other.split("\n").filter((line) => line.trim() && lines.has(line)).length;
  return also / Math.max(lines.size, 1);
}

// The cell of which a kept edit was made, in a page that has changed since.
function nearest(cells, record) {
  const shown = cells.filter((cell) => cell.element);
  const same = record.question && shown.find((cell) => cell.question === record.question);
  const best = shown.toSorted((a, b) => likeness(record.original, b.source) - likeness(record.original, a.source))[0];
  if (same || (best && likeness(record.original, best.source) > 0.3)) return same || best;
  return shown.toSorted((a, b) => Math.abs(a.index - record.index) - Math.abs(b.index - record.index))[0];
}

export class Edits {
  constructor(site, page, cells) {
    this.prefix = keyOf(site, page);
    this.cells = cells.filter((cell) => cell.element);
    this.pauses = new Map(); // of the cells that are being written in, what ends the writing
    this.waiting = new Set(); // of these, the cells that hold something not yet kept
    try {
      this.storage = localStorage;
      // Some browsers let a page look, and refuse to keep.
      this.storage.setItem(this.prefix, "");
      this.storage.removeItem(this.prefix);
    } catch {
      this.storage = null;
      return;
    }
    // Not at once: who writes in two tabs in the same moment has both kept.
    addEventListener("storage", ({ key }) => setTimeout(() => this.hear(key), PAUSE));
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
  }

  key(cell) {
    return `${this.prefix}${cell.index} ${hash(cell.source)}`;
  }

  get(key) {
    return JSON.parse(this.storage.getItem(key));
  }

  set(key, record) {
    const revision = `${Date.now()} ${Math.random()}`;
    const history = [...(record.history ?? []), record.revision].filter(Boolean).slice(-REMEMBERED);
    this.storage.setItem(key, JSON.stringify({ ...record, revision, history }));
    return revision;
  }

  // Puts kept edits back into their cells.
  async restore() {
    const keys = this.storage ? Object.keys(this.storage).filter((key) => key.startsWith(this.prefix)) : [];
    for (const key of keys) {
      const record = this.get(key);
      const alike = this.cells.filter((cell) => cell.source === record.original);
      const cell = alike.find(({ index }) => index === record.index) ?? alike[0];
      if (cell) {
        // The page may have grown or shrunk above the cell.
        if (key !== this.key(cell)) this.storage.removeItem(key);
        this.set(this.key(cell), { ...record, index: cell.index });
        await this.show(cell);
      } else {
        const now = nearest(this.cells, record);
        if (now) this.offerOlder(now, key, record);
      }
    }
  }

  async show(cell) {
    const record = this.get(this.key(cell));
    cell.revision = record?.revision;
    if (!record) return cell.restoreCode();
    await cell.take(record.text);
    this.offerOthers(cell, record);
  }

  offerOlder(cell, key, record) {
    const drop = () => this.storage.removeItem(key);
    cell.offer("This cell has changed since you wrote in it. Both are kept: the page shows the new one.", record.text, [
      ["Use what I wrote", () => cell.take(record.text).then(() => (this.keep(cell), drop()))],
      ["Keep the new one", drop],
    ]);
  }

  offerOthers(cell, record) {
    cell.offered ??= new Set(); // a text is offered once, however often the other tab is heard of
    for (const other of record.others.filter((one) => !cell.offered.has(one))) {
      cell.offered.add(other);
      const drop = () => {
        cell.offered.delete(other);
        const kept = this.get(this.key(cell));
        cell.revision = this.set(this.key(cell), { ...kept, others: kept.others.filter((one) => one !== other) });
      };
      cell.offer("You also wrote in this cell in another tab. Both are kept.", other, [
        ["Use the other tab's", () => cell.take(other).then(() => (this.keep(cell), drop()))],
        ["Drop the other tab's", drop],
      ]);
    }
  }

  // The first change at once, and what follows it when the writing pauses: Chromium gives a tab that is closed half a
  // second, in which a busy machine may not come to what is done on leaving.
  changed(cell) {
    if (this.pauses.has(cell)) this.waiting.add(cell);
    else this.keep(cell);
    clearTimeout(this.pauses.get(cell));
    const pause = () => (this.waiting.has(cell) ? this.keep(cell) : this.pauses.delete(cell));
    this.pauses.set(cell, setTimeout(pause, PAUSE));
  }

  flush() {
    for (const cell of this.waiting) this.keep(cell);
  }

  // What waits does so until it is kept: Firefox breaks a script off that is at work when its tab is closed, and the
  // next event of the leaving then does it.
  keep(cell) {
    clearTimeout(this.pauses.get(cell));
    this.pauses.delete(cell);
    if (this.storage) this.put(cell);
    this.waiting.delete(cell);
  }

  put(cell) {
    const { text, source: original, index, question } = cell;
    const key = this.key(cell);
    const old = this.get(key);
    // Another tab has kept something that this one has not seen: it is kept too.
    const conflict = old && old.revision !== cell.revision && old.text !== text ? [old.text] : [];
    const others = [...new Set([...(old?.others ?? []), ...conflict])].filter((other) => other !== text);
    if (text === original && !others.length) {
      this.storage.removeItem(key);
      cell.revision = undefined;
      return;
    }
    try {
      const { revision, history } = old ?? {};
      cell.revision = this.set(key, { original, text, index, question, others, revision, history });
    } catch (error) {
      cell.say(`What you wrote is not kept: this browser's storage is full (${error.name}).`);
    }
    if (conflict.length) this.offerOthers(cell, { others: conflict });
  }

  // Another tab has kept an edit: it is shown here, unless something is being written here; then both are kept. So they
  // are where both were kept in the same moment: a browser's processes hear of each other's storage a little later.
  hear(key) {
    const cell = this.cells.find((one) => this.key(one) === key);
    if (!cell) return;
    const record = this.get(key);
    const seen = !record || !cell.revision || [record.revision, ...(record.history ?? [])].includes(cell.revision);
    if (this.pauses.has(cell) || !seen) this.keep(cell);
    else this.show(cell);
  }
}
