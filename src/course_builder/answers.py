"""What a chapter's checks say to each answer of the bank that they are tested with, for who writes it."""

from pathlib import Path
from types import ModuleType

from course_builder.paths import ROOT
from marketing_origin.checks.feedback import Feedback
from marketing_origin.checks.question import Question, loaded, question_files, questions_of
from marketing_origin.errors import CourseError


def said_to(number: str) -> str:
    """Return what is said to every answer, question by question, and each mistake that none of them makes.

    Parameters
    ----------
    number : str
        The chapter's number, "4.1".

    Raises
    ------
    CourseError
        The chapter has no questions, or these have no bank.
    """
    questions = questions_of(number).questions.questions
    answers = bank_of(question_files()[number])
    return "\n".join(
        _of_one(question, answers.RIGHT.get(name, []), answers.WRONG.get(name, []))
        for name, question in questions.items()
    )


def bank_of(questions: Path) -> ModuleType:
    """Return the answers that stand under tests/ as a file of questions stands under the root.

    Raises
    ------
    CourseError
        There are none.
    """
    bank = ROOT / "tests" / questions.relative_to(ROOT)
    if not bank.exists():
        raise CourseError(
            f"There is no {bank.relative_to(ROOT).as_posix()} yet: write RIGHT and WRONG there, dicts from a "
            "question's name to its answers, as another chapter's has them."
        )
    return loaded(bank)


def made(answer: object) -> object:
    """Return an answer of a bank; one that takes time to make stands there as a function."""
    return answer() if callable(answer) else answer


def mistakes_in(feedback: Feedback) -> set[str]:
    """Return the names of the known mistakes that a feedback tells of."""
    return set(filter(None, feedback.mistake.split(" or ")))


def earns(feedback: Feedback, earned: str) -> bool:
    """Tell whether a wrong answer is told what the bank has it told: a known mistake, or these words."""
    said = earned in mistakes_in(feedback) or earned in feedback.message
    return feedback.status == "not yet" and said


def _of_one(question: Question, right: list, wrong: list) -> str:
    lines, seen = [f"{question.name} {question.title}"], set()
    for answer, earned in [*((answer, None) for answer in right), *wrong]:
        answer = made(answer)
        feedback = question.judge(answer)
        names = mistakes_in(feedback)
        seen |= names
        if earned is None:
            sign = "" if feedback.status in ("right", "self") else "NOT RIGHT "
        else:
            sign = "" if earns(feedback, earned) else f"NOT {earned!r} "
            if feedback.status == "unanswered":
                sign = f"NO WRONG ANSWER, it counts as none: take another for {earned!r} "
        told = ", ".join(sorted(names)) or feedback.message
        lines.append(f"  {_short(repr(answer))}\n    {sign}{feedback.status}: {told}")
    lines += [
        f"  the bank has no answer that makes the mistake {name!r}"
        for name in [known.name for known, _, _ in question.key[2]]
        if name not in seen
    ]
    return "\n".join(lines)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else f"{text[:99]}…"
