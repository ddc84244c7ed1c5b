"""What is said of a Node program that failed: its error, not the source that Node prints above."""

import pytest

from course_builder.browser_python import snapshot
from course_builder.node import failure_of, run_whole
from marketing_origin.errors import CourseError

MINIFIED = f"/*{'x' * 500_000}*/"
FAILING = {
    "const = 1;": "SyntaxError: Unexpected token '='",
    f"{MINIFIED}null.read(){MINIFIED}": "TypeError: Cannot read properties of null (reading 'read')",
    f"{MINIFIED}await Promise.reject(new Error('Traceback:\\nKeyError: 1'))": "Error: Traceback:\nKeyError: 1",
}


def wrong(folder, code: str):
    program = folder / "failing.mjs"
    program.write_text(code)
    return program


@pytest.mark.parametrize("code", FAILING, ids=["syntax", "minified", "of Python"])
def test_the_error_of_a_program_is_told_and_its_place(tmp_path, code):
    with pytest.raises(CourseError) as told:
        run_whole("Not made:", wrong(tmp_path, code))
    assert str(told.value) == f"Not made:\n{FAILING[code]}\n({(tmp_path / 'failing.mjs').as_uri()}:1)"


def test_what_a_program_says_itself_stands_but_for_endless_lines():
    said = failure_of(f"no disk\n{'y' * 1000}\nno room\n").splitlines()
    assert (said[0], said[2], len(said[1])) == ("no disk", "no room", 300)


def test_a_snapshot_that_cannot_be_made_says_why(tmp_path, monkeypatch):
    for name in ("pyodide.asm.wasm", "pyodide.asm.mjs", "python_stdlib.zip"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(snapshot, "MADE", tmp_path / "made")
    monkeypatch.setattr(
        snapshot, "PROGRAM", wrong(tmp_path, f"{MINIFIED}throw new TypeError('no memory'){MINIFIED}")
    )
    with pytest.raises(CourseError) as told:
        snapshot.snapshot_of(tmp_path, [])
    first, message, place = str(told.value).splitlines()
    assert (first, message) == ("No snapshot of the browser's Python was made:", "TypeError: no memory")
    assert place.endswith("failing.mjs:1)")
    assert not list((tmp_path / "made").iterdir())
