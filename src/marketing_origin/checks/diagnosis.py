"""What an answer that is not right probably is: a known mistake, a slip, two of them at once, or in parts.

Every candidate is an answer that some wrong way leads to. The nearest one within the tolerance is told; where
several lead to the same answer, none is asserted: "either ... or ...".
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from marketing_origin.checks.reading import ALONE, is_a, listed
from marketing_origin.checks.slips import COMMONEST, PLAINEST, leading, single, slipped

if TYPE_CHECKING:
    from marketing_origin.checks.steps import Steps

#: Learners are asked not to round: two things at once are told only of an answer with its digits.
CLOSE = 1e-3
EXACT = 5e-5
TIED = 1e-7
#: However generous a question is, a known mistake is told only of what is so near to it.
KNOWN = 0.03
#: An answer that tells fewer digits shows no way for certain: it is told as one possibility.
ENOUGH = 2.5
GUESS = "It may be this: "
TWO = "It may be two things at once."


@dataclass(frozen=True)
class Candidate:
    """A wrong way: what is said of it, where it leads, and the known mistake that it is, if one."""

    says: str
    cells: dict
    name: str = ""
    answer: object = None


@dataclass(frozen=True)
class Wrong:
    """What is known of the wrong ways of one question, and the answer that is looked at.

    `known` holds its known mistakes; `varied` returns what comes of one changed number of the task, of two
    mistakes together, and the task's numbers themselves; `steps` knows what comes of the worked way's steps;
    `again` returns what comes of a function run with other inputs; `answer` is what was handed in, `solved` what is
    right.
    """

    known: list[Candidate]
    varied: Callable[[], list[list[Candidate]]]
    steps: "Steps"
    again: Callable[[Callable], list[Candidate]]
    answer: object = None
    solved: object = None


def apart(cells: dict, other: dict) -> float:
    """Return the largest relative distance of two answers' cells; infinite where labels or words differ."""
    if cells.keys() != other.keys():
        return math.inf
    sizes = [abs(value) for value in other.values() if is_a(value, float) and math.isfinite(value)]
    floor = max([1e-9, *(1e-3 * size for size in sizes)])
    return max((_gap(cells[key], other[key], floor) for key in other), default=0.0)


def _gap(value: object, due: object, floor: float = 1e-9) -> float:
    """Return the relative distance of two cells, a due one below `floor` taken as that."""
    if not (is_a(value, float) and is_a(due, float)):
        return 0.0 if is_a(value, float) == is_a(due, float) and value == due else math.inf
    if value == due or (math.isnan(value) and math.isnan(due)):
        return 0.0
    if not (math.isfinite(value) and math.isfinite(due)):
        return math.inf
    return abs(value - due) / max(abs(due), floor)


def _largest(cells: dict) -> object:
    """Return the label of the largest number; none where there is no number, or one without end."""
    numbers = {key: abs(value) for key, value in cells.items() if is_a(value, float)}
    key = max(numbers, key=numbers.get, default=None)
    return key if key is not None and math.isfinite(numbers[key]) else None


def quick_look(cells: dict, within: float) -> Callable[[dict], bool]:
    """Return what tells whether other cells may be an answer's: most are far off, and the largest number tells it."""
    largest = _largest(cells)
    if largest is None:
        return lambda other: True
    wanted = cells[largest]
    return lambda other: _gap(wanted, other.get(largest)) <= within


def closest(cells: dict, candidates: Iterable[Candidate], within: float) -> list[Candidate]:
    """Return the candidates that lead nearest to an answer, several only where they lead to the same."""
    may_be = quick_look(cells, within)
    candidates = [candidate for candidate in candidates if may_be(candidate.cells)]
    near = [(apart(cells, candidate.cells), candidate) for candidate in candidates]
    near = [(distance, candidate) for distance, candidate in near if distance <= within]
    best = min((distance for distance, _ in near), default=0.0)
    told: dict[str, Candidate] = {}
    for distance, candidate in near:
        if distance <= max(TIED, 1.5 * best):
            told.setdefault(candidate.says, candidate)
    return list(told.values())


