// What the reader has written on a page, kept in this browser: found again after the page has been corrected, and
// shared by the tabs that show it. An edit is kept with the original that it began from.
import { read, update } from "../store.js";

const PAUSE = 400; // milliseconds without a change before an edit is kept

function hash(text) {
  let value = 5381;
  for (let i = 0; i < text.length; i += 1) value = ((value * 33) ^ text.charCodeAt(i)) >>> 0;
  return value.toString(36);
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
  constructor(database, page, cells) {
    this.database = database; // null: this browser keeps nothing
    this.page = page;
    this.cells = cells;
    this.waiting = new Map();
    this.channel = new BroadcastChannel(`marketing-origin ${page}`);
    this.channel.onmessage = ({ data }) => this.hear(data);
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
  }

  key(cell) {
    return `${this.page}|${cell.index}|${hash(cell.source)}`;
  }

  // Puts kept edits back into their cells.
  async restore() {
    if (!this.database) return;
    const kept = await read(this.database, "edits", `${this.page}|`);
    for (const [key, record] of Object.entries(kept)) {
      const alike = this.cells.filter((cell) => cell.element && cell.source === record.original);
      const cell = alike.find(({ index }) => index === record.index) ?? alike[0];
      if (cell) {
        if (key !== this.key(cell)) await this.move(key, cell, record);
        cell.revision = record.revision;
        await cell.take(record.text);
        for (const other of record.others ?? []) this.offerOther(cell, other);
      } else {
        const now = nearest(this.cells, record);
        if (now) this.offerOlder(now, key, record);
      }
    }
  }

  // The page has grown or shrunk above the cell, which is the same.
  async move(key, cell, record) {
    await update(this.database, "edits", this.key(cell), () => ({ ...record, index: cell.index }));
    await update(this.database, "edits", key, () => undefined);
  }

  offerOlder(cell, key, record) {
    cell.offer("This cell has changed since you wrote in it. Both are kept: the page shows the new one.", record.text, [
      ["Use what I wrote", () => cell.take(record.text, true).then(() => this.drop(key))],
      ["Keep the new one", () => this.drop(key)],
    ]);
  }

  offerOther(cell, text) {
    cell.offer("You also wrote in this cell in another tab. Both are kept.", text, [
      ["Use the other tab's", () => cell.take(text, true).then(() => this.forgetOther(cell, text))],
      ["Drop the other tab's", () => this.forgetOther(cell, text)],
    ]);
  }

  drop(key) {
    return update(this.database, "edits", key, () => undefined);
  }

  forgetOther(cell, text) {
    return update(this.database, "edits", this.key(cell), (kept) =>
      kept && { ...kept, others: (kept.others ?? []).filter((other) => other !== text) },
    );
  }

  changed(cell) {
    clearTimeout(this.waiting.get(cell));
    this.waiting.set(cell, setTimeout(() => this.keep(cell), PAUSE));
  }

  flush() {
    for (const cell of this.waiting.keys()) this.keep(cell);
  }

  async keep(cell) {
    clearTimeout(this.waiting.get(cell));
    this.waiting.delete(cell);
    if (!this.database) return;
    const { text, source, index, question } = cell;
    const seen = cell.revision;
    let lost = null;
    const kept = await update(this.database, "edits", this.key(cell), (old) => {
      // Another tab has kept something else that this one has not seen: it is kept too.
      const conflict = old && old.revision !== seen && old.text !== text;
      lost = conflict ? old.text : null;
      const others = [...(old?.others ?? []), ...(conflict ? [old.text] : [])];
      if (text === source && !others.length) return undefined;
      return { original: source, text, index, question, others, revision: `${Date.now()}-${Math.random()}` };
    });
    cell.revision = kept?.revision;
    if (lost !== null) this.offerOther(cell, lost);
    this.channel.postMessage({ index, source, text, revision: cell.revision });
  }

  // Another tab has kept an edit: it is shown here, unless something newer is being written here.
  hear({ index, source, text, revision }) {
    const cell = this.cells.find((one) => one.index === index && one.source === source);
    if (!cell?.element || this.waiting.has(cell)) return;
    cell.revision = revision;
    if (text === cell.source) cell.restoreCode();
    else cell.take(text);
  }
}
