// A cell's outputs, in the same markup as the printed ones, so that they look alike.
import { widget } from "../../../widget_frontend/markup.js";
import { panel } from "../../../widget_frontend/panel.js";

const WIDGET = "application/vnd.marketing-origin.explore+json";

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function printed(className, text) {
  const box = element("div", `output ${className}`);
  const inner = element("div", "highlight");
  const pre = element("pre", "", text);
  inner.append(pre);
  box.append(inner);
  return box;
}

function html(text) {
  const box = element("div", "output text_html");
  // As on the printed page: an empty heading is none, a date is not broken at its hyphens, a name is at an underscore.
  box.innerHTML = text
    .replaceAll("<th></th>", "<td></td>")
    .replace(/<(t[dh])>(?=\d{4}-\d{2})/g, '<$1 class="mo-date">')
    .replace(/(?<=<th>)\w+_\w+(?=<\/th>)/g, (name) => name.replaceAll("_", "_<wbr>"));
  return box;
}

function explore(model, python) {
  const box = element("div", "output text_html");
  const root = element("div", "mo-explore");
  root.innerHTML = widget(model, "", false);
  box.append(root);
  let wanted = null;
  let busy = false;
  // One question at a time; of those that come meanwhile the newest.
  const ask = async () => {
    if (busy) return;
    busy = true;
    while (wanted) {
      const values = wanted;
      wanted = null;
      try {
        view.show(await python.ask("widget", { token: model.token, values }));
      } catch (error) {
        view.show({ error: `Python was ${error.message}: run the cell again.` });
      }
    }
    busy = false;
  };
  const view = panel(root, model, (indices) => {
    wanted = Object.fromEntries(model.controls.map(({ name, values }, i) => [name, values[indices[i]]]));
    ask();
  });
  view.set(model.controls.map(({ start }) => start));
  view.show(model.state);
  return box;
}

function display(data, python) {
  if (data[WIDGET]) return explore(data[WIDGET], python);
  if (data["text/html"]) return html(data["text/html"]);
  if (data["image/svg+xml"]) return html(data["image/svg+xml"]);
  if (data["image/png"]) {
    const box = element("div", "output image_png");
    const image = box.appendChild(document.createElement("img"));
    image.src = `data:image/png;base64,${data["image/png"]}`;
    image.alt = "a picture that the cell has made";
    return box;
  }
  return printed("text_plain", data["text/plain"] ?? "");
}

function error({ name, message, lines, within }) {
  const box = element("div", "output mo-fault");
  const said = box.appendChild(element("p", ""));
  said.append(element("strong", "", name === "CourseError" ? "" : `${name}${message ? ": " : ""}`), message);
  if (lines.length) {
    const text = lines.map(({ where, code }) => `${where}\n    ${code}`).join("\n");
    const pre = box.appendChild(element("pre", "", text + (within ? `\nraised in ${within}` : "")));
    pre.tabIndex = 0;
  }
  return box;
}

// Takes outputs into `box` as they come.
export class Outputs {
  constructor(box, python) {
    this.box = box;
    this.python = python;
    this.failed = null;
    this.stream = null;
  }

  add(output) {
    if (output.type === "clear") {
      this.box.replaceChildren();
      this.stream = null;
    } else if (output.type === "stream") {
      const className = output.name === "stderr" ? "stderr" : "stream";
      if (this.stream?.className !== className) {
        const made = printed(className, "");
        this.stream = { className, pre: made.querySelector("pre") };
        this.box.append(made);
      }
      this.stream.pre.append(output.text);
    } else {
      this.stream = null;
      if (output.type === "error") this.failed = output;
      this.box.append(output.type === "error" ? error(output) : display(output.data, this.python));
    }
  }
}
