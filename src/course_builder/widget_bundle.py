"""Bundle the widget's front end (frontend/) into static/, with esbuild from node_modules."""

import subprocess
import sys
import tempfile
from pathlib import Path

from course_builder.node import run_node
from course_builder.paths import PACKAGE

FRONTEND = Path(__file__).parent / "widget_frontend"
STATIC = PACKAGE / "widgets" / "static"
SITE_FILES = ("explore.js", "explore.css")


def bundle_widget() -> dict[str, tuple[int, int]]:
    """Make static/: explore.js and .css (for pages), widget.js (notebooks), node.mjs (making pages).

    Returns
    -------
    file name -> (bytes, bytes gzipped), for what a browser loads.

    Raises
    ------
    subprocess.CalledProcessError : with esbuild's message, if a source does not bundle.
    """
    STATIC.mkdir(exist_ok=True)
    # Made aside and moved in one step each: a killed run leaves no half-written file.
    with tempfile.TemporaryDirectory(dir=STATIC) as folder:
        done = run_node(FRONTEND / "bundle.mjs", folder, check=True, capture_output=True, text=True)
        for made in Path(folder).iterdir():
            made.replace(STATIC / made.name)
    rows = (line.split() for line in done.stdout.splitlines())
    return {name: (int(size), int(zipped)) for name, size, zipped in rows}


if __name__ == "__main__":
    try:
        for file, (size, zipped) in bundle_widget().items():
            print(f"{file}: {size / 1000:.1f} kB, {zipped / 1000:.1f} kB gzipped")
    except subprocess.CalledProcessError as error:
        sys.exit(error.stderr)
