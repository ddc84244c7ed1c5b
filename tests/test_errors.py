"""What a person sees of a warning: in a notebook the message, in a script its place as well."""

import subprocess
import sys

WARNS = "from marketing_origin.errors import warn\nwarn('the data hardly tell r')\n"


def shown_by(*arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True).stderr


def test_a_cell_shows_the_message_alone():
    cell = f"exec(compile({WARNS!r}, '/tmp/ipykernel_7/123.py', 'exec'))"
    assert shown_by("-c", cell) == "CourseWarning: the data hardly tell r\n"


def test_a_script_shows_its_own_line(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(WARNS)
    assert shown_by(str(script)).startswith(f"{script}:2: CourseWarning: the data hardly tell r\n")


def test_warnings_of_others_keep_their_usual_form():
    others = "import warnings\nwarnings.warn('old', DeprecationWarning)\n"
    cell = f"exec(compile({WARNS + others!r}, 'cell 3', 'exec'))"
    told = shown_by("-W", "always", "-c", cell)
    assert told == "CourseWarning: the data hardly tell r\ncell 3:4: DeprecationWarning: old\n"


def test_a_warning_can_still_be_made_an_error():
    cell = (
        f"import warnings\nwarnings.simplefilter('error')\ntry:\n    {WARNS.splitlines()[0]}\n    warn('x')\n"
    )
    cell += (
        "except UserWarning as told:\n    print(type(told).__name__, told, file=__import__('sys').stderr)\n"
    )
    assert shown_by("-c", cell) == "CourseWarning x\n"
