// Numbers and words: the same number style as text.py, escaping, and how wide text will be.
import { format, formatDefaultLocale, formatSpecifier } from "d3-format";

// d3-scale's tick formats use the default locale, too.
formatDefaultLocale({
  decimal: ".",
  thousands: ",",
  grouping: [3],
  currency: ["", ""],
  percent: "%",
  minus: "\u2212",
});

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

/** A function writing numbers: to the given format, else to about three significant digits. */
export function writer(spec) {
  if (spec) {
    const write = format(spec);
    return (value) => (value == null ? "not defined" : write(value));
  }
  return (value) => {
    if (value == null) return "not defined";
    const size = Math.abs(value);
    const decimals = size === 0 ? 0 : Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(size))));
    // Written without trailing noughts: 0.25 and not 0.2500.
    return format(`,.${decimals}~f`)(value);
  };
}

/** The format for an axis: the precision is left to the distance between its ticks. */
export function tickWriter(scale, count, spec) {
  if (!spec) return scale.tickFormat(count, scale.base ? "~r" : undefined);
  const free = formatSpecifier(spec);
  if (free.type !== "e" && free.type !== "g") free.precision = undefined;
  if (!free.type || free.type === "d") free.type = "f";
  free.precision = scale.base ? 0 : free.precision;
  if (scale.base) {
    free.trim = true;
    free.precision = 6;
  }
  return scale.tickFormat(count, String(free));
}

/** About how many pixels a text takes, per pixel of font size: nothing can be measured before it is drawn. */
const WIDTHS = { narrow: /[ijlft.,:;'|!()[\] \u202f]/, wide: /[mwMW%@]/, capital: /[A-Z]/, full: /[\u2e80-\uffef]/ };

export function textWidth(text, size = 12, bold = false) {
  let ems = 0;
  for (const sign of text) {
    if (WIDTHS.narrow.test(sign)) ems += 0.31;
    else if (WIDTHS.wide.test(sign)) ems += 0.9;
    else if (WIDTHS.full.test(sign)) ems += 1;
    else if (WIDTHS.capital.test(sign)) ems += 0.66;
    else ems += 0.6;
  }
  return ems * size * (bold ? 1.1 : 1);
}

/** Break text at spaces into at most `most` lines no wider than `width`; the last is cut short if it must be. */
export function wrap(text, width, most = 2) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    const longer = last >= 0 ? `${lines[last]} ${word}` : word;
    if (last >= 0 && (textWidth(longer) <= width || lines.length === most)) lines[last] = longer;
    else lines.push(word);
  }
  return lines.map((line) => shorten(line, width));
}

function shorten(line, width) {
  if (textWidth(line) <= width) return line;
  let end = line.length;
  while (end > 1 && textWidth(line.slice(0, end) + "…") > width) end -= 1;
  return line.slice(0, end).trimEnd() + "…";
}
