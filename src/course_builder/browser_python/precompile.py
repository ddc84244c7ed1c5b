"""Make of unpacked wheels what the reader's Python loads quickly; runs inside Pyodide, in the folder /disk.

`/disk/packages/NAME` holds an unpacked wheel, or Pyodide's standard library; `/disk/wheels/NAME` says what to
call the result. `/disk/imported_at_start.py`, where there is one, does what a notebook does at its start: the
modules that it imports are compiled, in place of their sources. The others stay as they are: compiled code is
twice as large, and nobody waits for it. Without that file everything is compiled, and the sources stay for
learners to read. All files of a package are put one after the other into `NAME.joined`, which compress_packages.mjs
compresses together into `NAME.files`, and `NAME.about` says what the package is. Of the packages that `/disk/imported`
names, which are imported in Python's memory, what is compiled in place of its source stands in `NAME.code` instead, for
that memory.
"""

import importlib.util
import json
import py_compile
import sys
import zipfile
from pathlib import Path

WORK = Path("/disk")
INSTALLED = "/lib/python3.14/site-packages"
STANDARD_LIBRARY = "/lib/python314.zip/"


def started_files() -> set[str]:
    """Run the start of a notebook and return the source files of what it imported."""
    sys.path += [str(folder) for folder in (WORK / "packages").iterdir()]
    exec((WORK / "imported_at_start.py").read_text(), {})
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return {str(file).replace(STANDARD_LIBRARY, f"{WORK}/packages/python_stdlib.zip/") for file in files}


def compile_file(path: Path, root: Path, keep: bool) -> None:
    """Compile one file, beside its source or in its place; leave what is no Python (a template) as it is."""
    target = importlib.util.cache_from_source(str(path)) if keep else f"{path}c"
    shown = f"{INSTALLED}/{path.relative_to(root)}"
    try:
        # Whether the source has changed is not looked at again: unpacking gives the files new times.
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(path), target, shown, doraise=True, invalidation_mode=mode, quiet=2)
    except py_compile.PyCompileError:
        return
    if not keep:
        path.unlink()


def pack(folder: Path, target: Path) -> None:
    """Zip the standard library's folder; the same files make the same bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def join(files: list[Path], folder: Path) -> bytes:
    """Return files of a folder as one: the length of a list of names and sizes, the list, the files."""
    names = [[path.relative_to(folder).as_posix(), path.stat().st_size] for path in files]
    about = json.dumps(names).encode()
    return b"".join([len(about).to_bytes(4, "little"), about, *(path.read_bytes() for path in files)])


def put_together(folder: Path, target: Path, apart: bool) -> None:
    """Write a package's files as one; `apart` what is compiled in place of its source."""
    # Files of one kind stand together: they are alike.
    files = sorted(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda path: (path.suffix, path)
    )
    code = [path for path in files if apart and path.suffix == ".pyc"]
    target.with_suffix(".joined").write_bytes(join([path for path in files if path not in code], folder))
    if apart:
        target.with_suffix(".code").write_bytes(join(code, folder))
    metadata = next(folder.glob("*.dist-info/METADATA")).read_text()
    names = [path.relative_to(folder).as_posix() for path in files]
    target.with_suffix(".about").write_text(json.dumps({"metadata": metadata, "names": names}))


imported = (WORK / "imported").read_text().split()
keep = not (WORK / "imported_at_start.py").exists()
started = set() if keep else started_files()
for folder in (WORK / "packages").iterdir():
    for source in [path for path in folder.rglob("*.py") if keep or str(path) in started]:
        compile_file(source, folder, keep)
    wheel = WORK / (WORK / "wheels" / folder.name).read_text()
    if wheel.suffix == ".zip":
        pack(folder, wheel)
    else:
        put_together(folder, wheel, folder.name in imported)
