// How cells run: not before there is a Python to run them, after the cell that imports what all of them need, and so
// that every one of them can be stopped.
import { dropNote, noteIn } from "./notices.js";

const PATIENCE = 700; // milliseconds that a cell has to end by itself, once it was asked to stop

const isCode = (cell) => cell.model.type === "code";
const codeOf = (cell) => cell.model.sharedModel.getSource();

// The site numbers the cells of its notebooks; a reader's own cell has no number, wherever it stands.
const numberOf = (cell) => Number(cell.model.id.match(/^cell-(\d+)$/)?.[1] ?? Infinity);

function firstOf({ widgets }) {
  const code = widgets.filter(isCode);
  return code.reduce((first, cell) => (numberOf(cell) < numberOf(first) ? cell : first), code[0]);
}

export class Running {
  constructor({ runCell, NotebookActions }) {
    this.plain = runCell;
    this.runCells = NotebookActions.runCells;
    this.pythons = new WeakMap(); // by session: what ran in its Python, and what runs there
  }

  pythonOf(sessionContext) {
    if (!this.pythons.has(sessionContext)) this.pythons.set(sessionContext, { seen: new Set(), running: [] });
    return this.pythons.get(sessionContext);
  }

  // A new Python has seen no cell, and is asked to stop in our way.
  watch({ sessionContext }) {
    sessionContext.kernelChanged.connect((_, { newValue }) => {
      this.pythons.delete(sessionContext);
      // With shared memory Python itself can be interrupted.
      if (newValue && !window.crossOriginIsolated) newValue.interrupt = () => this.stop(sessionContext);
    });
  }

  // What JupyterLab calls for each cell that it is to run.
  async runCell(options) {
    const { cell, sessionContext } = options;
    if (!isCode(cell) || !sessionContext) return this.plain(options);
    dropNote(cell);
    // While the kernel is being asked for, JupyterLab takes it that there is none, and runs nothing.
    if (!sessionContext.session?.kernel) {
      cell.setPrompt("*");
      window.marketingOriginStart?.waiting();
      await sessionContext.ready;
    }
    const first = firstOf(cell.parent);
    if (first === cell || this.pythonOf(sessionContext).seen.has(first) || !codeOf(first).trim()) {
      return this.run(options);
    }
    window.marketingOriginStart?.say("Python is new here: the first code cell runs first.");
    const [, ran] = await Promise.all([this.run({ ...options, cell: first }), this.run(options)]);
    return ran;
  }

  async run(options) {
    const { cell, sessionContext } = options;
    const python = this.pythonOf(sessionContext);
    python.seen.add(cell);
    python.running.push(cell);
    try {
      return await this.plain(options);
    } catch (error) {
      // Pyodide's kernel names it "<class 'NameError'>".
      if (error.errorName?.includes("NameError")) this.explain(options, error.errorValue);
      throw error;
    } finally {
      python.running.splice(python.running.indexOf(cell), 1);
    }
  }

  // The code cells above that have not run in this Python.
  missing({ cell, sessionContext }) {
    const { seen } = this.pythonOf(sessionContext);
    const { widgets } = cell.parent;
    const above = widgets.slice(0, widgets.indexOf(cell));
    return above.filter((other) => isCode(other) && !seen.has(other));
  }

  explain(options, message) {
    const name = message.match(/name '(\w+)'/)?.[1];
    if (!this.missing(options).some((cell) => new RegExp(`\\b${name}\\b`).test(codeOf(cell)))) return;
    this.offer(options, `${name} comes from a cell above that has not run since Python started.`, true);
  }

  offer(options, text, andThis) {
    const { cell, sessionContext, sessionDialogs, translator } = options;
    const label = andThis ? "Run the cells above, then this one" : "Run the cells above";
    const run = () => {
      const cells = [...this.missing(options), ...(andThis ? [cell] : [])];
      this.runCells(cell.parent, cells, sessionContext, sessionDialogs, translator);
    };
    noteIn(cell, text, [[label, run]]);
  }

  // Without shared memory nothing reaches a Python that computes: it is ended, and a new one started.
  async stop(sessionContext) {
    const kernel = sessionContext.session.kernel;
    const [cell] = this.pythonOf(sessionContext).running;
    await Object.getPrototypeOf(kernel).interrupt.call(kernel); // what waits does not run
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    if (!cell || !this.pythonOf(sessionContext).running.includes(cell)) return;
    await sessionContext.restartKernel();
    const lost = "Stopped. Python had to start anew for that: what the earlier cells made is gone.";
    this.offer({ cell, sessionContext }, lost, false);
  }
}
