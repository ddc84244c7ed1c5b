// The markup of a whole widget: the same in the page that is served, before any script, and in a live notebook.
import { drawRow, rows } from "./draw.js";
import { escape } from "./text.js";

const FIRST_WIDTHS = { wide: 660, narrow: 320 };

/** A widget, its controls asleep (`disabled`) until a script wakes them; `picture` is its inner markup. */
export function widget(model, picture, link) {
  const buttons =
    `<span class="mo-said" role="status"></span>` +
    `<button type="button" class="mo-reset">Reset</button>` +
    (link ? `<button type="button" class="mo-link">Copy link</button>` : "");
  return (
    `<form class="mo-panel" autocomplete="off">` +
    `<fieldset class="mo-controls" aria-label="${escape(model.title)}" disabled>` +
    `<div class="mo-head"><p class="mo-title">${escape(model.title)}</p><div class="mo-buttons">${buttons}</div></div>` +
    `<div class="mo-control-grid">${model.controls.map(control).join("")}</div></fieldset></form>` +
    `<div class="mo-picture">${picture}</div><p class="mo-unseen mo-live" aria-live="polite"></p>`
  );
}

function control({ name, kind, label, texts, start }) {
  const words = `<span class="mo-name">${escape(label)}</span>`;
  const data = `data-name="${escape(name)}"`;
  if (kind === "slider") {
    return (
      `<label class="mo-control mo-slider">${words}<span class="mo-value" aria-hidden="true">${escape(texts[start])}</span>` +
      `<input type="range" ${data} min="0" max="${texts.length - 1}" step="1" value="${start}" ` +
      `aria-valuetext="${escape(texts[start])}" style="--mo-fill:${fill(start, texts.length)}"></label>`
    );
  }
  if (kind === "tick") {
    return (
      `<label class="mo-control mo-tick-box"><input type="checkbox" ${data}${start ? " checked" : ""}>${words}` +
      `<span class="mo-value mo-printed">${escape(texts[start])}</span></label>`
    );
  }
  const options = texts.map((text, i) => `<option value="${i}"${i === start ? " selected" : ""}>${escape(text)}</option>`);
  return (
    `<label class="mo-control mo-choice">${words}<span class="mo-value mo-printed">${escape(texts[start])}</span>` +
    `<select ${data}>${options.join("")}</select></label>`
  );
}

/** How much of a slider's track lies before the thumb. */
export const fill = (index, count) => `${Math.round((100 * index) / (count - 1))}%`;

/** The first picture for the page as served: drawn once for wide and once for narrow screens. */
export function firstPicture(state) {
  const drawn = Object.entries(FIRST_WIDTHS).map(([size, width]) => {
    const parts = rows(state.parts).map((row) => `<div class="mo-part">${drawRow(row, width, state.alt).html}</div>`);
    return `<div class="mo-${size}">${parts.join("")}</div>`;
  });
  return (
    drawn.join("") +
    `<noscript><p class="mo-hint">The controls need JavaScript, which is switched off here. The picture shows the values above.</p></noscript>`
  );
}
