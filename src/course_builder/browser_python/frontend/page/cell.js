// A code cell of the page: its code, printed or in the editor, its outputs, printed or computed here, its buttons.
import { Outputs } from "./outputs.js";
import { plainEditor } from "./plain_editor.js";
import { QUESTION } from "./question.js";

export function button(words, act, what = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  if (what) made.dataset.do = what;
  made.addEventListener("click", act);
  return made;
}

export class Cell {
  constructor({ index, source, onlyShows = false }, session) {
    this.index = index;
    this.onlyShows = onlyShows;
    this.source = source;
    this.session = session;
    this.text = source;
    this.question = source.match(QUESTION)?.[1] ?? null;
    // Null for a cell that the page does not show: it is run for others' sake.
    const element = document.getElementById(`code-${index}`);
    this.element = element?.querySelector(".cell_input") ? element : null;
    if (!this.element) return;
    this.code = this.element.querySelector(".cell_input > div");
    this.bar = this.element.querySelector(".mo-run");
    this.printed = this.element.querySelector(":scope > .cell_output, :scope > details > .cell_output");
    this.said = this.bar.appendChild(document.createElement("span"));
    this.said.className = "mo-said";
    this.original = button("Original", () => this.restore(), "original");
    this.original.hidden = true;
    this.bar.insertBefore(this.original, this.said);
  }

  get edited() {
    return this.text !== this.source;
  }

  get runButton() {
    return this.bar.querySelector("[data-do='run'], [data-do='stop']");
  }

  say(words, link = null) {
    this.said.replaceChildren(words, ...(link ? [" ", link] : []));
    this.session.announce(words);
  }

  mark() {
    this.element.classList.toggle("mo-edited", this.edited);
    this.original.hidden = !this.edited && !this.outputs;
  }

  working(is) {
    const run = this.runButton;
    run.dataset.do = is ? "stop" : "run";
    run.dataset.words ??= run.textContent;
    run.textContent = is ? "Stop" : run.dataset.words;
    this.element.classList.toggle("mo-working", is);
    this.element.setAttribute("aria-busy", String(is));
  }

  async edit(focus = true) {
    if (!this.editor) {
      this.editing ??= import("./editor.js").catch(() => ({ editor: plainEditor }));
      const { editor } = await this.editing;
      if (!this.editor) {
        const box = document.createElement("div");
        box.className = "highlight mo-editor";
        this.code.before(box);
        this.code.hidden = true;
        const label = this.question ? `Your answer to ${this.question}` : "Code of this cell";
        this.editor = editor(box, this.text, label, {
          changed: (text) => this.changed(text),
          run: () => this.session.run(this),
          left: () => this.session.announce("Press Tab to leave the editor."),
        });
        this.box = box;
        this.bar.querySelector("[data-do='edit']")?.setAttribute("hidden", "");
        this.mark();
      }
    }
    const folded = this.element.querySelector("details");
    if (focus && folded) folded.open = true;
    if (focus) this.editor.focus();
  }

  changed(text) {
    this.text = text;
    this.mark();
    this.session.edits.changed(this);
  }

  // Shows code that comes from elsewhere: kept, or from another tab.
  async take(text) {
    this.text = text;
    await this.edit(false);
    this.editor.set(text);
    this.mark();
  }

  restoreCode() {
    this.text = this.source;
    this.editor?.remove();
    this.box?.remove();
    this.editor = this.editing = this.box = null;
    this.code.hidden = false;
    this.bar.querySelector("[data-do='edit']")?.removeAttribute("hidden");
    this.mark();
  }

  restore() {
    this.restoreCode();
    this.clear();
    if (this.printed) this.printed.hidden = false;
    this.outputs = null;
    this.mark();
    this.say("The original is back.");
    this.session.edits.keep(this);
    this.runButton.focus();
  }

  clear() {
    this.box2?.remove();
    this.box2 = null;
  }

  // A place for new outputs, where the printed ones are.
  fresh(python) {
    this.clear();
    this.box2 = document.createElement("div");
    this.box2.className = "cell_output mo-computed";
    if (this.printed) {
      this.printed.hidden = true;
      this.printed.after(this.box2);
    } else this.element.append(this.box2);
    this.outputs = new Outputs(this.box2, python);
    this.mark();
    return this.outputs;
  }

  // Shows something kept beside what the page shows, with what can be done about it.
  offer(words, text, choices) {
    const box = document.createElement("div");
    box.className = "mo-offer";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", words);
    const said = box.appendChild(document.createElement("p"));
    said.textContent = words;
    const pre = box.appendChild(document.createElement("pre"));
    pre.textContent = text;
    pre.tabIndex = 0;
    const row = box.appendChild(document.createElement("div"));
    row.className = "mo-run";
    for (const [label, act] of choices) {
      row.append(
        button(label, async () => {
          await act();
          box.remove();
          this.runButton.focus();
        }),
      );
    }
    this.bar.after(box);
  }
}
