"""The notebook program that runs in a page: JupyterLite, trimmed to what the course uses."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Container
from pathlib import Path

from jupyterlite_core.constants import SHARE_LABEXTENSIONS

from course_builder.browser_python.bundled import bundled
from course_builder.browser_python.packages import KERNEL, OURS
from course_builder.browser_python.unused_pieces import unused_pieces
from marketing_origin.errors import CourseError

FRONTEND = Path(__file__).parent / "frontend"
THEME = Path(__file__).parents[1] / "theme"
EXTENSIONS = Path(sys.prefix) / SHARE_LABEXTENSIONS
PYODIDE_KERNEL = EXTENSIONS / "@jupyterlite" / "pyodide-kernel-extension"
FEDERATED = (PYODIDE_KERNEL, EXTENSIONS / "@jupyter-widgets" / "jupyterlab-manager", EXTENSIONS / "anywidget")
OUR_EXTENSION = "marketing-origin-notebook"
# Loaded with Pyodide: the kernel's own parts and what every notebook of the course begins with.
PRELOADED = (*KERNEL, "piplite", "ipykernel", "pyodide-kernel", "pandas", "matplotlib", OURS)
KERNELSPEC = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
# A service worker would lend the kernel the notebook's folder, but there is none on plain http: everything
# here works without, so that it works everywhere.
SWITCHED_OFF = (
    "@jupyterlite/application-extension:service-worker-manager",
    "@jupyterlab/apputils-extension:announcements",
    # Whose libraries are left out (unused_pieces.py).
    "@jupyterlab/mermaid-extension",
    "@jupyterlab/terminal-extension",
    "@jupyterlab/vega5-extension",
    # Ours takes its place.
    "@jupyterlab/notebook-extension:cell-executor",
    # What leads to other hosts, to apps that are not here, or means nothing to a learner.
    "@jupyterlab/help-extension:jupyter-forum",
    "@jupyterlab/help-extension:resources",
    "@jupyter-notebook/application-extension:pages",
    "@jupyter-notebook/console-extension:opener",
    "@jupyter-notebook/console-extension:redirect",
    "@jupyter-notebook/console-extension:scratchpad-console",
    "@jupyter-notebook/notebook-extension:checkpoints",
    "@jupyter-notebook/notebook-extension:kernel-logo",
    "@jupyter-notebook/notebook-extension:open-tree-tab",
    "@jupyter-notebook/notebook-extension:trusted",
    "@jupyterlite/notebook-application-extension:logo",
)
# Buttons that a learner does not need: what is done is kept without them, there is one kernel, and cells are moved by
# the menu or by keys. By the setting that names them.
NOT_NEEDED = {
    "@jupyterlab/notebook-extension:panel": ("save", "cut", "copy", "paste", "kernelName", "kernelStatus"),
    "@jupyterlab/cell-toolbar-extension:plugin": (
        "duplicate-cell",
        "move-cell-up",
        "move-cell-down",
        "insert-cell-above",
    ),
}
STORAGE = ("asyncStorage", "localStorageWrapper", "memoryStorageDriver")  # the first that the browser grants
SETTINGS = {
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # JupyterLab drops without a word what takes longer than a second, as the first names of a new Python do.
    "@jupyterlab/completer-extension:manager": {"providerTimeout": 20_000},
    # The notebook is kept by us, after every change, and with what other tabs have kept: there is no conflict.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False, "lastModifiedCheckMargin": 1e15},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none", "codeCellConfig": {"lineWrap": True}},
    **{
        setting: {"toolbar": [{"name": name, "disabled": True} for name in names]}
        for setting, names in NOT_NEEDED.items()
    },
}
# Fonts for browsers of 2015, configuration of JupyterLite's own build, apps that are not used; schemas of settings one
# by one, which stand also in all.json, that alone is read.
UNUSED = re.compile(
    r"(\.(eot|map)|rspack\.config.*\.js|service-worker\.js|fa-(brands|solid|regular)-\d+\.(svg|ttf|woff))$"
    r"|^doc/|^build/third-party-licenses\.json$|^build/schemas/@|^extensions/.*/static/pypi/"
)


def kernel_wheels() -> dict[str, Path]:
    """Return the kernel's own wheels, which its front end carries, by name."""
    folder = PYODIDE_KERNEL / "static" / "pypi"
    found = {path.name.split("-")[0].replace("_", "-"): path for path in folder.glob("*.whl")}
    return {name: found[name] for name in ("ipykernel", "piplite", "pyodide-kernel")}


def kernel_worker(version: str) -> str:
    """Return the script of a worker that is the kernel's own and starts Python at once."""
    worker = next((PYODIDE_KERNEL / "static").glob("comlink.worker.*.js"))
    place = f"../extensions/{PYODIDE_KERNEL.relative_to(EXTENSIONS).as_posix()}/static/{worker.name}"
    # The address by which the kernel imports it too, so that there is one of it.
    return f'import "{place}";\nimport {{ start }} from "./course.mjs?v={version}";\nstart();\n'


