"""The memory of a Python that has imported pandas: a page that takes it up need neither start one nor import it."""

import hashlib
import shutil
import tempfile
from pathlib import Path

from course_builder.browser_python.fetch import CACHE, sha256
from course_builder.made_once import forget_others, made_once
from course_builder.node import run_whole

HERE = Path(__file__).parent
MADE = CACHE / "snapshot"
PROGRAM, IMPORTS, KEEPING = (
    HERE / name for name in ("make_snapshot.mjs", "imported_in_snapshot.py", "kept_code.py")
)
IN_PAGE = HERE / "in_page"
MEMORY, LINKS = "python.snapshot", "python.json"


def snapshot_of(pyodide: Path, packages: list[Path]) -> Path:
    """Return the folder of a Pyodide's snapshot, made once for each state of it.

    It holds the compressed memory and, in a JSON file, where the native libraries stand in it.

    Parameters
    ----------
    pyodide : Path
        The folder of a Pyodide as the site has it: the snapshot holds for these very files.
    packages : list of Path
        The `.files` and `.code` that precompile.py makes of the packages that are imported.

    Raises
    ------
    CourseError
        Pyodide makes none; the message ends with the error.
    """
    parts = (*packages, PROGRAM, IMPORTS, KEEPING, *sorted(IN_PAGE.glob("*.py")))
    parts += (pyodide / "pyodide.asm.wasm", pyodide / "pyodide.asm.mjs", pyodide / "python_stdlib.zip")

    def make(whole: Path) -> None:
        with tempfile.TemporaryDirectory(dir=whole.parent) as given:
            for path in packages:
                shutil.copyfile(path, Path(given) / path.name)
            command = [PROGRAM, pyodide, IMPORTS, KEEPING, IN_PAGE, given, whole]
            run_whole("No snapshot of the browser's Python was made:", *command)

    made = made_once(MADE / hashlib.sha256("".join(map(sha256, parts)).encode()).hexdigest()[:12], make)
    forget_others(made)
    return made
