// Stands between the notebook's kernel and Pyodide, in the kernel's worker: starts Python before the kernel asks for
// it, tells the page how far the start has come, and keeps the learner's progress in this browser. Python finds that
// in a file and hands changes to `marketingOriginKeep`. IndexedDB is there on plain http too, where service workers
// are not.
import { onImport } from "./arriving.js";
import { begin, HERE, PROGRESS, SITE } from "./beginning.js";
import { keepStatus, open, readProgress } from "./store.js";
import { settleInNotebook } from "./waking.mjs";

function tell(message) {
  self.postMessage({ course: message });
}

async function giveProgress(pyodide) {
  try {
    const database = await open(SITE);
    pyodide.FS.writeFile(PROGRESS, JSON.stringify(await readProgress(database)));
    self.marketingOriginKeep = (question, status) => keepStatus(database, question, status);
  } catch (error) {
    // A browser that keeps nothing (a private window may refuse): Python keeps it while it runs.
    console.info(`Progress is not kept in this browser: ${error}`);
  }
}

// What every notebook of the course imports first, as a cell would. The kernel's own `%pip` knows the packages that lie as
// wheels, and there are none.
const IMPORTS = `
import pyodide_kernel
from course_page.commands import in_notebook
pyodide_kernel.kernel_instance.lite_transform_manager.cleanup_transforms.append(in_notebook)
with pyodide_kernel.ipython_shell.builtin_trap:
    import matplotlib.pyplot
    import pandas
    from marketing_origin import check, clv, data, explore, show
`;

async function startPython() {
  const { pyodide, course, lock } = await begin("notebook", { tell });
  settleInNotebook(pyodide, Object.keys(JSON.parse(lock).packages));
  // A kernel that runs has no word to say of it.
  onImport(pyodide, { lock, files: course.files, here: course.notebook.packages, home: HERE, tell: () => {} });
  await giveProgress(pyodide);
  tell({ stage: "starting" });
  await pyodide.runPythonAsync(IMPORTS);
  return pyodide;
}

// A file of the reader's own, put where a cell's `open` looks for it.
self.addEventListener("message", async ({ data }) => {
  if (data?.course !== "file") return;
  const { name, content } = data;
  try {
    (await start()).FS.writeFile(name, content);
    tell({ stage: "file", name });
  } catch (error) {
    tell({ stage: "file", name, why: error.message });
  }
});

let python;

export function start() {
  python ??= startPython();
  python.catch((error) => tell({ stage: "failed", why: error.message }));
  return python;
}

// What the kernel calls in place of Pyodide's own function.
export async function loadPyodide({ stdout, stderr }) {
  const pyodide = await start();
  pyodide.setStdout({ batched: stdout });
  pyodide.setStderr({ batched: stderr });
  return pyodide;
}
