"""Skeletons for those who add a chapter, an exercise or a data set.

Their texts stand in `skeletons/`. What is to be written is marked TODO there, and a test finds what was left.
A skeleton is whole: the page builds, the checks check, so that every step from it can be looked at.
"""

import ast
import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from string import Template

import yaml

from course_builder.exercises import write_exercise
from course_builder.notebooks import exercise_title, files_named
from course_builder.paths import ROOT
from marketing_origin import checks, course_files
from marketing_origin.errors import CourseError

TEXTS = Path(__file__).parent / "skeletons"
GUIDE = Path("book/appendices/instructors_guide.toml")
PLACE = Path("book/0_start_here")  # of the pages that introduce data
NAMES_OF_TRY_IT, NAMES_OF_EXERCISE, OPEN = ("a", "b"), ("1", "2", "3", "4"), "5"


@dataclass
class Skeleton:
    """What is written, by path below the root, and what is said of it.

    `changed` are files that exist and get additions; `advice` says what is left to do and by which rules.
    """

    made: dict[Path, str]
    changed: dict[Path, str]
    advice: str


def make(what: str, name: str, title: str | None = None, part: str | None = None) -> str:
    """Write a skeleton and return what to do next.

    Parameters
    ----------
    what : str
        "chapter", "exercise" or "dataset".
    name : str
        A chapter's number ("2.1"), or a data set's name.
    title : str, optional
        The title that readers see; an exercise has its chapter's.
    part : str, optional
        The caption of a part that is new with this chapter, "9 Toys".

    Raises
    ------
    CourseError
        The number, name, title or part is not what is wanted, or a file of the skeleton exists; then nothing
        was written.
    """
    if what != "exercise" and not (title or "").strip():
        raise CourseError(f'A {what} needs its title: python3 course.py new {what} {name} --title "…"')
    if part is not None and what != "chapter":
        raise CourseError(f"--part belongs to a new chapter; leave it out for a new {what}.")
    skeleton = {"chapter": chapter, "exercise": exercise, "dataset": data_set}[what](name, title, part)
    taken = [path for path in skeleton.made if (ROOT / path).exists()]
    if taken:
        raise CourseError(f"{taken[0]} exists already: nothing was written.")
    for path, text in (skeleton.made | skeleton.changed).items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    added = [*skeleton.changed]
    if what == "dataset":
        _into_the_package(name)
        added.append(Path("datasets/datapackage.json"))
    solutions = [
        ROOT / path for path in skeleton.made if path.parts[0] == "solutions" and path.suffix == ".md"
    ]
    exercises = [write_exercise(ROOT, path).relative_to(ROOT) for path in solutions]
    lines = ["Made:", *(f"  {path.as_posix()}" for path in [*skeleton.made, *exercises])]
    lines += ["Added to:", *(f"  {path.as_posix()}" for path in added)] if added else []
    return "\n".join([*lines, "", skeleton.advice])


def filled(name: str, /, **words: str) -> str:
    """Return a text of `skeletons/` with its words filled in."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return Template(text).safe_substitute(words)


def advice(name: str, /, **words: str) -> str:
    """Return what is left to do, with the rules that tests hold."""
    return filled(f"advice_{name}", **words).rstrip()


# Chapters and exercises ----------------------------------------------------------------------------------


def chapter(number: str, title: str, part: str | None) -> Skeleton:
    """Return a chapter's page, its quiz, the questions of its *Try it* with their bank, and its entry."""
    _require_number(number)
    known = _page_of(number)
    if known:
        raise CourseError(f"Chapter {number} exists already, book/{known}.md: nothing was written.")
    folder, caption = part_of(number, title, part)
    place = f"{folder}/{number.replace('.', '_')}_{slug(title)}"
    words = {"number": number, "title": title.strip(), "page": place, "in_files": number.replace(".", "_")}
    made = {
        Path(f"book/{place}.md"): filled("header", **words) + filled("chapter.md", **words),
        Path(f"book/{place}.quiz.toml"): filled("quiz.toml", **words),
    }
    made |= questions_and_bank(place, number, NAMES_OF_TRY_IT)
    toc = Path("_toc.yml")
    changed = {toc: with_chapter((ROOT / toc).read_text(encoding="utf-8"), f"book/{place}", caption)}
    changed[GUIDE] = with_guide((ROOT / GUIDE).read_text(encoding="utf-8"), number)
    return Skeleton(made, changed, advice("chapter", **words))


def with_guide(text: str, number: str) -> str:
    """Return what is written for instructors with a section of the chapter at its place."""
    if f'["{number}"]' in text:
        return text
    section = filled("guide.toml", number=number)
    at = [
        found.start()
        for found in re.finditer(r'^\["(\d\.\d+)"\]$', text, re.M)
        if _order(found[1]) > _order(number)
    ]
    if at:
        return f"{text[: at[0]]}{section}\n{text[at[0] :]}"
    return f"{text.rstrip()}\n\n{section}"


