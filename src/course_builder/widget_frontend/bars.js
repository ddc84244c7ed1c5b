// Bar charts: grouped or stacked, upright or sideways.
import { scaleBand, scaleLinear } from "d3-scale";
import { colour, heightFor, legend, marks, NARROW, paler, round, svg, text, tickCount, ticksOf } from "./frame.js";
import { textWidth, wrap, writer } from "./text.js";

export function bars(spec, width, label) {
  const names = spec.series.map((series) => series.label);
  const keys = names.map((name, i) => ({ label: name, colour: colour(i), shape: "area" })).filter((key) => key.label);
  const shown = keys.length > 1 || (keys.length === 1 && keys[0].label !== spec.value_label) ? keys : [];
  const layout = spec.horizontal || !fits(spec, width) ? sideways : upright;
  const chart = layout(spec, width, label);
  return { ...chart, html: legend(shown) + chart.html };
}

const valueScale = (spec, count) => {
  const [low, high] = spec.limits.y;
  return scaleLinear()
    .domain(low === high ? [low, low + 1] : [low, high])
    .nice(count);
};

/** Whether upright bars have room for their names, or so many that leaving some out is understood. */
function fits(spec, width) {
  const step = (width - 50) / spec.categories.length;
  return spec.categories.length > 16 || spec.categories.every((name) => !wrap(name, step - 6).some((line) => line.endsWith("…")));
}

/** Rectangles in units of the data: [{c, s, from, to, value}], stacked from zero both ways or side by side. */
function rectangles(spec) {
  const found = [];
  for (const c of spec.categories.keys()) {
    let [up, down] = [0, 0];
    for (const [s, series] of spec.series.entries()) {
      const value = series.values[c];
      if (value == null) continue;
      let from = 0;
      if (spec.stacked) {
        from = value >= 0 ? up : down;
        if (value >= 0) up += value;
        else down += value;
      }
      found.push({ c, s, from, to: from + value, value });
    }
  }
  return found;
}

/** Bars' places along the categories: start and thickness of series s in category c. */
function lanes(spec, start, end) {
  const band = scaleBand(spec.categories.keys(), [start, end]).paddingInner(0.28).paddingOuter(0.14);
  const count = spec.stacked ? 1 : spec.series.length;
  const each = band.bandwidth() / count;
  return {
    band,
    thick: Math.max(1, each - (count > 1 ? 1 : 0)),
    at: (c, s) => band(c) + (spec.stacked ? 0 : each * s),
    middle: (c) => band(c) + band.bandwidth() / 2,
  };
}

function upright(spec, width, label) {
  const height = heightFor(width);
  const top = spec.value_label ? 30 : 16;
  const rough = (width - 50) / spec.categories.length;
  const all = spec.categories.length <= 16 || spec.categories.every((name) => textWidth(name) < rough - 4);
  const every = all ? 1 : Math.ceil((Math.max(...spec.categories.map((name) => textWidth(name))) + 12) / rough);
  const words = spec.categories.map((name) => (all ? wrap(name, rough - 6) : [name]));
  const rows = Math.max(...words.map((lines) => lines.length));
  const bottom = height - 12 - 14 * rows - (spec.category_label ? 20 : 0);
  const value = valueScale(spec, tickCount(bottom - top));
  const ticks = ticksOf(value, tickCount(bottom - top), spec.format);
  const left = Math.ceil(Math.max(...ticks.map((tick) => textWidth(tick.label)))) + 10;
  const right = width - 2;
  value.range([bottom, top]);
  const lane = lanes(spec, left, right);
  const grid = ticks.map(
    (tick) =>
      `<line class="mo-grid" x1="${left}" x2="${right}" y1="${round(value(tick.at))}" y2="${round(value(tick.at))}"/>` +
      text(left - 8, value(tick.at) + 4, tick.label, { anchor: "end", kind: "mo-tick" }),
  );
  const found = rectangles(spec).map((bar) => ({ ...bar, ...span(value, bar) }));
  const drawn = found.map((bar) => rect(lane.at(bar.c, bar.s), bar.low, lane.thick, bar.size, bar.s));
  const write = writer(spec.format);
  const room = spec.series.length > 1 ? lane.thick : lane.band.step() - 2;
  const told = !spec.stacked && found.every((bar) => textWidth(write(bar.value)) < room);
  const values = told
    ? found.map((bar) =>
        text(lane.at(bar.c, bar.s) + lane.thick / 2, bar.value < 0 ? bar.low + bar.size + 14 : bar.low - 5, write(bar.value), {
          anchor: "middle",
          kind: "mo-value-text",
        }),
      )
    : [];
  const names = words.flatMap((lines, c) =>
    c % every ? [] : lines.map((line, row) => text(lane.middle(c), bottom + 17 + 14 * row, line, { anchor: "middle", kind: "mo-tick" })),
  );
  const zero = round(value(clampTo(value, 0)));
  const titles =
    (spec.value_label ? text(0, 12, spec.value_label, { kind: "mo-label" }) : "") +
    (spec.category_label ? text(right, height - 6, spec.category_label, { anchor: "end", kind: "mo-label" }) : "");
  const box = { left, right, top, bottom };
  const inked = found.flatMap((bar) =>
    [-14, 0, bar.size / 2].flatMap((dy) => [0, 0.5, 1].map((dx) => [lane.at(bar.c, bar.s) + lane.thick * dx, bar.low + dy])),
  );
  const inner =
    grid.join("") +
    drawn.join("") +
    `<line class="mo-zero" x1="${left}" x2="${right}" y1="${zero}" y2="${zero}"/>` +
    marks(spec.marks, null, value, box, inked) +
    values.join("") +
    names.join("") +
    titles;
  return {
    html: svg(width, height, label, inner),
    mode: "x",
    stops: () =>
      spec.categories.map((name, c) => ({
        x: lane.middle(c),
        y: null,
        area: { x: lane.middle(c) - lane.band.step() / 2, y: top, width: lane.band.step(), height: bottom - top },
        title: name,
        rows: tipRows(spec, c, write),
      })),
  };
}

