"""A question: what it asks for, its hints, its right answer and the mistakes it knows."""

import contextlib
import functools
import importlib.util
import math
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import numpy as np

from marketing_origin import course_files
from marketing_origin.checks.diagnosis import (
    ENOUGH,
    EXACT,
    GUESS,
    KNOWN,
    TIED,
    Candidate,
    Wrong,
    apart,
    as_rounded,
    as_single,
    closest,
    either,
    rounded,
)
from marketing_origin.checks.feedback import Feedback
from marketing_origin.checks.kinds import GENERAL, Kind, number
from marketing_origin.checks.reading import ALONE, Unreadable, Untouched, is_a, is_stub
from marketing_origin.checks.steps import Steps
from marketing_origin.checks.ways import Variant, given, varied
from marketing_origin.errors import CourseError, nearest

HINTS = ("what to look at", "the idea", "the step")
# A question's own name: its number in the exercise, or the letter of a Try it.
OWN_NAME = re.compile(r"[1-9]\d*|[a-z]")
ADDED = re.compile(r"^@?questions\.add\(\s*\"([^\"]+)\"", re.MULTILINE)


@dataclass(frozen=True)
class Mistake:
    """A mistake that a question knows: the answer that it leads to, or a test that recognises it."""

    name: str
    says: str
    value: object = None
    test: Callable[[object], bool] | None = None
    variant: Variant | None = None
    vague: bool = False
    possible: bool = False

    def told(self) -> str:
        """Return what is said to an answer that the test recognises."""
        return f"{GUESS}{self.says}" if self.possible else self.says


def mistake(name: str, value: object, says: str) -> Mistake:
    """Define a mistake by the answer that somebody who makes it gives.

    `value` is of the question's kind (a wrong function for a function), or a single number where the mistake
    is to give one; or, by `but(function, input=...)`, the right way with another input. `says` tells the
    learner what they did, never the answer.
    """
    if is_a(value, Variant):
        return Mistake(name, says, value=value.value(), variant=value)
    return Mistake(name, says, value=value)


def mistake_when(
    name: str, test: Callable[[object], bool], says: str, *, vague: bool = False, possible: bool = False
) -> Mistake:
    """Define a mistake by a test on what was read.

    That is a float, a word (of an explanation: its side), or a dict label -> value for a Series, parameters or
    a table (there a label is a tuple that ends in the column). Look labels up in lower case:
    `lambda read: read["tv"] > read["post"]`. A test that raises does not fit. A `vague` one, which fits many
    answers, is told only where nothing nearer is recognised. Of a `possible` one the text says what was done, which
    the answer alone does not show: it is told as one possibility.
    """
    return Mistake(name, says, test=test, vague=vague, possible=possible)


