// What begins with the first press on a page: its cells, the Python that they share, what the browser keeps of them.
import { handOver, isTable, whereTheyAre } from "../given_files.js";
import { Cell } from "./cell.js";
import { Edits } from "./edits.js";
import { Indicator } from "./indicator.js";
import { Python } from "./python.js";
import { OWN } from "./question.js";
import { hint, solution } from "./questions.js";

const STOPPED = "stopped";

// `needed`: what was pressed asks for Python, which starts while the rest is prepared.
export async function open(config, needed) {
  const session = new Session(config);
  if (needed) session.python.ask("start").catch(() => {}); // whoever asks next hears of it
  await session.prepare();
  return session;
}

class Session {
  constructor(config) {
    this.config = config;
    this.indicator = new Indicator();
    this.queue = Promise.resolve();
    this.waiting = 0;
  }

  async prepare() {
    const found = await (await fetch(this.config.cells)).json();
    this.cells = found.map((about) => new Cell(about, this));
    this.edits = new Edits(this.config.site, this.config.page, this.cells);
    if (!this.edits.storage) this.sayNothingIsKept();
    await this.edits.restore();
    if (this.config.style && !document.querySelector(".mo-explore")) {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = this.config.style;
      document.head.append(style);
    }
  }

  // Files of the reader's own are put where Python looks for files; a cell that reads one gets their names.
  async giveFiles(files, below) {
    this.fileNote ??= notice("");
    below.after(this.fileNote);
    const tell = (words) => (this.fileNote.textContent = words);
    if (!(await handOver(files, (...file) => this.python.giveFile(...file), tell))) return;
    const tables = files.filter(isTable).map(({ name }) => name);
    tell(`${whereTheyAre(files, "page")} `);
    if (tables.length) this.fileNote.append(...(await this.nameInCell(tables)));
  }

  // Writes the names into the page's own cell for them; returns what to do next.
  async nameInCell(names) {
    const [first] = names.map((name) => JSON.stringify(name));
    const cell = this.cells.find(({ element, text }) => element && OWN.test(text));
    if (!cell) return [`To read it, change a cell to data.own(${first}) or pd.read_csv(${first}).`];
    const named = names.length > 1 ? JSON.stringify(names) : first;
    await cell.take(cell.text.replace(OWN, () => `mine = ${named}`));
    this.edits.changed(cell);
    const link = document.createElement("a");
    link.href = `#${cell.element.id}`;
    link.textContent = "the cell that reads it";
    return ["Its name stands in ", link, ": press Run there."];
  }

  sayNothingIsKept() {
    const shown = this.cells.find((cell) => cell.element);
    shown?.element.before(notice("This browser keeps nothing: what you write here is gone with the page. Everything else works."));
  }

  announce(words) {
    if (words) this.indicator.announce(words);
  }

  get python() {
    this.running ??= new Python(this.config.worker, {
      onNews: (news) => this.indicator.follow(news),
      onStatus: (detail) => document.dispatchEvent(new CustomEvent("mo-progress", { detail })),
    });
    return this.running;
  }

  cellOf(element) {
    return this.cells.find((cell) => cell.element === element);
  }

  act(what, element) {
    const cell = this.cellOf(element);
    if (what === "run") return this.run(cell);
    if (what === "above") return this.run(cell, true);
    if (what === "stop") return this.stop();
    if (what === "edit") return cell.edit();
    if (what === "hint") return hint(cell, this.python).catch((error) => cell.say(`No hint came: ${error.message}`));
    if (what === "solution") return solution(cell, this.config.solution);
    return null;
  }

  // Runs a cell after those that it needs, or all that stand above it.
  run(cell, above = false) {
    const turn = this.turn;
    this.waiting += 1;
    cell.working(true);
    if (this.waiting > 1) cell.say("Waiting for the cell that runs.");
    this.queue = this.queue.then(async () => {
      try {
        if (turn === this.turn) await (above ? this.runAbove(cell) : this.runWithNeeded(cell));
        else cell.say("Not run: Python was stopped.");
      } catch (error) {
        cell.say(
          error.message === STOPPED
            ? "Stopped. Python starts again: the next run begins with the earlier cells that it needs."
            : `Python did not answer: ${error.message}`,
        );
      } finally {
        this.waiting -= 1;
        cell.working(false);
      }
    });
    return this.queue;
  }

  get sources() {
    return JSON.stringify(this.cells.map(({ text }) => text));
  }

  async runWithNeeded(cell) {
    if (!this.running?.ready) cell.say("Python is starting …");
    const needed = await this.python.ask("before", { index: this.cells.indexOf(cell), sources: this.sources });
    if (needed.length) cell.say(`${counted(needed.length)} that this one needs ${needed.length > 1 ? "run" : "runs"} first …`);
    for (const number of needed) {
      if (!(await this.runOne(this.cells[number], cell, !this.cells[number].edited))) return;
    }
    cell.say("Running …");
    const started = performance.now();
    const done = await this.runOne(cell, cell, false);
    const took = seconds(performance.now() - started);
    const first = needed.length ? ` ${counted(needed.length)} that it needs ran first.` : "";
    const verdict = cell.question && cell.outputs.box.querySelector("[role='status'] strong")?.textContent.trim();
    cell.say(done ? `${verdict || `Run in ${took}.`}${first}` : `It ended with an error.${first}`);
    cell.outputs.box.dispatchEvent(new Event("mo-computed", { bubbles: true }));
  }

  async runAbove(cell) {
    const above = this.cells.slice(0, this.cells.indexOf(cell)).filter((one) => !one.onlyShows);
    for (const [number, one] of above.entries()) {
      cell.say(`Running ${number + 1} of ${above.length} cells above …`);
      if (!(await this.runOne(one, cell, !one.element))) return;
    }
    cell.say(`${counted(above.length, "cell")} above ${above.length === 1 ? "has" : "have"} run.`);
  }

  // Runs one cell for the sake of `asker`; an error of a cell that the page does not show stands in the asker.
  async runOne(cell, asker, quiet) {
    let outputs = quiet ? null : cell.fresh(this.python);
    const onOutput = (output) => {
      outputs ??= (cell.element ? cell : asker).fresh(this.python);
      outputs.add(output);
    };
    const asked = { index: this.cells.indexOf(cell), sources: this.sources, quiet };
    const done = await this.python.ask("run", asked, onOutput);
    if (!done && cell !== asker) {
      const link = document.createElement("a");
      link.href = cell.element ? `#${cell.element.id}` : "";
      link.textContent = "See what it says.";
      asker.say("An earlier cell that this one needs has failed.", cell.element ? link : null);
    }
    return done;
  }

  stop() {
    this.turn = (this.turn ?? 0) + 1;
    this.python.stop();
  }
}

function notice(words) {
  const made = document.createElement("p");
  made.className = "mo-live-note";
  made.setAttribute("role", "status");
  made.textContent = words;
  return made;
}

function counted(count, what = "earlier cell") {
  return `${count} ${what}${count > 1 ? "s" : ""}`;
}

function seconds(milliseconds) {
  return milliseconds < 950 ? `${Math.max(1, Math.round(milliseconds / 10)) / 100} s` : `${(milliseconds / 1000).toFixed(1)} s`;
}
