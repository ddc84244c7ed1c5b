// Carries what a reader has written over into a newer original: both come from the original that the reader began with,
// of which the copy remembers a sign for each cell. Cells are numbered by their place, so a cell that came or went
// above moves all numbers: which cell of the one original is which of the other is looked for first.
import { diffArrays } from "diff";
import { hash } from "../hash.js";
import { QUESTION } from "../page/question.js";
import { joined, merge, written } from "./merging.js";

const CORRECTED = "This cell as the corrected notebook has it:";

const sign = (cell) => hash(written(cell));

// [id, sign] of each cell.
export const signs = (cells) => cells.map((cell) => [cell.id, sign(cell)]);

const questionOf = (cell) => cell && joined(cell.source).match(QUESTION)?.[1];

// What stands in the same place of both, in blocks that differ: [[ids of the old, cells of the new], …]; what is the
// same in both goes into `found`.
function differences(begun, original, found) {
  const blocks = [];
  let [old, now, open] = [0, 0, null];
  for (const { added, removed, count } of diffArrays(begun.map(([, one]) => one), original.map(sign))) {
    if (!added && !removed) {
      for (let i = 0; i < count; i += 1) found.set(begun[old + i][0], original[now + i].id);
      open = null;
    } else {
      if (!open) blocks.push((open = [[], []]));
      if (removed) open[0].push(...begun.slice(old, old + count).map(([id]) => id));
      else open[1].push(...original.slice(now, now + count));
    }
    if (!added) old += count;
    if (!removed) now += count;
  }
  return blocks;
}

// Which cell of the new original is which of the old one: by their texts, their questions, or where as many were changed
// in one place by their order.
function counterparts(begun, original, mine) {
  const found = new Map();
  const reader = new Map(mine.map((cell) => [cell.id, cell]));
  for (const [ids, cells] of differences(begun, original, found)) {
    for (const id of ids) {
      const question = questionOf(reader.get(id));
      const same = question && cells.find((cell) => questionOf(cell) === question);
      if (same) found.set(id, same.id);
    }
    if (ids.length !== cells.length) continue;
    const taken = new Set(found.values());
    ids.forEach((id, i) => {
      if (!found.has(id) && !taken.has(cells[i].id)) found.set(id, cells[i].id);
    });
  }
  return found;
}

/**
 * Return the cells of the new original with the reader's work in them, of how many cells both states are kept, and in
 * how many the reader has written. `begun` are the signs of the original that the reader's cells, `mine`, come from.
 */
export function carryOver(begun, original, mine) {
  const found = counterparts(begun, original, mine);
  const old = new Map(begun);
  // A cell that the new original has no more must not take the number of another one.
  const idOf = (id) => found.get(id) ?? (old.has(id) ? `earlier-${id}` : id);
  const here = mine.map((cell) => ({ ...cell, id: idOf(cell.id) }));
  const both = new Map([...original, ...here].map((cell) => [cell.id, []]));
  for (const cell of [...here, ...original]) both.get(cell.id).push(cell);
  // Of the old original the signs alone are left: where a cell still has its sign it is what it was.
  const base = begun.map(([id, was]) => {
    const same = (both.get(idOf(id)) ?? []).find((cell) => sign(cell) === was);
    return same ?? { id: idOf(id), cell_type: "raw", source: `changed since: ${was}` };
  });
  const wrote = mine.filter((cell) => joined(cell.source).trim() && sign(cell) !== old.get(cell.id)).length;
  return { ...merge(base, original, here, CORRECTED), wrote };
}
