"""Skeletons for those who add a chapter, an exercise or a data set."""

import json
import re
from pathlib import Path

from course_builder.paths import ROOT
from marketing_origin.errors import CourseError

HEADER = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
course:
  minutes: 40
  prerequisites: "{prerequisites}"
  objectives:
    - "…"
---

"""

CHAPTER = """# {number} {title}

A decision that somebody has to make on Monday, and the two numbers that would settle it.

```{{code-cell}} ipython3
from marketing_origin import data, explore, glue, quiz, show
```

## What to remember

## Common mistakes

## Further reading
"""

QUIZ_CELL = """
## Quiz

```{{code-cell}} ipython3
:tags: [remove-input]

quiz("{number}")
```
"""

QUIZ = """# Quiz of chapter {number}: what each option says about the reader's idea.
[[question]]
ask = "…?"

[[question.option]]
say = "…"
right = true
why = "…"

[[question.option]]
say = "…"
why = "…"
"""

EXERCISE = """Five to eight questions; the last is open. What a learner needs to know before the first.

```{{code-cell}} ipython3
from marketing_origin import check, data, hint, progress, solution
```

## {number}.1 What to compute

Say what to return: type, unit, timing; and what a right answer looks like.

```{{code-cell}} ipython3
### BEGIN SOLUTION
answer_1 = 0.0
### END SOLUTION
check("{number}.1", answer_1)
```
"""

QUESTIONS = '''"""The questions of exercise {number}; `marketing_origin.checks` says how they are written."""

from marketing_origin.checks import Chapter

questions = Chapter(__file__)
'''

BANK = '''"""Answers to exercise {number}: right in other forms, wrong with the hint that each earns."""

RIGHT = {{}}
WRONG = {{}}
'''


def make(what: str, name: str, title: str) -> str:
    """Write a skeleton and return what to do next.

    Parameters
    ----------
    what : str
        "chapter", "exercise" or "dataset".
    name : str
        A chapter's number ("2.1"), or a data set's name.
    title : str
        The title that readers see.

    Raises
    ------
    CourseError
        The number or name is not of the form wanted, or a file of the skeleton exists.
    """
    if what == "dataset":
        files, advice = dataset_files(name, title), DATASET_ADVICE.format(name=name)
    else:
        files, advice = chapter_files(what, name, title)
    taken = [path for path in files if (ROOT / path).exists()]
    if taken:
        raise CourseError(f"{taken[0]} exists already: nothing was written.")
    for path, text in files.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return "\n".join(["Made:", *(f"  {path}" for path in files), "", advice])


def slug(title: str) -> str:
    """Return a title as a file's name: lower case, words joined by `_`."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")


def part_folder(number: str) -> str:
    """Return the folder of a chapter's part, as the other chapters of the part have it."""
    part = number.split(".")[0]
    found = sorted(path.name for path in (ROOT / "book").glob(f"{part}_*") if path.is_dir())
    if not found:
        raise CourseError(f"book/ has no folder for part {part}: make book/{part}_its_title first.")
    return found[0]


def chapter_files(what: str, number: str, title: str) -> tuple[dict[str, str], str]:
    """Return the files of a chapter's or an exercise's skeleton, and the advice."""
    if not re.fullmatch(r"\d\.\d+", number):
        raise CourseError(f"{number!r} is no chapter's number: write it like 2.1.")
    folder, short = part_folder(number), number.replace(".", "_")
    kind = "book" if what == "chapter" else "solutions"
    taken = sorted((ROOT / kind / folder).glob(f"{short}_*.md"))
    if taken:
        known = taken[0].relative_to(ROOT)
        raise CourseError(f"{what} {number} exists already, {known}: nothing was written.")
    page = f"{folder}/{short}_{slug(title)}"
    words = {"number": number, "title": title, "page": page, "prerequisites": "the chapter before"}
    if what == "chapter":
        files = {
            f"book/{page}.md": (HEADER + CHAPTER + QUIZ_CELL).format(**words),
            f"book/{page}.quiz.toml": QUIZ.format(**words),
        }
        return files, CHAPTER_ADVICE.format(page=page)
    files = {
        f"solutions/{page}.md": (HEADER + EXERCISE).format(**words),
        f"solutions/{page}.py": QUESTIONS.format(**words),
        f"tests/solutions/{page}.py": BANK.format(**words),
    }
    return files, EXERCISE_ADVICE.format(page=page, number=number)


def dataset_files(name: str, title: str) -> dict[str, str]:
    """Return the descriptor of a new data set, shaped like the others (datasets/README.md)."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise CourseError(f"{name!r} cannot name a data set: lower-case letters, digits and _.")
    resource = {"name": name, "path": f"{name}.csv", "title": title, "description": "…"}
    resource |= {"licence": "…", "sources": [], "quirks": [], "schema": {"fields": []}}
    path = Path("datasets") / f"{name}.resource.json"
    return {str(path): json.dumps([resource], indent=2) + "\n"}


CHAPTER_ADVICE = """Next:
  1. Name the page in _toc.yml:   - file: book/{page}
  2. Write it: question, idea built by hand, library, widget, claim checks, quiz, what to remember.
  3. python3 course.py book       and look at it, on a phone's width too
  4. python3 course.py outputs    then python3 course.py test"""

EXERCISE_ADVICE = """Next:
  1. Write the worked solution; what a learner writes stands between ### BEGIN SOLUTION and ### END SOLUTION.
  2. Write its checks and bank: at least four wrong answers a question, each with the hint that it earns.
  3. python3 course.py exercises, outputs, test"""

DATASET_ADVICE = """Next:
  1. Describe it in datasets/{name}.resource.json as datasets/README.md says: source, licence, every column.
  2. Add its source to datasets/rebuild.py, then python3 course.py data
  3. python3 course.py test tests/test_data.py"""
