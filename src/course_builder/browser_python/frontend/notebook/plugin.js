// What the course adds to the notebook: cells that wait for Python and can be stopped, work that is kept without being
// saved by hand, word of a newer original, a download. The plugins take JupyterLab's own modules from the page.
import { Keeper, MARK } from "./keeping.js";
import { Notices } from "./notices.js";
import { Original, isEarlier } from "./original.js";
import { chooseFiles } from "./own_files.js";
import { Running } from "./running.js";

const NAME = "marketing-origin-notebook";
const REFUSED =
  "This browser keeps nothing for this site: what you write, and your progress, are gone when you close this page. " +
  "Download your work before you leave.";

async function tellWhenReady(session) {
  await session.ready;
  // Answered once Python is up, unlike a request for the name of the kernel.
  await session.session.kernel.requestIsComplete({ code: "" });
  window.marketingOriginStart?.done();
}

function download(panel) {
  const notebook = panel.context.model.toJSON();
  delete notebook.metadata[MARK];
  // The name under which a laptop's Jupyter knows its Python.
  notebook.metadata.kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
  const text = JSON.stringify(notebook, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  link.download = panel.context.path.split("/").pop();
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function pageOf(path) {
  return new URL(`../../${path}`.replace(/\.(ipynb|md)$/, ".html"), location.href);
}

// A link to a page that is no notebook leads to the site.
function leadToSite(event) {
  const link = event.target.closest?.("a[href*='book/appendices/']");
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  const path = link.href.slice(link.href.indexOf("book/appendices/"));
  window.open(pageOf(path), "_blank", "noopener");
}

function addButtons(panel, ToolbarButton, original, choose) {
  const add = (name, label, tooltip, onClick) =>
    panel.toolbar.addItem(name, new ToolbarButton({ label, tooltip, onClick }));
  add("course-download", "Download my work", "Save this notebook as a file", () => download(panel));
  if (window.marketingOriginStart.give) {
    add("course-file", "Use a file of yours", "Nothing leaves this device", choose);
  }
  if (isEarlier(panel.context.path)) return;
  add("course-restore", "Bring the original back", "Your work is kept beside it", () => original().ask());
}

function notebookPlugin({ INotebookTracker, NotebookActions, apputils, ToolbarButton, Widget, running }) {
  async function opened(panel, contents) {
    let original;
    const notices = new Notices(panel);
    const choose = () => chooseFiles(panel, notices, NotebookActions);
    addButtons(panel, ToolbarButton, () => original, choose);
    running.watch(panel);
    const tell = () => tellWhenReady(panel.sessionContext);
    panel.sessionContext.kernelChanged.connect((_, { oldValue }) => oldValue && tell());
    tell();
    await panel.context.ready;
    const keeper = new Keeper(panel, contents, notices);
    original = new Original(panel, contents, notices, keeper, apputils, Widget);
    if (!(await window.marketingOriginStart.keeps)) {
      notices.show("refused", REFUSED, [["Download my work", () => (download(panel), false)]]);
      return;
    }
    await original.offerEarlier();
    if (!isEarlier(panel.context.path)) await original.look();
  }
  return {
    id: `${NAME}:plugin`,
    autoStart: true,
    requires: [INotebookTracker],
    activate(app, tracker) {
      document.addEventListener("click", leadToSite, true);
      tracker.widgetAdded.connect((_, panel) => opened(panel, app.serviceManager.contents));
    },
  };
}

async function plugins(share) {
  const take = async (name) => (await Object.values(share[name])[0].get())();
  const notebook = await take("@jupyterlab/notebook");
  const apputils = await take("@jupyterlab/apputils");
  const { ToolbarButton } = await take("@jupyterlab/ui-components");
  const { Widget } = await take("@lumino/widgets");
  const running = new Running(notebook);
  // In place of JupyterLab's own, which `lite.py` switches off.
  const executor = {
    id: `${NAME}:cell-executor`,
    autoStart: true,
    provides: notebook.INotebookCellExecutor,
    activate: () => ({ runCell: (options) => running.runCell(options) }),
  };
  return [executor, notebookPlugin({ ...notebook, apputils, ToolbarButton, Widget, running })];
}

let share;
window._JUPYTERLAB ??= {};
window._JUPYTERLAB[NAME] = {
  init(scope) {
    share = scope;
  },
  async get() {
    const found = await plugins(share);
    return () => ({ __esModule: true, default: found });
  },
};
