"""What a chapter's checks say to each answer of the bank that they are tested with, for who writes it."""

from course_builder.paths import ROOT
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
    bank = ROOT / "tests" / question_files()[number].relative_to(ROOT)
    if not bank.exists():
        raise CourseError(
            f"There is no {bank.relative_to(ROOT).as_posix()} yet: write RIGHT and WRONG there, dicts from a "
            "question's name to its answers, as another chapter's has them."
        )
    answers = loaded(bank)
    return "\n".join(
        _of_one(question, answers.RIGHT.get(name, []), answers.WRONG.get(name, []))
        for name, question in questions.items()
    )


def _of_one(question: Question, right: list, wrong: list) -> str:
    lines, made = [f"{question.name} {question.title}"], set()
    for answer, earned in [*((answer, None) for answer in right), *wrong]:
        answer = answer() if callable(answer) else answer
        feedback = question.judge(answer)
        names = set(filter(None, feedback.mistake.split(" or ")))
        made |= names
        if earned is None:
            sign = "" if feedback.status in ("right", "self") else "NOT RIGHT "
        else:
            fits = feedback.status == "not yet" and (earned in names or earned in feedback.message)
            sign = "" if fits else f"NOT {earned!r} "
        told = ", ".join(sorted(names)) or feedback.message
        lines.append(f"  {_short(repr(answer))}\n    {sign}{feedback.status}: {told}")
    lines += [
        f"  the bank has no answer that makes the mistake {name!r}"
        for name in _mistakes(question)
        if name not in made
    ]
    return "\n".join(lines)


def _mistakes(question: Question) -> list[str]:
    return [known.name for known, _, _ in question.key[2]]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else f"{text[:99]}…"