function sideways(spec, width, label) {
  const narrow = width < NARROW;
  const value = valueScale(spec, narrow ? 3 : 6);
  const write = writer(spec.format);
  const perRow = spec.stacked ? 1 : Math.max(1, spec.series.length * 0.7);
  const count = spec.categories.length;
  const height = Math.round(width * (narrow ? 0.2 + 0.12 * count * perRow : 0.1 + 0.058 * count * perRow));
  const most = Math.min(200, width * (narrow ? 0.36 : 0.3));
  const words = spec.categories.map((name) => wrap(name, most));
  const left = Math.ceil(Math.max(...words.flat().map((line) => textWidth(line)))) + 10;
  const top = spec.category_label ? 26 : 6;
  const bottom = height - (spec.value_label ? 44 : 24);
  const right = width - 14;
  value.range([left, right]);
  const found = rectangles(spec).map((bar) => ({ ...bar, ...span(value, bar) }));
  const lane = lanes(spec, top, bottom);
  const widest = Math.max(...ticksOf(value, 5, spec.format).map((tick) => textWidth(tick.label)), 20);
  const ticks = ticksOf(value, Math.max(3, Math.min(8, Math.floor((right - left) / (widest + 36)))), spec.format);
  const grid = ticks.map(
    (tick) =>
      `<line class="mo-grid" x1="${round(value(tick.at))}" x2="${round(value(tick.at))}" y1="${top}" y2="${bottom}"/>` +
      text(value(tick.at), bottom + 16, tick.label, { anchor: "middle", kind: "mo-tick" }),
  );
  const drawn = found.map((bar) => rect(bar.low, lane.at(bar.c, bar.s), bar.size, lane.thick, bar.s));
  const names = words.flatMap((lines, c) =>
    lines.map((line, row) =>
      text(left - 8, lane.middle(c) + 4 - 7 * (lines.length - 1) + 14 * row, line, { anchor: "end", kind: "mo-tick" }),
    ),
  );
  const values = lane.thick >= 12 ? found.map((bar) => barValue(bar, lane, write, left, right, outermost(bar, found))) : [];
  const zero = round(value(clampTo(value, 0)));
  const titles =
    (spec.value_label ? text(right, height - 6, spec.value_label, { anchor: "end", kind: "mo-label" }) : "") +
    (spec.category_label ? text(0, 12, spec.category_label, { kind: "mo-label" }) : "");
  const upright = spec.marks.map(({ y, label: words }) => ({ x: y, label: words }));
  const inked = found.flatMap((bar) => [bar.low, bar.low + bar.size / 2, bar.low + bar.size].map((x) => [x, lane.middle(bar.c)]));
  const inner =
    grid.join("") +
    drawn.join("") +
    `<line class="mo-zero" x1="${zero}" x2="${zero}" y1="${top}" y2="${bottom}"/>` +
    marks(upright, value, null, { left, right, top, bottom }, inked) +
    values.join("") +
    names.join("") +
    titles;
  return {
    html: svg(width, height, label, inner),
    mode: "y",
    stops: () =>
      spec.categories.map((name, c) => ({
        x: null,
        y: lane.middle(c),
        area: { x: left, y: lane.middle(c) - lane.band.step() / 2, width: right - left, height: lane.band.step() },
        title: name,
        rows: tipRows(spec, c, write),
      })),
  };
}

/** Whether no other bar of the same pile lies beyond this one. */
const outermost = (bar, all) => !all.some((other) => other.c === bar.c && other !== bar && other.from === bar.to && other.from);

/** A value beside the end of its bar, or inside where there is no room beyond. */
function barValue(bar, lane, write, left, right, outer) {
  const words = write(bar.value);
  const wide = textWidth(words) + 8;
  const middle = lane.at(bar.c, bar.s) + lane.thick / 2 + 4;
  const end = bar.value < 0 ? bar.low : bar.low + bar.size;
  const outward = bar.value < 0 ? -1 : 1;
  const roomy = bar.value < 0 ? end - wide > left : end + wide < right;
  if (outer && roomy) {
    return text(end + 5 * outward, middle, words, { anchor: outward < 0 ? "end" : "start", kind: "mo-value-text" });
  }
  if (bar.size < wide + 4) return "";
  return text(end - 5 * outward, middle, words, { anchor: outward < 0 ? "start" : "end", kind: "mo-value-inside" });
}

const clampTo = (scale, value) => Math.max(scale.domain()[0], Math.min(scale.domain()[1], value));

function span(scale, bar) {
  const [a, b] = [scale(clampTo(scale, bar.from)), scale(clampTo(scale, bar.to))];
  return { low: Math.min(a, b), size: Math.abs(a - b) };
}

const rect = (x, y, width, height, s) =>
  `<rect class="mo-bar" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour(s)}"${paler(s)}/>`;

const tipRows = (spec, c, write) =>
  spec.series.map((series, s) => ({ label: series.label || spec.value_label, text: write(series.values[c]), colour: colour(s) }));
