// Reading values off a chart, with a pointer, a finger or the arrow keys.
import { escape } from "./text.js";
import { round } from "./frame.js";

/**
 * Make the chart in `holder` readable. `drawing()` returns {mode, stops} of what it shows now; `say(words)` tells a
 * screen reader. Returns a function to call after a redraw.
 */
export function readable(holder, drawing, say) {
  const tip = document.createElement("div");
  tip.className = "mo-tip";
  tip.hidden = true;
  let at = -1;
  let stops = null;

  const list = () => (stops ??= drawing().stops());
  const hide = () => {
    at = -1;
    tip.hidden = true;
    const cursor = holder.querySelector(".mo-cursor");
    if (cursor) cursor.innerHTML = "";
  };
  const show = (index, spoken) => {
    const stop = list()[index];
    if (!stop) return hide();
    at = index;
    holder.querySelector(".mo-cursor").innerHTML = cursor(stop);
    tip.innerHTML = words(stop);
    holder.append(tip);
    tip.hidden = false;
    beside(tip, stop, holder);
    if (spoken) say(`${stop.title}: ${stop.rows.map((row) => `${row.label} ${row.text}`).join(", ")}`);
  };
  const follow = (event) => {
    const drawn = holder.querySelector(".mo-svg");
    const frame = drawn.getBoundingClientRect();
    const scale = drawn.viewBox.baseVal.width / frame.width;
    show(nearest(list(), drawing().mode, (event.clientX - frame.left) * scale, (event.clientY - frame.top) * scale));
  };
  holder.addEventListener("pointermove", follow);
  holder.addEventListener("pointerdown", follow);
  holder.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
  holder.addEventListener("blur", hide);
  holder.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const last = list().length - 1;
    if (event.key === "Escape") hide();
    else if (event.key === "Home") show(0, true);
    else if (event.key === "End") show(last, true);
    else if (step) show(Math.max(0, Math.min(last, at < 0 ? (step > 0 ? 0 : last) : at + step)), true);
    else return;
    event.preventDefault();
  });
  return () => {
    stops = null;
    if (at >= 0) show(at);
  };
}

/** Index of the stop nearest to a place: by x, by y or by both, as `mode` says. */
function nearest(stops, mode, x, y) {
  let best = -1;
  let least = Infinity;
  for (const [index, stop] of stops.entries()) {
    const dx = mode.includes("x") ? stop.x - x : 0;
    const dy = mode.includes("y") ? stop.y - y : 0;
    const far = dx * dx + dy * dy;
    if (far < least) [best, least] = [index, far];
  }
  return best;
}

function cursor({ line, area, rows }) {
  const shape = line
    ? `<line class="mo-guide" x1="${round(line.x1)}" x2="${round(line.x2)}" y1="${round(line.y1)}" y2="${round(line.y2)}"/>`
    : area
      ? `<rect class="mo-guide" x="${round(area.x)}" y="${round(area.y)}" width="${round(area.width)}" height="${round(area.height)}"/>`
      : "";
  const dots = rows
    .filter((row) => row.dot)
    .map((row) => `<circle class="mo-focus" cx="${round(row.dot[0])}" cy="${round(row.dot[1])}" r="5" fill="${row.colour}"/>`);
  return shape + dots.join("");
}

function words({ title, rows }) {
  const lines = rows.map(
    ({ label, text, colour }) =>
      `<div>${colour ? `<i style="background:${colour}"></i>` : ""}<span>${escape(label)}</span><b>${escape(text)}</b></div>`,
  );
  return `<strong>${escape(title)}</strong>${lines.join("")}`;
}

/** Put the tip beside its stop, on the side with room, within the chart. */
function beside(tip, stop, holder) {
  const drawn = holder.querySelector(".mo-svg");
  const [wide, high] = [holder.clientWidth, holder.clientHeight];
  const dot = stop.rows.find((row) => row.dot)?.dot;
  const x = stop.x ?? wide / 2;
  const y = drawn.offsetTop || drawn.getBoundingClientRect().top - holder.getBoundingClientRect().top;
  const left = x + 14 + tip.offsetWidth <= wide ? x + 14 : x - 14 - tip.offsetWidth;
  const height = y + (stop.y ?? dot?.[1] ?? 60) - tip.offsetHeight - 10;
  tip.style.left = `${Math.max(0, Math.min(left, wide - tip.offsetWidth))}px`;
  tip.style.top = `${Math.max(0, Math.min(height, high - tip.offsetHeight))}px`;
}
