// Keeps what a reader does in a notebook, in this browser, without being asked. Opening a notebook is no work: nothing
// is kept before a cell was changed or run. Two tabs may work on one notebook: what another one has kept is taken over
// before anything is written, so that JupyterLab has nothing to ask.
import { carryOver, signs } from "./carrying.js";
import { Leaving } from "./leaving.js";
import { apply, merge, workIn } from "./merging.js";

const PAUSE = 1000; // milliseconds without a change
const REMEMBERED = 50; // states of the notebook by which tabs know what they have in common
export const MARK = "marketing_origin"; // in the notebook's metadata: {original, history, begun}

const newState = () => `${Date.now()} ${Math.random()}`;
const allWork = (cells) => JSON.stringify(cells.map(workIn));

export class Keeper {
  constructor(panel, contents, notices) {
    this.context = panel.context;
    this.contents = contents;
    this.notices = notices;
    this.channel = new BroadcastChannel(`marketing-origin ${new URL("../..", location.href).pathname} notebooks`);
    this.last = Promise.resolve();
    const take = (left) => this.inTurn(() => this.takeLeft(left)).then(() => this.save());
    this.leaving = new Leaving(this.context.path, take);
    this.opened();
    this.guard();
    this.leaving.look();
  }

  get cells() {
    return this.context.model.toJSON().cells;
  }

  // What is in the notebook now is what is kept, or the site's own.
  opened() {
    const mark = this.context.model.getMetadata(MARK) ?? {};
    this.original = mark.original;
    this.history = mark.history ?? [`original ${mark.original}`];
    // What the site gives has a mark; a copy without one is of a time before marks.
    this.isCopy = !mark.original || Boolean(mark.history);
    // The cells of the original, by which a newer one takes over what the reader has changed.
    this.begun = this.isCopy ? mark.begun : signs(this.cells);
    this.states = new Map();
    this.remember(this.cells);
    this.next = newState();
    this.context.model.dirty = false;
  }

  remember(cells) {
    this.states.set(this.history.at(-1), cells);
    this.lastKept = cells;
    if (this.states.size > REMEMBERED) this.states.delete(this.states.keys().next().value);
    this.kept = allWork(cells);
  }

  get hasNews() {
    return allWork(this.cells) !== this.kept;
  }

  guard() {
    const { context } = this;
    const { save, createCheckpoint } = context;
    this.write = () => save.call(context);
    // JupyterLab's own saving, from the menu or by Ctrl+S, comes here too.
    context.save = () => this.save();
    context.createCheckpoint = async () => this.isCopy && createCheckpoint.call(context);
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.save(), PAUSE);
    };
    const now = () => {
      if (this.hasNews) this.leaving.put(this.unkept());
      this.save();
    };
    context.model.contentChanged.connect(soon);
    document.addEventListener("visibilitychange", now);
    window.addEventListener("pagehide", now);
    this.channel.onmessage = ({ data }) => data === context.path && this.inTurn(() => this.takeOthers().then(soon));
    context.disposed.connect(() => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", now);
      window.removeEventListener("pagehide", now);
      this.channel.close();
      this.leaving.end();
    });
  }

  // One after the other in this tab, and among all tabs where the browser knows how (not on plain http).
  inTurn(act) {
    const alone = async () => {
      // A browser that keeps nothing lends no locks either.
      const locks = (await window.marketingOriginStart.keeps) && navigator.locks;
      return locks ? locks.request(this.channel.name, act) : act();
    };
    this.last = this.last.then(alone).catch((error) => console.error("The notebook was not kept:", error));
    return this.last;
  }

  save() {
    return this.inTurn(() => this.keep());
  }

  async keep(anyway = false) {
    const { context } = this;
    if (context.isDisposed) return;
    if (!this.hasNews && !anyway) {
      context.model.dirty = false;
      this.leaving.drop();
      return;
    }
    await this.takeOthers();
    this.history = [...this.history.slice(1 - REMEMBERED), this.next];
    this.next = newState();
    this.mark();
    const { cells } = this;
    await this.write();
    this.isCopy = true;
    this.remember(cells);
    if (!this.hasNews) this.leaving.drop();
    this.tell();
  }

  // All that it takes to bring together what is in the notebook now with what is kept by then.
  unkept() {
    const { original, begun, next, lastKept, cells } = this;
    return { original, begun, next, lastKept, cells };
  }

  takeLeft({ original, begun, next, lastKept, cells }) {
    if (this.history.includes(next)) return; // it was kept after all
    const mine = this.cells;
    const now = original === this.original ? merge(lastKept, cells, mine) : begun && carryOver(begun, mine, cells);
    if (!now || allWork(now.cells) === allWork(mine)) return;
    apply(this.context.model.sharedModel, now.cells);
    this.notices.show("left", "What you wrote last, as a tab with this notebook was closed, is here.");
  }

  tell() {
    this.channel.postMessage(this.context.path);
  }

  mark() {
    const { original, history, begun } = this;
    this.context.model.setMetadata(MARK, { original, history, ...(begun && { begun }) });
  }

  async takeOthers() {
    const { context } = this;
    const { content } = await this.contents.get(context.path, { type: "notebook", content: true });
    const theirs = content.metadata[MARK];
    if (!theirs?.history) return this.lookForOriginal();
    const state = theirs.history.at(-1);
    if (this.history.includes(state)) return;
    const common = this.states.get(theirs.history.findLast((one) => this.states.has(one))) ?? [];
    const { cells, both } = merge(common, content.cells, this.cells);
    apply(context.model.sharedModel, cells);
    const { history, original, begun } = theirs;
    Object.assign(this, { history, original, begun, isCopy: true });
    this.remember(content.cells);
    this.mark();
    this.notices.show(
      "tabs",
      both
        ? "You wrote in the same cell in two tabs. Both are kept: the other one is in a cell below."
        : "You also work on this notebook in another tab. What you did there is here now.",
    );
  }

  // Another tab has brought the original back.
  async lookForOriginal() {
    if (!this.isCopy || this.hasNews) return;
    await this.context.revert();
    this.opened();
  }
}