def either(says: Iterable[str], sure: bool = True) -> str:
    """Join what is said of several ways that lead to one answer; if that is not `sure`, as possibilities."""
    ways = list(says)
    if len(ways) < 2:
        return "".join(ways) if sure else f"{GUESS}{''.join(ways)}"
    others = "." if sure else "; yours may be one of these."
    return f"Several ways lead to this answer{others} Either: " + " Or: ".join(ways)


def rounded(cells: dict, due: dict, tolerance: Callable[[float], float]) -> str:
    """Say that an answer is right but rounded too far, and how many decimals it needs; else ""."""
    if cells.keys() != due.keys():
        return ""
    off = [key for key in due if _gap(cells[key], due[key]) > 0 and not _within(cells, due, key, tolerance)]
    if not off or not (
        all(cut_short(cells[key], due[key]) for key in off) or _rounded_alike(cells, due, off)
    ):
        return ""
    decimals = max(_decimals(due[key], tolerance(due[key])) for key in off)
    if decimals <= 0:
        return "Right as far as it goes, but rounded too far: give the number to its last digit."
    plural = "s" * (decimals > 1)
    return (
        f"Right as far as it goes, but rounded too far: give all digits, at least {decimals} decimal{plural}."
    )


def _rounded_alike(cells: dict, due: dict, off: list) -> bool:
    """Tell whether several cells are the right ones rounded alike, to tens or hundreds, too."""
    if len({cells[key] for key in off}) < 2 or not all(
        is_a(due[key], float) and is_a(cells[key], float) for key in due
    ):
        return False
    finite = all(math.isfinite(due[key]) for key in due)
    return finite and any(
        all(cells[key] == round(due[key], digits) for key in due) for digits in range(-2, 5)
    )


def _decimals(value: float, tolerance: float) -> int:
    """Return with how many decimals a value is near enough."""
    return next((digits for digits in range(12) if abs(round(value, digits) - value) <= tolerance), 12)


def telling(cells: dict, least: int = 4) -> bool:
    """Tell whether an answer has digits enough to show two mistakes at once: 20 may come from anywhere."""
    numbers = [value for value in cells.values() if is_a(value, float) and math.isfinite(value)]
    digits = sum(len(f"{abs(value):.6g}".replace(".", "").strip("0")) for value in numbers)
    return digits >= least


def information(cells: dict, words: int = 2, gap: float = 0.0) -> float:
    """Return how many digits an answer tells: one of 10 to the power of it fits by chance.

    A number tells its digits, down to the `gap` at which it is matched; a simple fraction only those of its two
    numbers (5/12 no more than 60); the same number again nothing. A word tells which of `words` it is.
    """
    most = -math.log10(max(gap, 1e-8))
    numbers = {value for value in cells.values() if is_a(value, float)}
    others = sum(not is_a(value, float) for value in cells.values())
    return sum(min(_digits(value), most) for value in numbers) + others * math.log10(max(words, 2))


def _digits(value: float) -> float:
    """Return how many digits a number tells."""
    if not math.isfinite(value) or value == 0:
        return 0.3
    digits = len(f"{abs(value):.8g}".split("e")[0].replace(".", "").strip("0"))
    simple = Fraction(abs(value)).limit_denominator(20)
    if simple and abs(simple - abs(value)) <= 2e-4 * abs(value):
        digits = min(digits, 0.3 + math.log10(simple.numerator * simple.denominator))
    return digits


def shows(cells: dict, found: dict) -> bool:
    """Tell whether an answer has digits enough to show the way that leads to `found`, and not just any."""
    return information(cells, gap=apart(cells, found)) >= ENOUGH


def _within(cells: dict, due: dict, key: object, tolerance: Callable[[float], float]) -> bool:
    """Tell whether a cell is right."""
    value = cells[key]
    return is_a(value, float) and is_a(due[key], float) and abs(value - due[key]) <= tolerance(due[key])


