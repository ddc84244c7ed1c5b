// Pure drawing: from the description of a picture to markup. No document, so that Node can draw, too; colours are
// CSS variables, so that a change of theme needs no redrawing.
import { bars } from "./bars.js";
import { heat } from "./heat.js";
import { lines, points } from "./lines.js";
import { escape } from "./text.js";

const CHARTS = { lines, points, bars, heat };

/** Split parts into rows: each chart alone, numbers next to each other together. */
export function rows(parts) {
  const found = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (part.kind === "number" && last?.[0].kind === "number") last.push(part);
    else found.push([part]);
  }
  return found;
}

/** Draw one row: {html, mode, stops}; `stops()` lists what a pointer or an arrow key can stop at. */
export function drawRow(row, width, label) {
  if (row[0].kind === "number") return { html: numbers(row), stops: null };
  return CHARTS[row[0].kind](row[0], width, label);
}

function numbers(row) {
  const items = row.map(
    ({ label, text, unit, note }) =>
      `<p><span>${escape(label)}</span> ${text ? `<strong>${escape(text)}</strong>` : "<em>not defined</em>"}` +
      `${unit && ` <span class="mo-unit">${escape(unit)}</span>`}${note && ` <small>${escape(note)}</small>`}</p>`,
  );
  return `<div class="mo-numbers">${items.join("")}</div>`;
}
