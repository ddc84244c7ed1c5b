"""Of the notebook program is left out what leads to unwanted libraries alone, and nothing else."""

import pytest

from course_builder.browser_python.unused_pieces import WITHOUT, unused_pieces
from marketing_origin.errors import CourseError


def laid_out(folder, pieces: dict[str, str]):
    for name, text in pieces.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def program() -> dict[str, str]:
    """A program in which every unwanted library is one piece, asked for with a piece of its own and a shared one."""
    words = enumerate(WITHOUT.values(), start=100)
    pieces = {f"{number}.abc123.js": f'x="{word}";w.e(7).then(y)' for number, word in words}
    asked = "".join(
        f"Promise.all([w.e(5),w.e(6),w.e({number})]).then(z);" for number in range(100, 100 + len(WITHOUT))
    )
    return pieces | {
        "notebooks/bundle.js": f"{asked}w.e(1).then(a);Promise.all([w.e(2),w.e(6)]).then(b)",
        "core.abc123.js": "o.e(3).then(c)",
        "1.abc123.js": "t.e(4).then(d)",
        **{f"{number}.abc123.js": "" for number in range(2, 8)},
    }


def test_what_something_else_asks_for_stays(tmp_path):
    names = {path.name for path in unused_pieces(laid_out(tmp_path, program()))}
    assert names == {f"{number}.abc123.js" for number in (5, 7, *range(100, 100 + len(WITHOUT)))}


@pytest.mark.parametrize("library", WITHOUT)
def test_a_library_that_is_not_found_is_named(tmp_path, library):
    pieces = {name: text.replace(WITHOUT[library], "") for name, text in program().items()}
    with pytest.raises(CourseError, match=library):
        unused_pieces(laid_out(tmp_path, pieces))