def exercise(number: str, title: str | None, part: None) -> Skeleton:
    """Return a chapter's worked solution with five questions, and these with their bank."""
    _require_number(number)
    place = _page_of(number)
    if not place:
        raise CourseError(
            f"There is no chapter {number} yet, and an exercise takes its title from its chapter: first "
            f'python3 course.py new chapter {number} --title "…"'
        )
    known = exercise_title(ROOT / "solutions" / f"{place}.md").partition(": ")[2]
    if title and title.strip() != known:
        raise CourseError(
            f"The title of an exercise is its chapter's, {known!r}: leave --title out, or change the first "
            f"line of book/{place}.md."
        )
    words = {"number": number, "page": place}
    tasks = "".join(filled("task.md", number=number, own=own) for own in NAMES_OF_EXERCISE)
    solution = filled("header") + filled("solution.md", **words) + tasks
    made = {Path(f"solutions/{place}.md"): solution + filled("open_task.md", number=number, own=OPEN)}
    changed = {}
    for path, text in questions_and_bank(place, number, NAMES_OF_EXERCISE, OPEN).items():
        if (ROOT / path).exists():
            changed[path] = merged(path, text)
        else:
            made[path] = text
    return Skeleton(made, changed, advice("exercise", kinds=kinds_of_answer(), **words))


def kinds_of_answer() -> str:
    """Return the kinds of answer that a question may expect, as `marketing_origin.checks` tells them."""
    told = checks.__doc__.partition("The kinds:\n\n")[2].partition("\n\n")[0]
    return textwrap.indent(told, " " * 4)


def questions_and_bank(place: str, number: str, names: tuple[str, ...], *open_names: str) -> dict[Path, str]:
    """Return the files of questions with these own names ("a", "1") and of the answers to test them with."""
    questions = filled("questions.py", number=number)
    if not open_names:
        questions = questions.replace(" explanation,", "")
    questions += "".join(filled("question.py", own=own) for own in names)
    questions += "".join(filled("open_question.py", own=own) for own in open_names)
    right, wrong = (
        "".join(filled(f"bank_{which}", number=number, own=own) for own in names)
        + "".join(filled(f"bank_open_{which}", number=number, own=own) for own in open_names)
        for which in ("right", "wrong")
    )
    bank = filled("bank.py", number=number, right=right, wrong=wrong)
    return {Path(f"solutions/{place}.py"): questions, Path(f"tests/solutions/{place}.py"): bank}


def merged(path: Path, added: str) -> str:
    """Return a file of questions, or a bank, with what another has beside it."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.parts[0] == "solutions":
        start = added.index("\n\n\n", added.index("questions = "))
        names = "Chapter, explanation, mistake, number"
        imported = re.search(r"^from marketing_origin\.checks import (\(.*?\)|.*?)$", text, re.M | re.S)
        if imported:
            names = ", ".join(sorted({*re.findall(r"\w+", imported[1]), *names.split(", ")}, key=_as_sorted))
            text = text.replace(imported[0], f"from marketing_origin.checks import {names}")
        return text.rstrip("\n") + added[start:]
    for name in ("RIGHT", "WRONG"):
        first, last = _lines_of(added, name)
        entries = added.splitlines()[first : last - 1]
        lines = text.splitlines()
        _, end = _lines_of(text, name)
        if lines[end - 1] != "}":
            raise CourseError(
                f"{path}: {name} is not a dict that ends in a line with }}: nothing was written."
            )
        text = "\n".join([*lines[: end - 1], *entries, *lines[end - 1 :], ""])
    return text


def _as_sorted(name: str) -> tuple[bool, str]:
    """Order names as the linter orders imports: classes first."""
    return name[0].islower(), name


def _lines_of(text: str, name: str) -> tuple[int, int]:
    """Return the first and the last line of an assignment at a file's top level."""
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") == name:
            return statement.lineno, statement.end_lineno
    raise CourseError(f"A bank has no {name} = {{…}}: nothing was written.")


def _require_number(number: str) -> None:
    """Refuse what is no chapter's number."""
    if not re.fullmatch(r"\d\.[1-9]\d?", number):
        raise CourseError(f"{number!r} is no chapter's number: write it like 2.1.")


def _page_of(number: str) -> str | None:
    """Return the place of a chapter's page below book/, where there is one."""
    found = [
        path for path in (ROOT / "book").glob("*/*.md") if course_files.chapter_number(path.name) == number
    ]
    return course_files.page_of(found[0]) if found else None


def slug(title: str) -> str:
    """Return a title as a file's name: lower case, words joined by `_`."""
    found = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    if not found:
        raise CourseError(f"{title!r} makes no file's name: it takes a letter or digit of a to z, 0 to 9.")
    return found


