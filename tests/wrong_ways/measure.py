"""Count what the checks say to plausible wrong answers: named, generic, misdirected or accepted.

`python tests/wrong_ways/measure.py [1.2 ...] [--show generic,misdirected,...] [--only seen|kept|made]`
"""

import argparse
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]

import by_hand_0_1  # noqa: E402
import by_hand_2_4  # noqa: E402
import by_hand_again  # noqa: E402
import by_hand_fifth_a  # noqa: E402
import by_hand_fifth_b  # noqa: E402
import by_hand_fourth_a  # noqa: E402
import by_hand_fourth_b  # noqa: E402
import by_hand_fourth_c  # noqa: E402
import by_hand_third_a  # noqa: E402
import by_hand_third_b  # noqa: E402
from made import made_from  # noqa: E402

from course_builder.answers import bank_of  # noqa: E402
from marketing_origin.checks import explanation  # noqa: E402
from marketing_origin.checks.question import find, question_files, questions_of  # noqa: E402

SETS = [
    by_hand_0_1.WAYS,
    by_hand_2_4.WAYS,
    by_hand_again.WAYS,
    by_hand_third_a.WAYS,
    by_hand_third_b.WAYS,
    by_hand_fourth_a.WAYS,
    by_hand_fourth_b.WAYS,
    by_hand_fourth_c.WAYS,
    by_hand_fifth_a.WAYS,
    by_hand_fifth_b.WAYS,
]
BY_HAND = {name: [way for ways in SETS for way in ways.get(name, [])] for ways in SETS for name in ways}
#: What is said where nothing was recognised.
GENERIC = re.compile(
    r"\((?:too (?:high|low)|not what it should be)\)|^Your answer is (?:too (?:high|low)|not what)|Very near"
    r"|None of its labels[^.]*\. `hint|fits better|looked for|better supported|cannot be read|still to find"
    r"|belongs? here|not what is asked for"
)


@dataclass(frozen=True)
class Told:
    """One wrong answer and what the check says to it."""

    question: str
    way: str
    double: bool
    verdict: str
    mistake: str
    message: str


def verdict_of(question, answer, feedback):
    """Return named, generic, misdirected or accepted."""
    if feedback.status == "right":
        return "accepted"
    if feedback.mistake and not _true_to_value(question, answer, feedback.mistake):
        return "misdirected"
    if not feedback.mistake and GENERIC.search(feedback.message):
        return "generic"
    return "named"


def _true_to_value(question, answer, name):
    """Tell whether a known mistake is told of an answer that it really leads to, to a thousandth."""
    for known, kind, wrong in question.key[2]:
        if known.name == name and known.test is None:
            try:
                cells = kind.read(answer, answer if kind is not question.expects else question.key[0])
            except Exception:
                return False
            return all(_as_near(cells.get(key), value, kind) for key, value in wrong.items())
    return True


def _as_near(value, due, kind):
    if not (isinstance(value, float) and isinstance(due, float)):
        return value == due
    return (
        value == due
        or value != value
        or abs(value - due) <= max(max(kind.rel, 1e-3) * abs(due), min(kind.abs, 1e-3), 1e-9)
    )


def told(question, way, answer, double=False):
    feedback = question.judge(answer)
    return Told(
        question.name, way, double, verdict_of(question, answer, feedback), feedback.mistake, feedback.message
    )


def half_of(name):
    """Return "kept" for every second question: never looked at while the checks were mended, else "seen"."""
    return ("seen", "kept")[sorted(BY_HAND).index(name) % 2]


def by_hand(chapters=(), half=None):
    """Yield what is told to the ways thought of by hand."""
    for name, ways in BY_HAND.items():
        if half and half_of(name) != half:
            continue
        if chapters and not any(name.startswith(f"{chapter}.") for chapter in chapters):
            continue
        question, _ = find(name)
        for way, make in ways:
            yield told(question, way, make(), way.startswith("two"))


def made(chapters=()):
    """Yield what is told to the ways made from right answers and from the bank's wrong ones."""
    for chapter, path in question_files().items():
        if chapters and chapter not in chapters:
            continue
        bank = bank_of(path)
        for question in questions_of(chapter).questions.questions.values():
            if isinstance(question.expects, explanation):
                continue
            yield from _made_of(question, bank)


def _call(answer):
    return answer() if callable(answer) else answer


def _made_of(question, bank):
    right = question.key[0]
    for way, answer in made_from(question.expects, right):
        if not _equal(question, answer):
            yield told(question, way, answer)
    taken = 0
    for raw, earned in bank.WRONG.get(question.name, []):
        if earned not in {known.name for known, _, _ in question.key[2]} or taken >= 4:
            continue
        taken += 1
        for way, answer in made_from(question.expects, _call(raw)):
            if "alone" not in way and not _equal(question, answer):
                yield told(question, f"two: {earned}, {way}", answer, True)


def _equal(question, answer):
    """Whether a change has led back to the right answer."""
    right, due, _ = question.key
    try:
        cells = question.expects.read(answer, right)
    except BaseException:
        return False
    return cells.keys() == due.keys() and all(
        cells[key] == due[key]
        or (
            isinstance(due[key], float)
            and isinstance(cells[key], float)
            and abs(cells[key] - due[key]) <= 1e-3 * abs(due[key])
        )
        for key in due
    )


def table(rows):
    """Return {(kind, verdict): count} lines for print."""
    counts = Counter((row.double, row.verdict) for row in rows)
    lines = []
    for double in (False, True):
        total = sum(count for (d, _), count in counts.items() if d == double)
        parts = [
            f"{verdict} {counts[double, verdict]} ({100 * counts[double, verdict] / max(total, 1):.1f} %)"
            for verdict in ("named", "generic", "misdirected", "accepted")
        ]
        lines.append(f"{'two at once' if double else 'single'}: {total}: " + ", ".join(parts))
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("chapters", nargs="*")
    parser.add_argument("--show", default="")
    parser.add_argument("--only", choices=("seen", "kept", "made"))
    chosen = parser.parse_args()
    sources = {
        "seen": lambda chapters: by_hand(chapters, "seen"),
        "kept": lambda chapters: by_hand(chapters, "kept"),
        "made": made,
    }
    for name, source in sources.items():
        if chosen.only in (None, name):
            rows = list(source(chosen.chapters))
            print(f"== {name}\n{table(rows)}")
            for row in rows:
                if row.verdict in chosen.show.split(","):
                    print(
                        f"{row.verdict[:4]} {row.question} [{row.way}] {row.mistake or '-'}: "
                        f"{row.message[:230]}"
                    )


if __name__ == "__main__":
    main()