def as_rounded(cells: dict, other: dict) -> bool:
    """Tell whether every cell is another's, rounded or cut."""
    return cells.keys() == other.keys() and all(
        _gap(cells[key], other[key]) <= TIED
        or cut_short(cells[key], other[key])
        or (is_a(other[key], float) and any(cells[key] == round(other[key], -far) for far in (1, 2, 3)))
        for key in other
    )


def cut_short(value: object, right: object) -> bool:
    """Tell whether a value is the right one rounded, or cut; to a whole number only from 10 on."""
    if not (is_a(value, float) and is_a(right, float) and math.isfinite(right) and math.isfinite(value)):
        return False
    if value % 1 == 0 and abs(right) < 10:
        return False
    if any(value == round(right, decimals) for decimals in range(5)):
        return True
    return any(
        abs(value) >= 10 ** (2 - decimals) and value == math.trunc(right * 10**decimals) / 10**decimals
        for decimals in range(5)
    )


def other_numbers(cells: dict, wrong: Wrong) -> str:
    """Name one number of the task that was taken wrongly, or handed in as it is."""
    if not telling(cells, 2):
        return either(way.says for way in closest(cells, wrong.varied()[2], TIED)[:2])
    ways = closest(cells, wrong.varied()[0], 10 * EXACT) or closest(cells, wrong.varied()[2], TIED)
    return either(way.says for way in ways[:2])


def one_step(cells: dict, wrong: Wrong) -> str:
    """Name the step of the worked way that was done otherwise, or at which an answer stopped.

    To a few names or words many ways lead: of these a condition is told alone.
    """
    steps = wrong.steps
    if any(is_a(value, float) for value in cells.values()):
        return _plainest(cells, [steps.otherwise, steps.alone], TIED)
    found = closest(cells, steps.decided, TIED)
    return either(way.says for way in found) if len(found) <= 2 else ""


def less_likely(cells: dict, wrong: Wrong) -> str:
    """Name what of the worked way was exchanged or put together, or the step to which an answer is only near."""
    steps = wrong.steps
    if not telling(cells, 3):  # two digits may come of any two quantities
        return ""
    together = list(steps.together)
    # Of thousands put together by two, one fits three digits by chance.
    if information(cells) < math.log10(max(len(together), 1)):
        together = []
    return _plainest(cells, [steps.exchanged, together], TIED) or _plainest(cells, [steps.otherwise], EXACT)


def _plainest(cells: dict, kinds: list[Iterable[Candidate]], within: float) -> str:
    """Tell the plainest of several steps that lead to one answer; to few digits too many lead."""
    for ways in kinds:
        found = closest(cells, ways, within)
        if len(found) > 2 and telling(cells, 3):
            return f"{found[0].says} Other steps done otherwise lead there, too."
        if found and (len(found) == 1 or telling(cells, 3)):
            return either(way.says for way in found)
    return ""


def two_at_once(cells: dict, wrong: Wrong, due: dict) -> str:
    """Name two mistakes together, a slip on top of a known one, or two that add or multiply up."""
    # A step done otherwise is nobody's known mistake: with another on top it takes an answer with all its digits.
    ways = [*wrong.known, *(wrong.steps.otherwise if telling(cells, 5) else ())]
    may_be = quick_look(cells, max(TIED, EXACT))
    slips = [
        Candidate(f"{mistake.says} Besides, the result is {says}.", changed)
        for mistake in ways
        for says, changed in _slipped_towards(cells, mistake.cells)
        if may_be(changed)
    ]
    if not telling(cells, 3):
        found = closest(cells, slips, TIED) if telling(cells, 2) else []
        return _both(found) if len(found) == 1 else ""
    found = (
        closest(cells, wrong.varied()[1], EXACT)
        or closest(cells, slips, EXACT)
        or closest(cells, _pairs(cells, ways, due), TIED)
    )
    return _both(found) if 0 < len(found) <= 2 else ""