def add_program(work: Path, notebooks: Path, python: str, into: Path) -> None:
    """Build JupyterLite and copy it, without what nobody uses and with the course's own start.

    Parameters
    ----------
    work : Path
        A folder of its own for the build, kept for the next one.
    notebooks : Path
        The folder whose notebooks it offers.
    python : str
        Where a script of the reader's Python is, below `into`; `{}` stands for its name.
    into : Path
        The folder of the live part.
    """
    output = make_program(work, notebooks, python)
    unused = unused_pieces(output / "build")
    for path in output.rglob("*"):
        name = path.relative_to(output).as_posix()
        if path.is_file() and path not in unused and not UNUSED.search(name):
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    page = into / "notebooks" / "index.html"
    start = with_our_start(page.read_text(encoding="utf-8"), python.format("kernel.mjs"))
    page.write_text(start, encoding="utf-8", newline="\n")
    for path in (FRONTEND / "start.js", FRONTEND / "notebook.css", THEME / "favicon.svg"):
        shutil.copyfile(path, into / path.name)


def make_program(work: Path, notebooks: Path, python: str) -> Path:
    """Run JupyterLite's own build and return the folder of what it made."""
    source, output = work / "source", work / "output"
    shutil.rmtree(source, ignore_errors=True)
    # A notebook that the book has dropped would stay.
    for listed in ("files", "api/contents"):
        shutil.rmtree(output / listed, ignore_errors=True)
    extension = source / "extension"
    write_extension(extension)
    (source / "jupyter-lite.json").write_text(json.dumps(page_configuration(python)), encoding="utf-8")
    (source / "overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    build = {
        "apps": ["notebooks"],
        "contents": [str(notebooks)],
        "output_dir": str(output),
        "cache_dir": str(work / "cache"),
        "federated_extensions": [str(path) for path in (*FEDERATED, extension)],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
    }
    (source / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": build}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise CourseError(f"JupyterLite was not built:\n{done.stdout.strip()[-2000:]}")
    return output


def keep_notebooks_of(live: Path, pages: Container[str]) -> None:
    """Take away, from a live part that stands, every notebook but those of these pages, by their names."""
    files = live / "files"
    for path in list(files.glob("*/**/*.ipynb")):
        if path.relative_to(files).with_suffix("").as_posix() not in pages:
            path.unlink()
    for path in (live / "api" / "contents").rglob("all.json"):
        listed = json.loads(path.read_text(encoding="utf-8"))
        kept = [one for one in listed["content"] if holds_a_file(files / one["path"])]
        if kept != listed["content"]:
            path.write_text(json.dumps(listed | {"content": kept}), encoding="utf-8", newline="\n")


def holds_a_file(path: Path) -> bool:
    """Tell whether this is a file, or a folder with one in it."""
    return path.is_file() or any(below.is_file() for below in path.rglob("*"))


def page_configuration(python: str) -> dict:
    """Return what `jupyter-lite.json` says beside JupyterLite's own defaults."""
    kernel = {
        "pyodideUrl": f"./{python.format('course.mjs')}",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": list(PRELOADED)},
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Back to the Origin of Marketing",
            "appUrl": "./notebooks",
            "disabledExtensions": list(SWITCHED_OFF),
            # Where the browser refuses to keep anything the notebook works all the same, in memory.
            "enableMemoryStorage": True,
            **{f"{what}StorageDrivers": list(STORAGE) for what in ("contents", "settings", "workspaces")},
            "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
        },
    }


def write_extension(folder: Path) -> None:
    """Lay out our own plugin as JupyterLab expects one that is built."""
    (folder / "static").mkdir(parents=True)
    shutil.copyfile(bundled() / "notebook.js", folder / "static" / "extension.js")
    load = {"load": "static/extension.js", "extension": "./extension"}
    about = {"name": OUR_EXTENSION, "version": "1.0.0", "jupyterlab": {"extension": True, "_build": load}}
    (folder / "package.json").write_text(json.dumps(about), encoding="utf-8")


def with_our_start(page: str, kernel: str) -> str:
    """Put our title, style and start into the page of the notebook."""
    changes = {
        r"<title>.*?</title>": "<title>Notebook · Back to the Origin of Marketing</title>",
        r"</head>": '<link rel="stylesheet" href="../notebook.css"></head>',
        r'<link rel="manifest"[^>]*>': '<link rel="icon" href="../favicon.svg" type="image/svg+xml">',
        r"</body>": f'<script src="../start.js" data-kernel="../{kernel}"></script></body>',
        r"Loading JupyterLite\.\.\.": "The notebook is opening …",
    }
    for pattern, replacement in changes.items():
        page, count = re.subn(pattern, replacement, page, count=1)
        if not count:
            raise CourseError(f"JupyterLite's page has changed: nothing in it matches {pattern!r}.")
    return page
