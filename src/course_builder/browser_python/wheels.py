"""Make of wheels what starts quickly in a browser: compiled beforehand, without what a reader never uses."""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from course_builder.browser_python.fetch import CACHE, sha256
from course_builder.browser_python.packages import IMPORTED, OURS, PYODIDE, pyodide_version
from course_builder.made_once import forget_others, made_once
from course_builder.node import run_whole
from course_builder.paths import DATASETS, PACKAGE, ROOT
from marketing_origin.course_files import page_of, title_of
from marketing_origin.errors import CourseError

COMPILED = CACHE / "compiled"
HERE = Path(__file__).parent
COMPRESS = HERE / "compress_packages.mjs"
STANDARD_LIBRARY = "python_stdlib.zip"
# What no page of the course and no part of the kernel loads: tests, typing stubs, headers and examples;
# colours for a hundred languages; SciPy's signal processing and file formats.
DROPPED = re.compile(
    r"""(^|/)tests?/ | ^[^/]+\.data/ | \.(pxd|pyx|h|c|cpp|a|f|f90|map)$ | ^(?!jedi/).*\.pyi$
    | ^matplotlib/mpl-data/(sample_data|fonts/(afm|pdfcorefonts))/ | ^numpy/_core/(include|lib)/ | ^PIL/_webp
    | ^jedi/third_party/(django-stubs|typeshed/stubs)/ | ^anywidget/labextension/
    | ^pygments/lexers/(?!__init__|_mapping|python|special|shell|agile|html|css|javascript|data|text)
    | ^scipy/(io|signal|odr|fftpack|datasets|misc)/""",
    re.VERBOSE,
)
# A data file larger than this is fetched when a notebook first reads it.
LARGE_DATA = 30_000


def quick(files: dict[str, Path]) -> dict[str, Path]:
    """Return every package as the reader's Python loads it, ours among them: `.files`, with `.about` beside it.

    Parameters
    ----------
    files : dict
        The verified wheels by name, and Pyodide's standard library under its file's name.

    Raises
    ------
    CourseError
        Our own wheel cannot be built, or a package does not start in Pyodide.
    """
    theirs = folder_for("".join(f"{path.name} {sha256(path)}" for path in files.values()))
    made_once(
        theirs, lambda work: make(files, work, (HERE / "imported_at_start.py").read_text(encoding="utf-8"))
    )
    ours = made_once(folder_for(our_sources()), make_ours)
    forget_others(theirs, ours)
    made = {name: (theirs / path.name).with_suffix(quick_kind(path)) for name, path in files.items()}
    return made | {OURS: next(ours.glob("*.files"))}


def quick_kind(path: Path) -> str:
    """Return the suffix of what is made of a file: the standard library stays an archive that Python imports from."""
    return path.suffix if path.suffix == ".zip" else ".files"


def folder_for(inputs: str) -> Path:
    """Return the folder of what is made from these inputs in the present way."""
    recipe = [inputs, pyodide_version(), DROPPED.pattern, str(LARGE_DATA), *IMPORTED]
    for name in ("precompile.py", "imported_at_start.py", COMPRESS.name):
        recipe.append((HERE / name).read_text(encoding="utf-8"))
    return COMPILED / hashlib.sha256("\n".join(recipe).encode()).hexdigest()[:16]


def our_sources() -> str:
    """Hash what our wheel is made from."""
    digest = hashlib.sha256()
    files = [ROOT / "pyproject.toml", ROOT / "hatch_build.py", *PACKAGE.rglob("*"), *DATASETS.rglob("*")]
    # The pages are there for the titles of their chapters.
    files += [*ROOT.glob("solutions/*/*.py"), *ROOT.glob("book/*/*.toml"), *ROOT.glob("book/*/*.md")]
    for path in sorted(files):
        inside = path.relative_to(ROOT).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and not DROPPED.search(inside):
            content = title_of(page_of(path)) if path.suffix == ".md" else sha256(path)
            digest.update(f"{inside} {content}".encode())
    return digest.hexdigest()


def our_wheel(into: Path) -> Path:
    """Build this project's own wheel, data sets inside."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise CourseError(f"The course's own wheel was not built:\n{done.stdout.strip()[-2000:]}")
    return next(into.glob(f"{OURS.replace('-', '_')}-*.whl"))


def large_data() -> list[Path]:
    """List the data files that travel beside our wheel instead of in it."""
    return [path for path in sorted(DATASETS.glob("*.gz")) if path.stat().st_size > LARGE_DATA]


def make_ours(work: Path) -> None:
    """Fill a folder with the quick form of this project's own wheel."""
    with tempfile.TemporaryDirectory() as scratch:
        make({OURS: our_wheel(Path(scratch))}, work)


def make(files: dict[str, Path], work: Path, started: str = "") -> None:
    """Fill a folder with the quick form of each file."""
    for name, path in files.items():
        unpack(path, work / "packages" / name)
        (work / "wheels").mkdir(exist_ok=True)
        (work / "wheels" / name).write_text(path.name, encoding="utf-8")
    if started:
        (work / "imported_at_start.py").write_text(started, encoding="utf-8")
    (work / "imported").write_text(" ".join(IMPORTED), encoding="utf-8")
    run_in_pyodide(HERE / "precompile.py", work)
    run_whole("The browser's packages were not compressed:", COMPRESS, work)
    for used in ("packages", "wheels"):
        shutil.rmtree(work / used)
    for used in ("imported", "imported_at_start.py"):
        (work / used).unlink(missing_ok=True)


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack a wheel without what is dropped."""
    large = {f"marketing_origin/_course/datasets/{path.name}" for path in large_data()}
    with zipfile.ZipFile(wheel) as archive:
        kept = [name for name in archive.namelist() if not DROPPED.search(name) and name not in large]
        archive.extractall(folder, kept)


def run_in_pyodide(script: Path, folder: Path, pyodide: Path = PYODIDE) -> None:
    """Run a Python script in Pyodide under Node, with `folder` as its /disk.

    Parameters
    ----------
    script : Path
        The script; it may await.
    folder : Path
        A folder to read from and write to.
    pyodide : Path
        A bare Pyodide, or one of a site's live part, with its packages.

    Raises
    ------
    CourseError
        The script raised; the message ends with what it said.
    """
    command = [HERE / "run_python.mjs", pyodide, script, folder]
    run_whole(f"{script.name} failed in Pyodide:", *command, cwd=folder)