def _slipped_towards(cells: dict, start: dict) -> Iterable[tuple[str, dict]]:
    """Yield the slips from some cells that may lead to an answer's."""
    largest, most = _largest(cells), _as_many(cells, start)
    slips = None if largest is None else leading(start.get(largest), cells[largest], most)
    return slipped(start, most, slips)


def _both(found: list[Candidate]) -> str:
    """Say that two things may have been done at once: one that nobody thought of may lead there as well."""
    return f"{TWO} {either(way.says for way in found)}"


def _as_many(cells: dict, known: dict) -> int | None:
    """Return how many slips are tried on a known mistake: all only where both answers have their digits."""
    if not telling(cells, 3):
        return PLAINEST
    return None if telling(cells) and telling(known, 3) else COMMONEST


def _pairs(cells: dict, known: list[Candidate], due: dict) -> list[Candidate]:
    """Return the two ways that together lead to an answer, as if each moved it by the same amount or factor."""
    if cells.keys() != due.keys() or not all(
        is_a(value, float) and value and math.isfinite(value) for value in due.values()
    ):
        return []
    # What leads to 0 leaves nothing for another to change.
    whole = [
        one
        for one in known
        if all(is_a(one.cells.get(key), float) for key in due) and any(one.cells[key] for key in due)
    ]
    if not whole or not all(is_a(value, float) for value in cells.values()):
        return []
    values = np.array([[one.cells[key] for key in due] for one in whole])
    right, found = np.array(list(due.values())), np.array([cells[key] for key in due])
    with np.errstate(all="ignore"):
        added = values[:, None] + values[None] - right
        times = values[:, None] * values[None] / right
        near = [
            (np.abs(both - found) <= TIED * np.maximum(np.abs(both), 1e-9)).all(axis=2)
            for both in (added, times)
        ]
    ways = [(whole[one], whole[other]) for one, other in np.argwhere(np.triu(near[0] | near[1], 1))]
    return [
        Candidate(f"{one.says} And: {other.says}", cells)
        for one, other in ways
        if apart(one.cells, other.cells) > TIED
    ]


def in_parts(
    cells: dict,
    due: dict,
    parts: dict[str, list],
    known: list[Candidate],
    right: Callable,
    direction: Callable,
) -> str:
    """Judge an answer part by part (a label, a column): say which parts are right, and what the others are.

    `parts` maps the name of each part to its keys; `right(cells, due)` tells whether a part is right,
    `direction(value, due)` on which side of the right value one lies. Returns "" where no part that is wrong
    could be recognised.
    """
    if len(parts) < 2 or cells.keys() != due.keys():
        return ""
    good, told, shown_by, open_ = [], {}, {}, []
    off = [
        keys for keys in parts.values() if not right({k: cells[k] for k in keys}, {k: due[k] for k in keys})
    ]
    wrong = {key: cells[key] for keys in off for key in keys}
    together = [
        mistake.cells
        for mistake in known
        if len(wrong) > 1
        and wrong.keys() <= mistake.cells.keys()
        and _as_near_as(10 * CLOSE, wrong, mistake.cells)
    ]
    for name, keys in parts.items():
        own, wanted = {key: cells[key] for key in keys}, {key: due[key] for key in keys}
        if right(own, wanted):
            good.append(name)
            continue
        found, sure = _of_part(own, wanted, known, due, together, cells)
        if found:
            told.setdefault(found, []).append(name)
            shown_by.setdefault(found, {}).update(own if sure else {})
        else:
            side = f" ({direction(cells[keys[0]], due[keys[0]])})" if len(keys) == 1 else ""
            open_.append(f"{name}{side}")
    if not told or len(told) > 3 or (open_ and not good):
        return ""
    said = [
        f"{listed(names)}{'' if _sure(shown_by[says], known) else ' (perhaps)'}: {says}"
        for says, names in told.items()
    ]
    head = (
        f"{listed(good)} {'is' if len(good) == 1 else 'are'} right."
        if good
        else "Each part has its own trouble."
    )
    tail = f" Look again at {listed(open_)}." if open_ else ""
    return f"{head} {' '.join(said)}{tail}"


