// Heat maps. A cell's colour is mixed by the style sheet, so that it follows the page's theme.
import { escape, textWidth, wrap, writer } from "./text.js";
import { NARROW, round, svg, text } from "./frame.js";

const STRONG = 0.64; // Beyond this share of the full colour the text in a cell changes its ink.

export function heat(spec, width, label) {
  const narrow = width < NARROW;
  const write = writer(spec.format);
  const [low, high] = spec.limits.colour;
  const share = shares(low, high);
  const names = spec.rows.map((name) => wrap(name, width * 0.3, 1)[0]);
  const left = Math.ceil(Math.max(...names.map((name) => textWidth(name)))) + 10;
  const top = spec.y_label ? 24 : 4;
  const across = (width - left) / spec.columns.length;
  const under = 22 + (spec.x_label ? 22 : 0);
  const tall = Math.round((width * spec.rows.length * (narrow ? 0.085 : 0.052)) / Math.max(1, spec.rows.length / 14));
  const height = top + tall + under;
  const down = tall / spec.rows.length;
  const everyRow = Math.ceil(15 / down);
  const everyColumn = Math.ceil((Math.max(...spec.columns.map((name) => textWidth(name))) + 6) / across);
  const told = down >= 16 && spec.values.flat().every((value) => value == null || textWidth(write(value), 11) < across - 4);
  const cells = spec.values.flatMap((row, r) =>
    row.map((value, c) => {
      if (value == null) return "";
      const part = share(value);
      const [x, y] = [left + across * c, top + down * r];
      const kind = `mo-cell${part < 0 ? " mo-below" : ""}`;
      const words = told
        ? text(x + across / 2, y + down / 2 + 4, write(value), { anchor: "middle", kind: Math.abs(part) > STRONG ? "mo-cell-strong" : "mo-cell-text" })
        : "";
      return (
        `<rect class="${kind}" style="--mo-part:${Math.round(Math.abs(part) * 100)}%" x="${round(x)}" y="${round(y)}" ` +
        `width="${round(Math.max(1, across - 1))}" height="${round(Math.max(1, down - 1))}"/>${words}`
      );
    }),
  );
  const rowNames = names.map((name, r) =>
    r % everyRow ? "" : text(left - 8, top + down * (r + 0.5) + 4, name, { anchor: "end", kind: "mo-tick" }),
  );
  const columnNames = spec.columns.map((name, c) =>
    c % everyColumn ? "" : text(left + across * (c + 0.5), top + tall + 16, name, { anchor: "middle", kind: "mo-tick" }),
  );
  const titles =
    (spec.y_label ? text(0, 12, spec.y_label, { kind: "mo-label" }) : "") +
    (spec.x_label ? text(width, height - 6, spec.x_label, { anchor: "end", kind: "mo-label" }) : "");
  return {
    html: ramp(spec, low, high, write) + svg(width, height, label, cells.join("") + rowNames.join("") + columnNames.join("") + titles),
    mode: "xy",
    stops: () =>
      spec.values.flatMap((row, r) =>
        row.flatMap((value, c) => ({
          x: left + across * (c + 0.5),
          y: top + down * (r + 0.5),
          area: { x: left + across * c, y: top + down * r, width: across - 1, height: down - 1 },
          title: `${[spec.y_label, spec.rows[r]].filter(Boolean).join(" ")}, ${[spec.x_label, spec.columns[c]].filter(Boolean).join(" ")}`,
          rows: [{ label: spec.label || "value", text: write(value) }],
        })),
      ),
  };
}

/** From a value to how much of the colour it gets: 0 to 1, or -1 to 1 where the limits lie about zero. */
function shares(low, high) {
  if (low < 0 && high > 0) {
    const most = Math.max(-low, high);
    return (value) => Math.max(-1, Math.min(1, value / most));
  }
  return (value) => (high === low ? 0.5 : Math.max(0, Math.min(1, (value - low) / (high - low))));
}

function ramp(spec, low, high, write) {
  const stops = low < 0 && high > 0 ? Math.round((-low / (high - low)) * 100) : 0;
  const kind = stops ? "mo-ramp mo-ramp-both" : "mo-ramp";
  return (
    `<p class="mo-key">${escape(spec.label)} <span class="mo-key">${escape(write(low))}` +
    `<span class="${kind}" style="--mo-middle:${stops}%"></span>${escape(write(high))}</span></p>`
  );
}
