// A widget at work: its controls, and the picture of the state it is given.
import { drawRow, rows } from "./draw.js";
import { fill } from "./markup.js";
import { escape } from "./text.js";
import { readable } from "./tooltip.js";

const QUIET = 600; // Milliseconds without a change before a screen reader is told of the new picture.

/**
 * Bring the markup of `widget()` in `root` to life. `moved(indices)` is called when the reader moves a control.
 * Returns {set(indices), show(state), indices, remove()}.
 */
export function panel(root, model, moved) {
  const find = (selector) => root.querySelector(selector);
  const picture = find(".mo-picture");
  const live = find(".mo-live");
  const start = model.controls.map((control) => control.start);
  const inputs = [...root.querySelectorAll("[data-name]")];
  let indices = [...start];
  let state = null;
  let charts = []; // One entry a row of the picture: {holder, drawn, redrawn}.
  let timer = 0;

  const say = (words) => {
    live.textContent = words;
  };

  const set = (wanted) => {
    indices = [...wanted];
    for (const [i, input] of inputs.entries()) {
      const words = model.controls[i].texts[indices[i]];
      if (input.type === "checkbox") input.checked = Boolean(indices[i]);
      else input.value = indices[i];
      if (input.type === "range") {
        input.setAttribute("aria-valuetext", words);
        input.style.setProperty("--mo-fill", fill(indices[i], model.controls[i].texts.length));
      }
      input.parentElement.querySelector(".mo-value").textContent = words;
    }
  };

  const draw = () => {
    const width = Math.floor(picture.clientWidth);
    if (!state || !width) return;
    if (state.error) {
      picture.innerHTML = `<p class="mo-error" role="alert">${escape(state.error)}</p>`;
      charts = [];
      return;
    }
    const parted = rows(state.parts);
    const kinds = parted.map((row) => row[0].kind === "number");
    if (charts.length !== parted.length || charts.some((chart, i) => chart.isNumbers !== kinds[i])) {
      picture.textContent = "";
      charts = kinds.map((isNumbers) => chart(isNumbers));
    }
    for (const [i, row] of parted.entries()) {
      charts[i].drawn = drawRow(row, width, state.alt);
      charts[i].picture.innerHTML = charts[i].drawn.html;
      charts[i].redrawn?.();
    }
  };

  /** A holder for one row of the picture; it stays over redraws, so that it keeps the keyboard's focus. */
  const chart = (isNumbers) => {
    const holder = document.createElement("div");
    holder.className = "mo-part";
    const inner = document.createElement("div");
    holder.append(inner);
    picture.append(holder);
    const made = { isNumbers, holder, picture: inner, drawn: null };
    if (!isNumbers) {
      holder.tabIndex = 0;
      holder.setAttribute("role", "group");
      holder.setAttribute("aria-label", `${model.title}: the arrow keys read the values`);
      made.redrawn = readable(holder, () => made.drawn, say);
    }
    return made;
  };

  const changed = (event) => {
    const i = inputs.indexOf(event.target);
    if (i < 0) return;
    const next = [...indices];
    next[i] = event.target.type === "checkbox" ? Number(event.target.checked) : Number(event.target.value);
    if (next[i] === indices[i]) return;
    set(next);
    moved(indices);
  };
  root.addEventListener("input", changed);
  root.addEventListener("submit", (event) => event.preventDefault());
  find(".mo-reset").addEventListener("click", () => {
    set(start);
    moved(indices);
    find(".mo-said").textContent = "Back at the first values.";
  });

  let known = 0;
  const resized = new ResizeObserver(() => {
    if (Math.floor(picture.clientWidth) === known) return;
    known = Math.floor(picture.clientWidth);
    draw();
  });
  resized.observe(picture);
  find(".mo-controls").disabled = false;

  return {
    set,
    get indices() {
      return indices;
    },
    show(next) {
      const first = state === null;
      state = next;
      draw();
      clearTimeout(timer);
      if (!first) timer = setTimeout(() => say(next.error ?? next.alt), QUIET);
    },
    remove() {
      clearTimeout(timer);
      resized.disconnect();
    },
  };
}
