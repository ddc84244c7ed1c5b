// The site's own notebook beside a reader's copy of it: when the site's is newer the reader is told, may see what
// differs, take it or stay; work that gives way is kept as a copy beside it.
import { structuredPatch } from "diff";
import { carryOver, signs } from "./carrying.js";
import { MARK } from "./keeping.js";
import { apply, joined } from "./merging.js";

const ASIDE = /\.earlier-(\d+)\.ipynb$/;
const nameOf = (path) => path.split("/").pop();

const asText = ({ cells }) => cells.map(({ source }) => `${joined(source).trimEnd()}\n`).join("\n");

export const isEarlier = (path) => ASIDE.test(path);

export const when = (path) =>
  new Date(Number(path.match(ASIDE)[1])).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });

export const addressOf = (path) => `${location.pathname}?path=${encodeURIComponent(path)}`;

export class Original {
  constructor(panel, contents, notices, keeper, { Dialog, showDialog }, Widget) {
    Object.assign(this, { panel, contents, notices, keeper, Dialog, showDialog, Widget });
    this.context = panel.context;
  }

  // The site's own, whatever this browser has kept.
  async read() {
    const address = new URL(`../files/${this.context.path}`, location.href);
    const answer = await fetch(address, { cache: "no-cache" });
    return answer.ok ? answer.json() : null;
  }

  async look() {
    if (!this.keeper.isCopy && this.context.model.getMetadata(MARK)) return; // the site's own is what is shown
    const original = await this.read();
    const now = original?.metadata[MARK].original;
    if (!original || now === this.keeper.original) return;
    if (asText(original) === asText(this.context.model.toJSON())) {
      this.keeper.begun = signs(original.cells);
      return this.stay(now);
    }
    this.notices.show(
      "original",
      "This notebook has been corrected on the site since you began. You see your own copy of the earlier one.",
      [
        ["See the difference", () => (this.compare(original), false)],
        ["Take the new one", () => this.renew()],
        ["Keep mine", () => this.stay(now)],
      ],
    );
  }

  async stay(now) {
    this.keeper.original = now;
    await this.keeper.inTurn(() => this.keeper.keep(true));
  }

  compare(original) {
    const { hunks } = structuredPatch("", "", asText(this.context.model.toJSON()), asText(original), "", "", {
      context: 2,
    });
    const node = document.createElement("div");
    node.className = "course-difference";
    // It scrolls, by keyboard, too.
    node.tabIndex = 0;
    node.setAttribute("role", "group");
    node.setAttribute("aria-label", "What differs");
    for (const hunk of hunks) {
      const block = node.appendChild(document.createElement("div"));
      for (const line of hunk.lines.filter((one) => !one.startsWith("\\"))) {
        const kind = { "-": "del", "+": "ins" }[line[0]] ?? "span";
        block.appendChild(document.createElement(kind)).textContent = `${line[0]} ${line.slice(1)}\n`;
      }
    }
    const legend = document.createElement("p");
    legend.innerHTML = "<del>− only in yours</del> <ins>+ only in the new one</ins>";
    node.prepend(legend);
    this.showDialog({
      title: "Your copy and the new original",
      body: new this.Widget({ node }),
      buttons: [this.Dialog.okButton({ label: "Close" })],
    });
  }

  // The site's own takes the place of the reader's copy, with what the reader has written in it.
  async renew() {
    const { context, keeper } = this;
    await keeper.save();
    const { begun, cells } = keeper;
    await this.giveWay();
    if (!begun) return; // A copy from the time before it was remembered: it stands beside.
    const { cells: renewed, both, wrote } = carryOver(begun, keeper.cells, cells);
    if (!wrote) return;
    apply(context.model.sharedModel, renewed);
    const counted = wrote === 1 ? "the cell" : `the ${wrote} cells`;
    const twice = both ? " Where the original has changed in the same place, both are there." : "";
    this.notices.show("original", `This is the corrected notebook, with ${counted} that you wrote.${twice}`);
    await keeper.save();
  }

  // The site's own takes the place of the reader's copy, which is kept beside it.
  async giveWay() {
    const { context, contents, keeper } = this;
    await keeper.save();
    if (keeper.isCopy) {
      const path = context.path.replace(/\.ipynb$/, `.earlier-${Date.now()}.ipynb`);
      await contents.save(path, { type: "notebook", format: "json", content: context.model.toJSON() });
      await contents.delete(context.path); // this browser's copy uncovers the site's
    }
    await context.revert();
    keeper.opened();
    keeper.tell();
    await this.offerEarlier();
  }

  async ask() {
    const answer = await this.showDialog({
      title: "Bring the original back?",
      body: "The notebook becomes what the site has. Your work is kept as an earlier copy, and your progress stays.",
      buttons: [
        this.Dialog.cancelButton({ label: "Keep my work" }),
        this.Dialog.warnButton({ label: "Bring the original back" }),
      ],
    });
    if (answer.button.accept) await this.giveWay();
  }

  async earlier() {
    const folder = this.context.path.split("/").slice(0, -1).join("/");
    const stem = this.context.path.replace(/\.ipynb$/, ".earlier-");
    const { content } = await this.contents.get(folder, { content: true });
    return content.map(({ path }) => path).filter((path) => path.startsWith(stem));
  }

  async offerEarlier() {
    if (isEarlier(this.context.path)) {
      const now = this.context.path.replace(ASIDE, ".ipynb");
      const go = () => (window.open(addressOf(now), "_blank"), false);
      const text = `This is your earlier copy, kept on ${when(this.context.path)}.`;
      this.notices.show("earlier", text, [[`Open ${nameOf(now)}`, go]]);
      return;
    }
    const paths = await this.earlier();
    if (!paths.length) return this.notices.drop("earlier");
    const links = paths.map((path) => [when(path), () => (window.open(addressOf(path), "_blank"), false)]);
    const text = "Your earlier work on this notebook is kept. Open the copy of:";
    this.notices.show("earlier", text, [...links, ["Not now", () => {}]]);
  }
}
