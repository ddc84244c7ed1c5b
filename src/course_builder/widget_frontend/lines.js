// Line charts and charts of points.
import { scaleLinear, scaleLog } from "d3-scale";
import { area, curveLinear, curveStepAfter, line } from "d3-shape";
import { NARROW, axes, colour, dash, heightFor, legend, marks, round, svg, text } from "./frame.js";
import { textWidth, wrap, writer } from "./text.js";

const scale = (limits, log) => {
  const [low, high] = limits;
  if (low === high) return (log ? scaleLog() : scaleLinear()).domain(log ? [low / 2, high * 2] : [low - 1, high + 1]);
  return (log ? scaleLog() : scaleLinear()).domain(limits);
};

export function lines(spec, width, label) {
  const height = heightFor(width);
  const x = scale(spec.limits.x, spec.x_log);
  const y = scale(spec.limits.y, spec.y_log);
  const named = spec.series.map((series) => series.label);
  const ends = directLabels(spec, width);
  const { box, markup } = axes(spec, width, height, x, y, ends ? ends.room : 12);
  const place = (ys) => spec.x.map((at, i) => (ys[i] == null ? null : [x(at), near(y(ys[i]))]));
  const curve = spec.steps ? curveStepAfter : curveLinear;
  const path = line().defined(Boolean).curve(curve).digits(1);
  const spread = area()
    .defined(Boolean)
    .curve(curve)
    .x((p) => p[0])
    .y0((p) => p[1])
    .y1((p) => p[2])
    .digits(1);
  const bands = spec.bands.map((band) => {
    const [low, high] = [place(band.low), place(band.high)];
    const edges = low.map((at, i) => at && high[i] && [at[0], at[1], high[i][1]]);
    return `<path class="mo-band" fill="${bandColour(band, named)}" d="${spread(edges) || ""}"/>`;
  });
  const placed = spec.series.map((series) => place(series.y));
  const drawn = spec.series.map((series, i) =>
    series.dots || placed[i].filter(Boolean).length === 1
      ? placed[i].map((p) => p && `<circle cx="${round(p[0])}" cy="${round(p[1])}" r="3.5" fill="${colour(i)}"/>`).join("")
      : `<path class="mo-line" stroke="${colour(i)}"${dash(i)} d="${path(placed[i]) || ""}"/>`,
  );
  // The first series is drawn last, over the others.
  // A page that Node has drawn holds each chart twice, wide and narrow.
  const id = `${clipId(spec)}-${round(box.right)}`;
  const clip = `<clipPath id="${id}"><rect x="${box.left - 5}" y="${box.top - 5}" width="${round(box.right - box.left + 10)}" height="${box.bottom - box.top + 10}"/></clipPath>`;
  const inked = spec.marks.some((mark) => mark.label) ? placed.flatMap(between) : [];
  const inner =
    clip +
    markup +
    `<g clip-path="url(#${id})">${bands.join("")}${drawn.toReversed().join("")}</g>` +
    marks(spec.marks, x, y, box, inked) +
    (ends ? endLabels(ends, placed, box) : "");
  return {
    html: (ends ? legend(bandKeys(spec, named)) : legend([...seriesKeys(spec), ...bandKeys(spec, named)])) + svg(width, height, label, inner),
    mode: "x",
    stops: () => lineStops(spec, x, placed, y, box),
  };
}

/** The points of a line with more between them, so that none are further apart than a label is wide. */
function between(line) {
  return line.flatMap((p, i) => {
    const next = line[i + 1];
    if (!p || !next) return p ? [p] : [];
    const count = Math.ceil(Math.max(Math.abs(next[0] - p[0]), Math.abs(next[1] - p[1])) / 10) || 1;
    return Array.from({ length: count }, (_, k) => [0, 1].map((axis) => p[axis] + ((next[axis] - p[axis]) * k) / count));
  });
}

let clips = 0;
let clipsAre = Math.random().toString(36).slice(2, 7);
const clipIds = new WeakMap();

/** Number the clip paths anew, under a name: what is drawn again for a page is then the same text. */
export function nameClips(name) {
  clips = 0;
  clipsAre = name;
}

/** Identifiers must differ over the whole page, also between what Node has drawn and what is redrawn here. */
function clipId(spec) {
  if (!clipIds.has(spec)) clipIds.set(spec, `mo-clip-${clipsAre}-${(clips += 1)}`);
  return clipIds.get(spec);
}

/** A height in pixels, not so far off the chart that browsers draw it wrongly. */
const near = (y) => Math.max(-5000, Math.min(5000, y));

const bandColour = (band, named) => (named.includes(band.label) ? colour(named.indexOf(band.label)) : "var(--mo-ink-soft)");

const bandKeys = (spec, named) =>
  spec.bands
    .filter((band) => !named.includes(band.label))
    .map((band) => ({ label: band.label, colour: "var(--mo-ink-soft)", shape: "band" }));

