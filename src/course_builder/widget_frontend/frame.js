// What the charts share: size, axes, gridlines, legend, reference marks.
import { escape, textWidth, tickWriter } from "./text.js";

export const NARROW = 480; // Below this width a chart is laid out for a phone.
const PALETTE = 6;

export const round = (number) => Math.round(number * 10) / 10;

/** Colour and dash of series number i. The sixth colour is near the second for some eyes, so dashes begin there. */
export const colour = (i) => `var(--mo-series-${(i % PALETTE) + 1})`;
export const dash = (i) => (i < PALETTE - 1 ? "" : ' stroke-dasharray="6 4"');
export const paler = (i) => (i < PALETTE ? "" : ' fill-opacity=".55"');

/** Height for a width. A fixed ratio on each side of NARROW: the page does not jump when a chart is redrawn. */
export const heightFor = (width, wide = 0.5, narrow = 0.8) => Math.round(width * (width < NARROW ? narrow : wide));

export function svg(width, height, label, inner) {
  return (
    `<svg class="mo-svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(label)}">` +
    `${inner}<g class="mo-cursor"></g></svg>`
  );
}

export function text(x, y, words, { anchor = "start", kind = "mo-text", style = "" } = {}) {
  const at = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}"${at}${style}>${escape(words)}</text>`;
}

/** Coloured keys with their labels; `items` are {label, colour, shape: "line" | "dot" | "area", dash}. */
export function legend(items) {
  if (!items.length) return "";
  const key = ({ shape, colour, dashed }) =>
    shape === "line"
      ? `<line x1="1" y1="6" x2="17" y2="6" stroke="${colour}" stroke-width="2.5"${dashed}/>`
      : shape === "dot"
        ? `<circle cx="9" cy="6" r="4" fill="${colour}"/>`
        : `<rect x="2" y="1" width="14" height="10" rx="2" fill="${colour}"${shape === "band" ? ' fill-opacity=".25"' : ""}/>`;
  const rows = items.map(
    (item) => `<li><svg width="18" height="12" aria-hidden="true">${key(item)}</svg>${escape(item.label)}</li>`,
  );
  return `<ul class="mo-legend">${rows.join("")}</ul>`;
}

/** Ticks of a scale: [{at, label}], those that a log scale leaves unlabelled dropped. */
export function ticksOf(scale, count, spec) {
  const write = tickWriter(scale, count, spec);
  return scale
    .ticks(count)
    .map((at) => ({ at, label: write(at) }))
    .filter((tick) => tick.label);
}

/** How many ticks suit an upright axis of this many pixels. */
export const tickCount = (pixels) => Math.max(3, Math.min(6, Math.round(pixels / 48)));

/**
 * Lay out and draw the axes of a chart with two numeric scales, whose ranges are set here.
 * Returns {x, y, box: {left, top, right, bottom}, markup}.
 */
export function axes(spec, width, height, x, y, right) {
  const top = spec.y_label ? 30 : 12;
  const bottom = height - (spec.x_label ? 46 : 26);
  const yCount = tickCount(bottom - top);
  if (!spec.y_log) y.nice(yCount);
  const yTicks = ticksOf(y, yCount, spec.y_format);
  const left = Math.ceil(Math.max(...yTicks.map((tick) => textWidth(tick.label)), 10)) + 10;
  // Orders, months, people: between two of them there is none, and no tick.
  const [low, high] = x.domain();
  const most = !spec.x_log && spec.x?.every(Number.isInteger) ? Math.max(1, high - low) : Infinity;
  const rough = ticksOf(x, Math.min(5, most), spec.x_format);
  const widest = Math.max(...rough.map((tick) => textWidth(tick.label)), 20);
  const end = width - Math.max(right, widest / 2 + 2);
  const room = Math.max(2, Math.min(10, Math.floor((end - left) / (widest + 26))));
  const xTicks = ticksOf(x, Math.min(room, most), spec.x_format);
  x.range([left, end]);
  y.range([bottom, top]);
  const parts = yTicks.map((tick) => {
    const at = round(y(tick.at));
    const kind = tick.at === 0 ? "mo-zero" : "mo-grid";
    return (
      `<line class="${kind}" x1="${left}" x2="${round(end)}" y1="${at}" y2="${at}"/>` +
      text(left - 8, at + 4, tick.label, { anchor: "end", kind: "mo-tick" })
    );
  });
  if (!yTicks.some((tick) => tick.at === 0 && Math.abs(y(0) - bottom) < 1)) {
    parts.push(`<line class="mo-axis" x1="${left}" x2="${round(end)}" y1="${bottom}" y2="${bottom}"/>`);
  }
  for (const tick of xTicks) {
    const at = round(x(tick.at));
    parts.push(`<line class="mo-axis" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 4}"/>`);
    parts.push(text(at, bottom + 18, tick.label, { anchor: "middle", kind: "mo-tick" }));
  }
  if (spec.y_label) parts.push(text(0, 12, spec.y_label, { kind: "mo-label" }));
  if (spec.x_label) parts.push(text(end, height - 8, spec.x_label, { anchor: "end", kind: "mo-label" }));
  return { box: { left, top, right: end, bottom }, markup: parts.join("") };
}

