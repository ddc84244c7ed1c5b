// What the course adds to the notebook: work that is kept without being saved by hand, a button that brings the
// original back, another that downloads the work. Written by hand in the form in which JupyterLab takes plugins,
// so that nothing has to be bundled.
(() => {
  const NAME = "marketing-origin-notebook";
  const SAVE_AFTER = 1000; // milliseconds without a change

  function keepWork(panel) {
    const { context } = panel;
    let timer = 0;
    const save = () => {
      clearTimeout(timer);
      if (context.model?.dirty && !context.isDisposed) context.save();
    };
    context.model.contentChanged.connect(() => {
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_AFTER);
    });
    document.addEventListener("visibilitychange", save);
    window.addEventListener("pagehide", save);
  }

  async function tellWhenReady(session) {
    await session.ready;
    // Answered once Python is up, unlike a request for the name of the kernel.
    await session.session.kernel.requestIsComplete({ code: "" });
    window.marketingOriginStart?.done();
  }

  function download(panel) {
    const notebook = panel.context.model.toJSON();
    // The name under which a laptop's Jupyter knows its Python.
    notebook.metadata.kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
    const text = JSON.stringify(notebook, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
    link.download = panel.context.path.split("/").pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function restore(panel, app, { Dialog, showDialog }) {
    const answer = await showDialog({
      title: "Bring the original back?",
      body: "Everything that you have changed in this notebook is lost. Your progress stays.",
      buttons: [Dialog.cancelButton({ label: "Keep my work" }), Dialog.warnButton({ label: "Bring the original back" })],
    });
    if (!answer.button.accept) return;
    const { context } = panel;
    // Deleting this browser's copy uncovers the site's.
    await app.serviceManager.contents.delete(context.path);
    await context.revert();
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

  async function plugin(share) {
    const take = async (name) => {
      const versions = Object.values(share[name]);
      return (await versions[0].get())();
    };
    const { INotebookTracker } = await take("@jupyterlab/notebook");
    const apputils = await take("@jupyterlab/apputils");
    const { ToolbarButton } = await take("@jupyterlab/ui-components");
    return {
      id: `${NAME}:plugin`,
      autoStart: true,
      requires: [INotebookTracker],
      activate(app, tracker) {
        document.addEventListener("click", leadToSite, true);
        tracker.widgetAdded.connect(async (_, panel) => {
          const button = (label, tooltip, onClick) => new ToolbarButton({ label, tooltip, onClick });
          panel.toolbar.addItem(
            "course-download",
            button("Download my work", "Save this notebook as a file", () => download(panel)),
          );
          panel.toolbar.addItem(
            "course-restore",
            button("Bring the original back", "Undo all changes to this notebook", () => restore(panel, app, apputils)),
          );
          tellWhenReady(panel.sessionContext);
          await panel.context.ready;
          keepWork(panel);
        });
      },
    };
  }

  let share;
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[NAME] = {
    init(scope) {
      share = scope;
    },
    async get() {
      const found = await plugin(share);
      return () => ({ __esModule: true, default: [found] });
    },
  };
})();