@dataclass
class Question:
    """One question; `solve` returns (right answer, list of mistakes) and is called at the first check."""

    name: str
    title: str
    hints: tuple[str, str, str]
    expects: Kind
    meaning: str = ""
    solve: Callable[[], tuple[object, list[Mistake]]] = field(default=lambda: (None, []))

    @functools.cached_property
    def solved(self) -> tuple:
        """What `solve` returns: right answer, mistakes, and the function of the task's numbers, if any."""
        with warnings.catch_warnings(
            action="ignore"
        ):  # what a mistake warns of is no business of a learner's
            return self.solve()

    @functools.cached_property
    def varied(self) -> list[list[Candidate]]:
        """What comes of other numbers than the task's: one changed, two mistakes together; and its numbers."""
        known = [(one.says, one.variant) for one in self.solved[1] if one.variant]
        computes = list(dict.fromkeys([*self.solved[2:], *(variant.compute for _, variant in known)]))
        single, double = [], []
        for compute in computes:
            own = [(says, variant.changes) for says, variant in known if variant.compute is compute]
            free = list(varied(compute)) if compute in self.solved[2:] else []
            free = [way for way in free if way[1] not in [changes for _, changes in own]]
            single += [*self._computed(compute, free)]
            double += [*self._computed(compute, _together(own, free))]
        numbers = [Candidate(says, {ALONE: value}) for compute in computes for says, value in given(compute)]
        return [single, double, numbers]

    @functools.cached_property
    def steps(self) -> Steps:
        """What comes of the steps of the worked way."""
        right, due, _ = self.key
        return Steps(
            self.solve,
            lambda value: self.expects.read(value, right),
            lambda cells: self.expects.same(cells, due),
        )

    @functools.cached_property
    def again(self) -> Callable[[Callable], list[Candidate]]:
        """What comes of the right function, or of a known wrong one, run with other inputs; each is run once."""
        return functools.cache(lambda function: list(self.expects.again(function, self.key[0])))

    def _computed(self, compute: Callable, ways: Iterable[tuple[str, dict]]) -> Iterator[Candidate]:
        """Yield what a function leads to with its inputs changed in these ways."""
        for says, changes in ways:
            with (
                contextlib.suppress(Exception),
                warnings.catch_warnings(action="ignore"),
                np.errstate(all="ignore"),
            ):
                value = compute(**changes)
                yield Candidate(says, self.expects.read(value, self.solved[0]), answer=value)

    @functools.cached_property
    def key(self) -> tuple[object, dict, list[tuple[Mistake, Kind, dict]]]:
        """The right answer, its cells, and each mistake with the kind and the cells of what it leads to."""
        right, mistakes, *_ = self.solved
        return right, self.expects.due(right), [(known, *self._cells_of(known)) for known in mistakes]

    def _cells_of(self, known: Mistake) -> tuple[Kind, dict]:
        """Read the answer that a mistake leads to: of the question's kind, else a number (a total)."""
        kinds = (self.expects, number(rel=self.expects.rel, abs=self.expects.abs))
        for kind in kinds if known.test is None else ():
            try:
                return kind, kind.due(known.value)
            except Unreadable as reason:
                problem = reason
        if known.test is None:
            raise CourseError(f"Question {self.name}, mistake {known.name!r}: {problem}")
        return self.expects, {}

    def judge(self, answer: object) -> Feedback:
        """Compare an answer with the key. Nothing that a learner hands in raises.

        The stages, in order: is it still the stub, can it be read, is it right (an open question's side: then
        the learner compares the text), is it right but rounded, does it show a mistake that the author
        foresaw; else what is odd about it.
        """
        if is_stub(answer):
            return self._unanswered("Put your answer in place of the stub, then run the cell again.")
        right, due, _ = self.key
        cells, problem = {}, ""
        try:
            cells = self._read(self.expects, answer, right)
        except Untouched as stub:
            return self._unanswered(f"So far {stub}")
        except Unreadable as reason:
            problem = str(reason)
        if not problem and self.expects.same(cells, due):
            return self._passed(cells)
        odd = "" if problem else rounded(cells, due, self.expects.tolerance)
        name, says = self._known_mistake(answer, cells, odd, readable=not problem)
        if name:
            return Feedback(self.name, "not yet", says, mistake=name)
        odd = odd or self._odd(answer, cells, problem)
        vague = self._vague(answer, cells) if odd.startswith(GENERAL) else None
        if vague:
            return Feedback(self.name, "not yet", vague.told(), mistake=vague.name)
        return Feedback(self.name, "not yet", f'{odd} `hint("{self.name}")` tells where to look.')

    def _passed(self, cells: dict) -> Feedback:
        """Say what a right answer means; of an open question's text, what to compare it with."""
        if not self.expects.points:
            return Feedback(self.name, "right", self.meaning)
        side = f"The side that you marked, “{self.expects.taken(cells)}”, can be defended."
        task = (
            "`check` cannot read whether your text argues for it, too: that is the first point. Which of the "
            "points does your text make? Mend it where one is missing."
        )
        message = " ".join(filter(None, (side, self.meaning, task)))
        points = ("Argues for the side that you marked, and for no other.", *self.expects.points)
        return Feedback(self.name, "self", message, points=points)

    def _odd(self, answer: object, cells: dict, problem: str) -> str:
        """Say what is odd about an answer that shows no known mistake."""
        right, due, _ = self.key
        try:
            said = self.expects.form(answer, right)
            if said:
                return said
            if problem:
                return self._as_single(answer, problem)
            wrong = Wrong(
                self._ways(),
                lambda: self.varied,
                self.steps,
                lambda function: self.again(function),
                answer,
                right,
            )
            return self.expects.explain(cells, due, wrong)
        except KeyboardInterrupt:
            raise
        except BaseException:  # an answer that raises when it is looked at again
            return problem or "This is not what is asked for."

    def _as_single(self, answer: object, problem: str) -> str:
        """Say what a number is where the question asks for more than one; else the problem alone."""
        with contextlib.suppress(Unreadable):
            alone = self._read(number(), answer, answer)[ALONE]
            return f"{problem} {as_single(alone, self.key[1], self._ways(), self.expects.place)}".strip()
        return problem

    def _vague(self, answer: object, cells: dict) -> Mistake | None:
        """Return the first mistake by a vague test that fits."""
        fits = (
            known
            for known, kind, wrong in self.key[2]
            if known.vague and self._made(known, kind, wrong, answer, cells)
        )
        return next(fits, None)

    def _ways(self) -> list[Candidate]:
        """Return the known mistakes that lead to an answer of the question's own kind."""
        return [
            Candidate(known.says, cells, known.name, None if known.variant else known.value)
            for known, kind, cells in self.key[2]
            if known.test is None and kind is self.expects
        ]

    def _known_mistake(
        self, answer: object, cells: dict, rounded_too: str, readable: bool
    ) -> tuple[str, str]:
        """Return the name of the mistake that an answer shows and what is said of it.

        The first that fits decides whether it is a test or an answer; of those that lead to an answer the
        nearest is told, and several where they lead to the same. A right answer that is rounded, as
        `rounded_too` says, shows only a mistake that leads to just that number.
        """
        made = [
            (known, wrong)
            for known, kind, wrong in self.key[2]
            if not known.vague
            and (readable or known.test or kind is not self.expects)
            and self._made(known, kind, wrong, answer, cells)
            and not (rounded_too and (known.test or apart(cells, wrong) > TIED))
        ]
        if not made:
            return "", ""
        if made[0][0].test:
            return made[0][0].name, made[0][0].told()
        ways = [Candidate(known.says, wrong, known.name) for known, wrong in made if known.test is None]
        own = [way for way in ways if way.cells.keys() == cells.keys()] or ways[:1]
        found = closest(cells, own, math.inf) if len(own) > 1 else own
        if own[0].cells.keys() == cells.keys() and apart(cells, self.key[1]) < apart(cells, found[0].cells):
            return "", ""
        said = [way.says for way in found] + [rounded_too] * bool(rounded_too)
        sure = bool(rounded_too) or any(self._shows(cells, way.cells) for way in found)
        return " or ".join(way.name for way in found), either(said, sure)

    def _shows(self, cells: dict, wrong: dict) -> bool:
        """Tell whether an answer shows a known mistake for certain: it has the digits, and these are the mistake's."""
        if cells.keys() != wrong.keys():
            cells = wrong
        possible = [cells, self.key[1], *(known for _, _, known in self.key[2])]
        near = apart(cells, wrong) <= max(EXACT, self.expects.rel / 10)
        return (near or as_rounded(cells, wrong)) and self.expects.digits(cells, possible) >= ENOUGH

    def _unanswered(self, message: str) -> Feedback:
        """Tell of an answer that nobody has written yet."""
        return Feedback(self.name, "unanswered", message)

    def _read(self, kind: Kind, answer: object, right: object) -> dict:
        """Read an answer that may be anything: whatever it does when it is looked at makes it Unreadable."""
        try:
            return kind.read(answer, right)
        except (Unreadable, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise Unreadable("This kind of object cannot be read as an answer.") from error

    def _made(self, known: Mistake, kind: Kind, due: dict, answer: object, cells: dict) -> bool:
        """Tell whether an answer shows a known mistake."""
        try:
            if known.test:
                return bool(cells) and bool(known.test(cells.get(ALONE, cells)))
            if kind is not self.expects:
                found = self._read(kind, answer, answer)
            else:  # without cells it is an empty list, or it could not be read, which reading again tells
                found = cells or self._read(kind, answer, self.key[0])
            return kind.same(found, due) and apart(found, due) <= KNOWN
        except Exception:  # a test may trip over an answer that it was not written for
            return False


def _together(own: list, free: list) -> Iterator[tuple[str, dict]]:
    """Yield every two ways that change different inputs, the known ones among themselves first."""
    for index, (says, changes) in enumerate(own):
        for other, more in (*own[index + 1 :], *free):
            if not changes.keys() & more.keys():
                yield f"{says} And: {other}", changes | more
    for index, (says, changes) in enumerate(free):
        for other, more in free[index + 1 :]:
            if not changes.keys() & more.keys():
                yield f"{says} And: {other}", changes | more


class Chapter:
    """The questions of one chapter: of its exercise ("4.1.3") and of its *Try it* boxes ("4.1.a").

    Parameters
    ----------
    file : str
        The `__file__` of the module that holds them, `solutions/<part>/4_1_clv_formula.py`: the chapter's
        number and place follow from it, its title from the chapter's page.
    """

    def __init__(self, file: str):
        path = Path(file)
        self.number, self.page = course_files.chapter_number(path.name), course_files.page_of(path)
        if self.number is None:
            raise CourseError(
                f"{path.name}: a file of questions is named like its chapter, 4_1_clv_formula.py."
            )
        self.questions: dict[str, Question] = {}

    @property
    def title(self) -> str:
        """The chapter's title, without its number."""
        return course_files.title_of(self.page)

    def __getitem__(self, name: str) -> Question:
        """Return a question by its own name, "3" of "4.1.3"."""
        return self.questions[f"{self.number}.{name}"]

    def add(self, name: str, *, title: str, expects: Kind, hints: list[str], meaning: str = "") -> Callable:
        """Add a question; the decorated function of no arguments returns (right answer, [mistakes]).

        `name` is its number in the exercise, "3", or the letter of a *Try it*, "a". `hints` are three: what
        to look at, which idea, which step. `meaning` says, once the answer is right, what it means. An open
        question (`explanation`) needs no function.
        """
        full = f"{self.number}.{name}"
        if not OWN_NAME.fullmatch(name) or full in self.questions:
            raise CourseError(f"Question {name!r} of chapter {self.number} is misnamed or defined twice.")
        if len(hints) != len(HINTS) or not all(hints):
            raise CourseError(f"Question {full} needs {len(HINTS)} hints: {', '.join(HINTS)}.")
        self.questions[full] = Question(full, title, tuple(hints), expects, meaning)

        def define(solve: Callable) -> Callable:
            self.questions[full].solve = solve
            return solve

        return define


def question_files() -> dict[str, Path]:
    """Return the file of questions of every chapter that has one, by its number, in order."""
    return course_files.chapter_files("solutions", ".py")


@functools.cache
def names_in(path: Path) -> tuple[str, ...]:
    """Return the names of a file's questions, "4.1.3", without running it: the list of all stays quick."""
    number = course_files.chapter_number(path.name)
    return tuple(f"{number}.{name}" for name in ADDED.findall(path.read_text(encoding="utf-8")))


@functools.cache
def loaded(path: Path) -> ModuleType:
    """Run a file of questions; whatever stops it is one message that names the file."""
    name = f"marketing_origin_questions.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        said = ": ".join(filter(None, (type(error).__name__, str(error))))
        raise _not_loaded(path, f"{_line_of(error, path)}: {said}") from error
    return module


def _not_loaded(path: Path, why: str) -> CourseError:
    """Say that one chapter's questions cannot be had."""
    number = course_files.chapter_number(path.name)
    return CourseError(
        f"The questions of chapter {number} cannot be loaded: {path.name}{why}. "
        "Those of the other chapters can."
    )


def _line_of(error: BaseException, path: Path) -> str:
    """Return ", line 12" for the last line of `path` that an error passed through."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    if isinstance(error, SyntaxError) and error.filename == str(path):
        lines = [error.lineno]
    return f", line {lines[-1]}" if lines else ""


def questions_of(number: str) -> ModuleType:
    """Return the module of one chapter's questions, and load no other; CourseError where it has none."""
    known = question_files()
    if number not in known:
        raise CourseError(f"There is no chapter {number!r} with questions. There are {', '.join(known)}.")
    module = loaded(known[number])
    if not isinstance(getattr(module, "questions", None), Chapter):
        raise _not_loaded(known[number], " has no `questions = Chapter(__file__)`")
    return module


def chapters() -> dict[str, Chapter]:
    """Return every chapter that has questions, by its number, in order; for tests: it loads them all."""
    return {number: questions_of(number).questions for number in question_files()}


def all_questions() -> Iterator[Question]:
    """Yield every question of every chapter, in order."""
    for chapter in chapters().values():
        yield from chapter.questions.values()


def find(name: object) -> tuple[Question, Chapter]:
    """Return a question and its chapter by name; an unknown name is a CourseError that offers the nearest."""
    if not is_a(name, str):
        raise CourseError('The name of a question comes first, as text: check("4.1.3", answer).')
    known = question_files()
    number = name if name in known else name.rpartition(".")[0]
    if number in known:
        names = names_in(known[number])
        if name in names:
            chapter = questions_of(number).questions
            return chapter.questions[name], chapter
        rest = f" Chapter {number} has {', '.join(names)}."
    else:
        names = [name for path in known.values() for name in names_in(path)]
        rest = f" There are chapters {', '.join(known)}."
    raise CourseError(f"There is no question {name!r}.{nearest(name, names)}{rest}")