const seriesKeys = (spec) =>
  spec.series
    .map((series, i) => ({ label: series.label, colour: colour(i), shape: series.dots ? "dot" : "line", dashed: dash(i) }))
    .filter((item) => item.label && (spec.series.length > 1 || item.label !== spec.y_label));

/** Labels at the lines' ends, where there is room for them: {room, lines: [[words, …], …]}, else null. */
function directLabels(spec, width) {
  const wanted = seriesKeys(spec);
  if (!wanted.length || width < NARROW) return null;
  const most = Math.min(150, width * 0.25);
  const wrapped = spec.series.map((series) => (series.label ? wrap(series.label, most) : []));
  if (wrapped.flat().some((line) => line.endsWith("…"))) return null;
  return { room: Math.max(...wrapped.flat().map((line) => textWidth(line, 12, true))) + 14, lines: wrapped };
}

function endLabels(ends, placed, box) {
  const labels = ends.lines
    .map((words, i) => ({ words, i, at: placed[i].findLast(Boolean) }))
    .filter((label) => label.words.length && label.at)
    .map((label) => ({ ...label, size: 15 * label.words.length, y: Math.max(box.top, Math.min(box.bottom, label.at[1])) }))
    .sort((a, b) => a.y - b.y);
  dodge(labels, box.top - 8, box.bottom + 8);
  return labels
    .flatMap(({ words, i, y, size }) =>
      words.map((line, row) =>
        text(box.right + 8, y - size / 2 + 15 * row + 12, line, { kind: "mo-end", style: ` fill="${colour(i)}"` }),
      ),
    )
    .join("");
}

/** Push labels, sorted by y, apart until none lies on another, and keep them between top and bottom. */
function dodge(labels, top, bottom) {
  let free = top;
  for (const label of labels) {
    label.y = Math.max(label.y, free + label.size / 2);
    free = label.y + label.size / 2;
  }
  let below = bottom;
  for (const label of labels.toReversed()) {
    label.y = Math.min(label.y, below - label.size / 2);
    below = label.y - label.size / 2;
  }
}

function lineStops(spec, x, placed, y, box) {
  const [writeX, writeY] = [writer(spec.x_format), writer(spec.y_format)];
  return spec.x
    .map((at, i) => ({
      x: x(at),
      y: null,
      line: { x1: x(at), x2: x(at), y1: box.top, y2: box.bottom },
      title: `${spec.x_label ? `${spec.x_label} ` : ""}${writeX(at)}`,
      rows: [
        ...spec.series.map((series, s) => ({
          label: series.label || spec.y_label,
          text: writeY(series.y[i]),
          colour: colour(s),
          dot: placed[s][i] && within(placed[s][i][1], box) ? placed[s][i] : null,
        })),
        ...spec.bands.map((band) => ({
          label: spec.series.some((series) => series.label === band.label) ? `${band.label}, interval` : band.label,
          text: band.low[i] == null ? writeY(null) : `${writeY(band.low[i])} to ${writeY(band.high[i])}`,
        })),
      ],
    }))
    .filter((stop) => stop.x >= box.left - 1 && stop.x <= box.right + 1);
}

const within = (y, box) => y >= box.top - 1 && y <= box.bottom + 1;

export function points(spec, width, label) {
  const height = heightFor(width, 0.55, 0.85);
  const x = scale(spec.limits.x, spec.x_log).nice(5);
  const y = scale(spec.limits.y, spec.y_log);
  const { box, markup } = axes(spec, width, height, x, y, 12);
  const [writeX, writeY] = [writer(spec.x_format), writer(spec.y_format)];
  const radius = spec.series.some((series) => series.x.length > 300) ? 2.5 : 4;
  const placed = spec.series.flatMap((series, s) =>
    series.x.map((at, i) => ({ s, i, x: x(at), y: y(series.y[i]) })).filter((p) => within(p.y, box) && p.x >= box.left - 1 && p.x <= box.right + 1),
  );
  const drawn = placed.map((p) => `<circle class="mo-point" cx="${round(p.x)}" cy="${round(p.y)}" r="${radius}" fill="${colour(p.s)}"/>`);
  const keys = spec.series
    .map((series, i) => ({ label: series.label, colour: colour(i), shape: "dot" }))
    .filter((item) => item.label && (spec.series.length > 1 || item.label !== spec.y_label));
  const inked = placed.map((p) => [p.x, p.y]);
  return {
    html: legend(keys) + svg(width, height, label, markup + drawn.join("") + marks(spec.marks, x, y, box, inked)),
    mode: "xy",
    stops: () =>
      placed.map(({ s, i, x: px, y: py }) => ({
        x: px,
        y: py,
        title: spec.series[s].names?.[i] ?? spec.series[s].label,
        rows: [
          { label: spec.x_label || "x", text: writeX(spec.series[s].x[i]) },
          { label: spec.y_label || "y", text: writeY(spec.series[s].y[i]), colour: colour(s), dot: [px, py] },
        ],
      })),
  };
}