/**
 * Reference lines and dots. A label goes to whichever place beside its line hides the fewest of the points
 * `inked` ([x, y] pairs in pixels) and lies on no earlier label.
 */
export function marks(list, x, y, box, inked) {
  const drawn = [];
  const taken = [];
  const rules = list.flatMap((mark) => ("x" in mark && "y" in mark ? [] : [{ x: "x" in mark && x(mark.x), y: "y" in mark && y(mark.y) }]));
  const inside = (at, low, high) => at >= Math.min(low, high) - 0.5 && at <= Math.max(low, high) + 0.5;
  for (const mark of list) {
    const at = { x: "x" in mark ? x(mark.x) : null, y: "y" in mark ? y(mark.y) : null };
    if (at.x !== null && !inside(at.x, box.left, box.right)) continue;
    if (at.y !== null && !inside(at.y, box.top, box.bottom)) continue;
    const px = at.x === null ? null : round(at.x);
    const py = at.y === null ? null : round(at.y);
    if (px !== null && py !== null) drawn.push(`<circle class="mo-dot" cx="${px}" cy="${py}" r="5"/>`);
    else if (px !== null) drawn.push(`<line class="mo-mark" x1="${px}" x2="${px}" y1="${box.top}" y2="${box.bottom}"/>`);
    else drawn.push(`<line class="mo-mark" x1="${box.left}" x2="${box.right}" y1="${py}" y2="${py}"/>`);
    if (!mark.label) continue;
    const wide = textWidth(mark.label);
    const place = clearest(candidates(at, wide, box), wide, box, inked, taken, rules);
    taken.push(place);
    drawn.push(text(place.x, place.y + 12, mark.label, { kind: "mo-note" }));
  }
  return drawn.join("");
}

/** Top left corners where a label of this width may stand, the dearest first. */
function candidates(at, wide, box) {
  if (at.x !== null && at.y !== null) {
    const middle = -wide / 2;
    const offsets = [[9, -22], [-9 - wide, -22], [9, 8], [-9 - wide, 8], [middle, -28], [middle, 12], [9, 24]];
    return offsets.map(([dx, dy]) => ({ x: at.x + dx, y: at.y + dy }));
  }
  if (at.x !== null) {
    const ys = [box.top, box.top + 18, box.top + 36, box.bottom - 20, box.bottom - 38];
    return ys.flatMap((y) => [{ x: at.x + 6, y }, { x: at.x - 6 - wide, y }]);
  }
  const xs = [box.right - wide - 4, box.left + 6, (box.left + box.right - wide) / 2];
  return xs.flatMap((x) => [{ x, y: at.y - 18 }, { x, y: at.y + 4 }]);
}

function clearest(places, wide, box, inked, taken, rules) {
  let best = places[0];
  let least = Infinity;
  for (const [order, place] of places.entries()) {
    const over = (x, y, margin) =>
      x > place.x - margin && x < place.x + wide + margin && y > place.y - margin && y < place.y + 15 + margin;
    let cost = order * 0.1;
    for (const [x, y] of inked) if (over(x, y, 4)) cost += 1;
    for (const other of taken) {
      if (Math.abs(other.y - place.y) < 16 && other.x < place.x + wide && place.x < other.x + other.wide) cost += 100;
    }
    for (const rule of rules) {
      if (rule.x !== false && rule.x > place.x && rule.x < place.x + wide) cost += 3;
      if (rule.y !== false && rule.y > place.y + 2 && rule.y < place.y + 15) cost += 3;
    }
    const beyond = Math.max(0, box.left - place.x) + Math.max(0, place.x + wide - box.right);
    if (beyond > 2 || place.y < box.top - 20 || place.y > box.bottom - 12) cost += 50 + beyond;
    if (cost < least) [best, least] = [place, cost];
  }
  return { ...best, wide };
}