def _sure(own: dict, known: list[Candidate]) -> bool:
    """Tell whether parts of an answer have digits enough to show which of the known mistakes they come of."""
    return information(own) >= ENOUGH + math.log10(max(len(known), 1))


def _of_part(
    own: dict, wanted: dict, known: list[Candidate], due: dict, together: list[dict], cells: dict
) -> tuple[str, bool]:
    """Say what one part that is not right is, "" where nothing fits; and whether the rest of the answer bears it out.

    `together` holds the cells of the known mistakes that lead near to all the wrong parts at once.
    """
    of_known = [
        Candidate(mistake.says, {key: mistake.cells[key] for key in own}, answer=mistake.cells)
        for mistake in known
        if own.keys() <= mistake.cells.keys()
    ]
    of_known = [one for one in of_known if apart(one.cells, wanted) > CLOSE]
    # A mistake that would show in other parts, too, and does not, was hardly made.
    found = closest(own, [one for one in of_known if _borne_out(one.answer, cells, due)], CLOSE)
    sure = bool(found)
    found = found or closest(own, of_known, CLOSE)
    if len(own) == 1:  # one number alone is near to many: it must be just this one, or this one rounded
        several = [{key: cells[key] for key in own} for cells in together]
        found = [
            one
            for one in found
            if apart(own, one.cells) <= EXACT or _rounds(own, one.cells) or one.cells in several
        ]
    if not found:
        # One number alone may be anything times anything: only what is common is told of it.
        slips = slipped(wanted, COMMONEST if len(own) == 1 else None)
        found, sure = closest(own, (Candidate(f"{says}.", cells) for says, cells in slips), CLOSE), True
    if not found and len(own) == 1:
        value = next(iter(own.values()))
        return _misplaced(value, own, due), True
    return (either(way.says for way in found) if 0 < len(found) <= 2 else ""), sure


def _borne_out(mistake: dict, cells: dict, due: dict) -> bool:
    """Tell whether no right cell of an answer is one that a mistake would have spoilt."""
    return mistake.keys() == due.keys() and all(
        _gap(mistake[key], due[key]) <= CLOSE or _gap(cells[key], due[key]) > CLOSE for key in due
    )


def _as_near_as(share: float, cells: dict, other: dict) -> bool:
    """Tell whether the numbers of an answer differ from another's by a share of the largest of them at most."""
    if not all(is_a(cells[key], float) and is_a(other[key], float) for key in cells):
        return False
    reach = share * max(abs(other[key]) for key in cells)
    return all(abs(cells[key] - other[key]) <= reach for key in cells)


def _rounds(own: dict, cells: dict) -> bool:
    """Tell whether an answer's only cell is another's rounded."""
    return all(cut_short(own[key], cells[key]) for key in own)


def _misplaced(value: object, own: dict, due: dict) -> str:
    """Say that a cell holds another label's value."""
    if not (is_a(value, float) and telling({ALONE: value}, 2)):
        return ""
    others = [key for key, other in due.items() if key not in own and _gap(value, other) <= EXACT]
    return "here stands the value of another label." if len(others) == 1 else ""


def as_single(number: float, due: dict, known: list[Candidate], place: Callable) -> str:
    """Say what a single number is where each label should have its own value; "" where nothing fits."""
    ways = [Candidate(f"This is {says}.", {ALONE: value}) for says, value in single(due, place)]
    found = closest({ALONE: number}, ways, CLOSE)
    if not found:
        ways = [
            Candidate(f"{mistake.says} And this is {says}.", {ALONE: value})
            for mistake in known
            for says, value in single(mistake.cells, place)
        ]
        found = closest({ALONE: number}, ways, EXACT)
    return either(way.says for way in found) if 0 < len(found) <= 2 else ""
