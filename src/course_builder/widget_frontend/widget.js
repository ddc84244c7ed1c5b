// The widget in a live notebook (an anywidget): its states come from Python.
import { widget } from "./markup.js";
import { panel } from "./panel.js";

function render({ model, el }) {
  const header = model.get("header");
  const root = document.createElement("div");
  root.className = "mo-explore";
  // JupyterLab takes the arrow keys for its own unless the very element that has the focus says otherwise.
  root.addEventListener("focusin", ({ target }) => {
    target.dataset.lmSuppressShortcuts = "";
  });
  root.innerHTML = widget(header, "", false);
  el.append(root);
  const valuesAt = (indices) =>
    Object.fromEntries(header.controls.map(({ name, values }, i) => [name, values[indices[i]]]));
  const view = panel(root, header, (indices) => {
    // ipywidgets sends one change at a time and, when the answer is there, the newest of those made meanwhile.
    model.set("values", valuesAt(indices));
    model.save_changes();
  });
  const moved = () => {
    const values = model.get("values");
    view.set(header.controls.map(({ name, values: all, start }) => Math.max(all.indexOf(values[name]), -1) < 0 ? start : all.indexOf(values[name])));
  };
  const drawn = () => view.show(model.get("state"));
  model.on("change:values", moved);
  model.on("change:state", drawn);
  moved();
  drawn();
  return () => {
    model.off("change:values", moved);
    model.off("change:state", drawn);
    view.remove();
  };
}

export default { render };