def part_of(number: str, title: str, caption: str | None) -> tuple[str, str | None]:
    """Return the folder of a chapter's part, and the caption where the part is new."""
    part = number.split(".")[0]
    found = sorted(path.name for path in (ROOT / "book").glob(f"{part}_*") if path.is_dir())
    if found and caption is not None:
        raise CourseError(f"Part {part} exists already, book/{found[0]}: leave --part out.")
    if found:
        return found[0], None
    if caption is None:
        raise CourseError(
            f"There is no part {part} yet: give it its caption, python3 course.py new chapter {number} "
            f'--title "{title}" --part "{part} …"'
        )
    if not re.fullmatch(rf"{part} \S.*", caption.strip()):
        raise CourseError(f'--part is the caption of part {part}, its number first: --part "{part} Toys".')
    return slug(caption), caption.strip()


# The table of contents -----------------------------------------------------------------------------------


def with_chapter(toc: str, page: str, caption: str | None) -> str:
    """Return `_toc.yml` with a chapter at its place, in a part of its own where `caption` is given.

    Raises CourseError where the file is not laid out so that lines can be added safely.
    """
    if page in files_named(yaml.safe_load(toc)):
        return toc
    lines = toc.splitlines()
    entry = [f"      - file: {page}"]
    if caption is None:
        # Before the first chapter of the part with a higher number, else where the part ends.
        folder = page.rpartition("/")[0]
        inside = [i for i, line in enumerate(lines) if re.match(rf" +- file: {folder}/\d", line)]
        later = [i for i in inside if _order(lines[i].rpartition("/")[2]) > _order(page.rpartition("/")[2])]
        if not inside:
            raise _by_hand(page)
        at = later[0] if later else _end_of(lines, inside[-1])
    else:
        entry = [f"  - caption: {caption}", "    chapters:", *entry]
        captions = [(i, line.partition(": ")[2]) for i, line in enumerate(lines) if "- caption: " in line]
        after = [
            i for i, known in captions if not known[0].isdigit() or known.split()[0] > caption.split()[0]
        ]
        at = after[0] if after else len(lines)
    return _checked(toc, "\n".join([*lines[:at], *entry, *lines[at:], ""]), page)


def _end_of(lines: list[str], last: int) -> int:
    """Return where a part ends whose last chapter stands in the line `last`: after its sections."""
    return next((i for i in range(last + 1, len(lines)) if not lines[i].startswith(" " * 6)), len(lines))


def _order(stem: str) -> list[int]:
    """Return the numbers in a page's name, to sort by."""
    return [int(number) for number in re.findall(r"\d+", "_".join(stem.split("_")[:2]))]


def _by_hand(page: str) -> CourseError:
    """Say that a page has to be named by its author."""
    return CourseError(
        f"_toc.yml is laid out in another way than expected: name `- file: {page}` there by hand, in the "
        "layout of the other pages, and run the command again; nothing was written."
    )


def _checked(before: str, after: str, page: str) -> str:
    """Return a table of contents that was added to, once it says what it said and the page besides."""
    try:
        old, new = yaml.safe_load(before), yaml.safe_load(after)
        added = [name for name in files_named(new) if name not in files_named(old)]
        safe = added == [page] and [name for name in files_named(new) if name != page] == files_named(old)
    except (yaml.YAMLError, TypeError):
        safe = False
    if not safe:
        raise _by_hand(page)
    return after


def with_data_page(toc: str, name: str) -> str:
    """Return `_toc.yml` with the page of a data set after the last one of the others."""
    page, lines = f"{PLACE.as_posix()}/data_{name}", toc.splitlines()
    if page in files_named(yaml.safe_load(toc)):
        return toc
    known = [i for i, line in enumerate(lines) if f"- file: {PLACE.as_posix()}/data_" in line]
    at = known[-1] + 2 if known else len(lines)
    indent = " " * (len(lines[known[-1]]) - len(lines[known[-1]].lstrip())) if known else ""
    entry = [f"{indent}- file: {page}", f'{indent}  title: "Data: {name}"']
    return _checked(toc, "\n".join([*lines[:at], *entry, *lines[at:], ""]), page)


# Data sets -----------------------------------------------------------------------------------------------


def data_set(name: str, title: str, part: None) -> Skeleton:
    """Return a data set's descriptor, a table in its shape, and the page that introduces it."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise CourseError(
            f"{name!r} cannot name a data set: a letter first, then lower-case letters, digits and _."
        )
    words = {"name": name, "title": title.strip().replace('"', "'")}
    made = {
        Path(f"datasets/{name}.resource.json"): filled("resource.json", **words),
        Path(f"datasets/{name}.csv"): filled("table.csv", **words),
        PLACE / f"data_{name}.md": filled("header") + filled("data_page.md", **words),
    }
    toc = Path("_toc.yml")
    changed = {toc: with_data_page((ROOT / toc).read_text(encoding="utf-8"), name)}
    return Skeleton(made, changed, advice("dataset", **words))


def _into_the_package(name: str) -> None:
    """Enter the table that stands in `datasets/` into the data package, so that notebooks can load it."""
    command = [sys.executable, str(ROOT / "datasets" / "rebuild.py"), name]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise CourseError(
            f"The files are made, but python3 course.py data {name} fails:\n{done.stderr.strip()}"
        )
