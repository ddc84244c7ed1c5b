"""A question: what it asks for, its hints, its right answer and the mistakes it knows."""

import functools
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..errors import CourseError, nearest
from .feedback import Feedback
from .kinds import Kind, explanation, number
from .reading import Unreadable, Untouched, is_a, is_stub

HINTS = ("what to look at", "the idea", "the step")


@dataclass(frozen=True)
class Mistake:
    """A mistake that a question knows: the answer that it leads to, or a test that recognises it."""

    name: str
    says: str
    value: object = None
    test: Callable[[object], bool] | None = None


def mistake(name: str, value: object, says: str) -> Mistake:
    """Define a mistake by the answer that somebody who makes it gives.

    `value` is of the question's kind (a wrong function for a function), or a single number where the mistake
    is to give one; `says` tells the learner what they did, never the answer.
    """
    return Mistake(name, says, value=value)


def mistake_when(name: str, test: Callable[[object], bool], says: str) -> Mistake:
    """Define a mistake by a test on what was read: a float, a word, the text of an explanation, a dict label
    -> value for a Series, parameters or a table (there a label is a tuple that ends in the column).

    Look labels up in lower case: `lambda read: read["tv"] > read["post"]`. A test that raises does not fit.
    """
    return Mistake(name, says, test=test)


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
    def key(self) -> tuple[object, dict, list[tuple[Mistake, Kind, dict]]]:
        """The right answer, its cells, and each mistake with the kind and the cells of what it leads to."""
        right, mistakes = self.solve()
        cells = {} if is_a(self.expects, explanation) else self.expects.read(right, right)
        return right, cells, [(known, *self._cells_of(known)) for known in mistakes]

    def _cells_of(self, known: Mistake) -> tuple[Kind, dict]:
        """Read the answer that a mistake leads to: of the question's kind, else a number (a total)."""
        kinds = (self.expects, number(rel=self.expects.rel, abs=self.expects.abs))
        for kind in kinds if known.test is None else ():
            try:
                return kind, kind.read(known.value, known.value)
            except Unreadable as reason:
                problem = reason
        if known.test is None:
            raise CourseError(f"Question {self.name}, mistake {known.name!r}: {problem}")
        return self.expects, {}

    def judge(self, answer: object) -> Feedback:
        """Compare an answer with the key. Nothing that a learner hands in raises."""
        if is_stub(answer):
            return Feedback(
                self.name, "unanswered", "Put your answer in place of the stub, then run the cell again."
            )
        right, right_cells, mistakes = self.key
        cells, problem = {}, ""
        try:
            cells = self._read(self.expects, answer, right)
        except Untouched as stub:
            return Feedback(self.name, "unanswered", f"So far {stub}")
        except Unreadable as reason:
            problem = str(reason)
        is_open = is_a(self.expects, explanation)
        if not problem and not is_open and self.expects.same(cells, right_cells):
            return Feedback(self.name, "right", self.meaning)
        for known, kind, due in mistakes:
            if self._made(known, kind, due, answer, cells):
                return Feedback(self.name, "not yet", known.says, mistake=known.name)
        if is_open and not problem:
            message = "Which of these points does your text make? Mend it where one is missing."
            return Feedback(self.name, "self", message, points=self.expects.points)
        return self._not_yet(problem or self.expects.explain(cells, right_cells))

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
                return bool(cells) and bool(known.test(cells[""] if cells.keys() == {""} else cells))
            return kind.same(cells if kind is self.expects else self._read(kind, answer, answer), due)
        except Exception:  # a test may trip over an answer that it was not written for
            return False

    def _not_yet(self, message: str) -> Feedback:
        """Tell of a mistake that the author did not foresee."""
        return Feedback(self.name, "not yet", f'{message} `hint("{self.name}")` tells where to look.')


class Chapter:
    """The questions of one chapter's exercise.

    Parameters
    ----------
    number : str
        The chapter, such as "4.1".
    page : str
        Its place below book/, solutions/ and exercises/, without ending:
        "4_customer_lifetime_value/4_1_clv_formula".
    title : str
        Its title, for the table of progress.
    """

    def __init__(self, number: str, page: str, title: str):
        self.number, self.page, self.title = number, page, title
        self.questions: dict[str, Question] = {}

    def add(self, name: str, *, title: str, expects: Kind, hints: list[str], meaning: str = "") -> Callable:
        """Add a question; the decorated function of no arguments returns (right answer, [mistakes]).

        `hints` are three: what to look at, which idea, which step. `meaning` says, once the answer is right,
        what it means. An open question (`explanation`) needs no function.
        """
        if not re.fullmatch(rf"{re.escape(self.number)}\.[1-9]\d*", name) or name in self.questions:
            raise CourseError(f"Question {name!r} of chapter {self.number} is misnamed or defined twice.")
        if len(hints) != len(HINTS) or not all(hints):
            raise CourseError(f"Question {name} needs {len(HINTS)} hints: {', '.join(HINTS)}.")
        self.questions[name] = Question(name, title, tuple(hints), expects, meaning)

        def define(solve: Callable) -> Callable:
            self.questions[name].solve = solve
            return solve

        return define


def chapters() -> dict[str, Chapter]:
    """Return every chapter that has questions, by its number, in order."""
    from . import questions

    found = [
        importlib.import_module(f"{questions.__name__}.{module.name}").questions
        for module in pkgutil.iter_modules(questions.__path__)
        if module.name.startswith("chapter_")
    ]
    return {
        chapter.number: chapter for chapter in sorted(found, key=lambda c: [*map(int, c.number.split("."))])
    }


def all_questions() -> Iterator[Question]:
    """Yield every question of every chapter, in order."""
    for chapter in chapters().values():
        yield from chapter.questions.values()


def find(name: object) -> tuple[Question, Chapter]:
    """Return a question and its chapter by name; an unknown name is a CourseError that offers the nearest."""
    if not is_a(name, str):
        raise CourseError('The name of a question comes first, as text: check("4.1.3", answer).')
    known = chapters()
    chapter = known.get(name) or known.get(name.rpartition(".")[0])
    if chapter and name in chapter.questions:
        return chapter.questions[name], chapter
    names = chapter.questions if chapter else [question.name for question in all_questions()]
    rest = (
        f" Chapter {chapter.number} has {', '.join(names)}."
        if chapter
        else f" There are chapters {', '.join(known)}."
    )
    raise CourseError(f"There is no question {name!r}.{nearest(name, names)}{rest}")
