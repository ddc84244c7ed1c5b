"""The kinds of answer a question may ask for.

Each kind reads an answer into cells (label -> number or word); comparing cells, naming what is missing and
recognising common slips is then the same for all of them.
"""

import contextlib
import copy
import functools
import inspect
import io
import itertools
import math
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from marketing_origin.checks.diagnosis import (
    CLOSE,
    EXACT,
    TIED,
    TWO,
    Candidate,
    Wrong,
    apart,
    as_rounded,
    closest,
    either,
    in_parts,
    information,
    less_likely,
    one_step,
    other_numbers,
    quick_look,
    shows,
    two_at_once,
)
from marketing_origin.checks.reading import (
    ALONE,
    Unreadable,
    Untouched,
    contents,
    in_words,
    is_a,
    is_stub,
    listed,
    mask_for,
    only,
    read_cell,
    read_items,
    read_label,
    read_number,
    read_pairs,
    read_word,
    show_label,
    unfinished,
    values_for_names,
)
from marketing_origin.checks.slips import COMMONEST, slipped, slipped_twice

NEAR = 0.02
#: What no function can change: these inputs need no copy.
PLAIN = (int, float, str)
#: How the message begins where nothing was recognised.
GENERAL = ("Your answer is too", "Very near", "0 of", "What your function returns is too")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of answer; `rel` and `abs` are the tolerances on numbers, the larger one counts."""

    rel: float = 1e-3
    abs: float = 1e-9
    unit: str = ""
    points: tuple[str, ...] = ()  # of the model answer to an open question
    shown = 3  # cells that a message names

    def read(self, answer: object, right: object) -> dict:
        """Read an answer as cells, the right answer telling labels and order; Unreadable where it is none."""
        raise NotImplementedError

    def due(self, right: object) -> dict:
        """Return the cells of the right answer."""
        return self.read(right, right)

    def digits(self, cells: dict, possible: list[dict]) -> float:
        """Return how many digits an answer tells, its words being among those of possible answers."""
        words = {value for one in possible for value in one.values() if not is_a(value, float)}
        return information(cells, len(words))

    def place(self, key: object) -> str:
        """Name the cell of a label in a message."""
        return show_label(key)

    def same(self, cells: dict, right: dict) -> bool:
        """Tell whether two answers are equal within the tolerance, whatever their order."""
        return cells.keys() == right.keys() and all(self.close(cells[key], right[key]) for key in right)

    def close(self, value: object, right: object, rel: float | None = None) -> bool:
        """Compare one cell: numbers within the tolerance, words exactly."""
        if not (is_a(value, float) and is_a(right, float)):
            return is_a(value, float) == is_a(right, float) and value == right
        if math.isnan(right) or math.isinf(right) or not math.isfinite(value):
            return value == right or (math.isnan(value) and math.isnan(right))
        return abs(value - right) <= max(self.abs, (rel or self.rel) * abs(right))

    def tolerance(self, right: float) -> float:
        """Return by how much a number may differ from a right one."""
        return max(self.abs, self.rel * abs(right))

    def form(self, answer: object, right: object) -> str:
        """Say what is odd about the form of an answer, before its content: a mask, a step that is missing."""
        return ""

    def parts(self, due: dict) -> list[dict[str, list]]:
        """Return the ways to take an answer apart, each as name -> keys; none where it is one thing."""
        return []

    def explain(self, cells: dict, right: dict, wrong: Wrong) -> str:
        """Say what is odd about an answer that is not right and no mistake that the author foresaw.

        `right` holds the cells that are due, `wrong` what is known of the question's wrong ways.
        """
        if cells.keys() != right.keys():
            return one_step(cells, wrong) or self.misplaced(cells, right, wrong.known)
        return (
            self.not_numbers(cells, right)
            or self.slipped(cells, right, wrong)
            or other_numbers(cells, wrong)
            or one_step(cells, wrong)
            or self.partly(cells, right, wrong, some_right=True)
            or self.run_again(cells, wrong)
            or two_at_once(cells, wrong, right)
            or less_likely(cells, wrong)
            or self.partly(cells, right, wrong, some_right=False)
            or self.differing(cells, right)
        )

    def slipped(self, cells: dict, right: dict, wrong: Wrong | None = None) -> str:
        """Recognise a slip common to all cells, unless two things at once lead nearer."""
        common, may_be = [says for says, _ in slipped(right, COMMONEST)], quick_look(cells, CLOSE)
        ways = [
            Candidate(f"Your answer is {says}.", changed)
            for says, changed in (*slipped(right), *slipped_twice(right))
            # What is rare has to be just that, or that rounded.
            if may_be(changed)
            and (says in common or apart(cells, changed) <= EXACT or as_rounded(cells, changed))
        ]
        found = closest(cells, ways, CLOSE)[:2]
        if found and wrong and apart(cells, found[0].cells) > TIED:
            nearer = one_step(cells, wrong) or two_at_once(cells, wrong, right)
            return nearer or either(way.says for way in found)
        return either(way.says for way in found)

    def partly(self, cells: dict, right: dict, wrong: Wrong, some_right: bool) -> str:
        """Judge an answer part by part, where some part is right or where none is."""
        for ways, parts in itertools.product((wrong.known, wrong.steps.otherwise), self.parts(right)):
            good = any(
                self.same({key: cells[key] for key in keys}, {key: right[key] for key in keys})
                for keys in parts.values()
            )
            said = (
                in_parts(cells, right, parts, ways, self.same, self.direction) if good == some_right else ""
            )
            if said:
                return said
        return ""

    def run_again(self, cells: dict, wrong: Wrong) -> str:
        """Recognise what comes of the right way with other inputs; only a function can be run again."""
        return ""

    def misplaced(self, cells: dict, right: dict, known: list) -> str:
        """Name the labels that are missing or too many, and judge the values under the right ones."""
        if not cells:
            return "It is empty."
        missing = [self.place(key) for key in right if key not in cells]
        extra = [self.place(key) for key in cells if key not in right]
        parts = [f"missing: {listed(missing)}"] * bool(missing)
        parts += [f"not asked for: {listed(extra)}"] * bool(extra)
        said = f"Its labels are not those asked for ({'; '.join(parts)})."
        if len(missing) == len(right) and list(right.values()) and set(cells) == set(right.values()):
            return "It is turned round: what should be the labels are the values, and the reverse."
        if len(missing) == len(right) < len(cells) and list(cells) == list(range(len(cells))):
            return (
                f"It has a value for each of {len(cells)} rows, numbered from 0. One is asked for each label: "
                "make groups of the rows first (`groupby`), or choose rows."
            )
        if len(missing) == len(right):
            said = f"None of its labels is one that the question asks for: {listed(extra)}."
        return " ".join(filter(None, (said, self.under_right_labels(cells, right, known))))

    def under_right_labels(self, cells: dict, right: dict, known: list) -> str:
        """Judge the values of an answer with other labels: in their order, or those whose label is right."""
        if len(cells) == len(right):
            moved = dict(zip(right, cells.values(), strict=True))
            if self.same(moved, right):
                return "The values are right, in the order of the question: mend the labels alone."
            found = closest(moved, known, CLOSE)
            if found:
                return f"And the values{_perhaps(moved, found)}: {either(way.says for way in found)}"
            slip = self.slipped(moved, right)
            if slip:
                return f"And the values: {slip[0].lower()}{slip[1:]}"
        kept = [key for key in cells if key in right]
        if not kept:
            return ""
        own, due = {key: cells[key] for key in kept}, {key: right[key] for key in kept}
        if self.same(own, due):
            return "The values with a right label are right."
        ways = [
            Candidate(way.says, {key: way.cells[key] for key in kept})
            for way in known
            if set(kept) <= way.cells.keys()
        ]
        found = closest(own, ways, CLOSE)
        return f"And the values{_perhaps(own, found)}: {either(way.says for way in found)}" if found else ""

    def not_numbers(self, cells: dict, right: dict) -> str:
        """Name the cells that hold no number, or none that is finite, where one is due."""
        for key, due in right.items():
            value, at = cells[key], f" for {self.place(key)}" if len(right) > 1 else ""
            if not is_a(due, float) or math.isnan(due):
                continue
            if not is_a(value, float):
                return f"There is text or a truth value{at} where a number is asked for."
            if math.isnan(value):
                return (
                    f"There is a missing value (NaN){at}: a division of 0 by 0, or a row without a partner?"
                )
            if math.isinf(value) and not math.isinf(due):
                return f"The value{at} is infinite: a division by zero?"
        return ""

    def differing(self, cells: dict, right: dict) -> str:
        """Name the cells that differ and which way."""
        off = [key for key in right if not self.close(cells[key], right[key])]
        if all(self.close(cells[key], right[key], NEAR) for key in off):
            return "Very near, but further off than rounding explains: a small step differs. Read again."
        if len(right) == 1:
            return f"Your answer is {self.direction(cells[off[0]], right[off[0]])}."
        named = ", ".join(
            f"{self.place(key)} ({self.direction(cells[key], right[key])})" for key in off[: self.shown]
        )
        return f"{len(right) - len(off)} of {len(right)} values are right. Look again at {named}."

    def direction(self, value: object, right: object) -> str:
        """Say on which side of the right value an answer lies."""
        if not (is_a(value, float) and is_a(right, float)) or math.isnan(right) or math.isnan(value):
            return "not what it should be"
        return "too high" if value > right else "too low"


@dataclass(frozen=True, kw_only=True)
class number(Kind):
    """One number; `unit` in words ("money per member", "fraction", "months")."""

    def read(self, answer, right):
        """Read one number."""
        return {ALONE: read_number(answer, self.wanted())}

    def wanted(self) -> str:
        """Say what is asked for."""
        return f"one number{f' ({self.unit})' if self.unit else ''}"

    def form(self, answer, right):
        """Recognise a mask, and a column of which one more step makes the answer."""
        return mask_for(answer, self.wanted()) or unfinished(answer, float(right), self.wanted())


@dataclass(frozen=True, kw_only=True)
class series(Kind):
    """One value per label, `by` naming what the labels are ("channel", "year", "cohort and month")."""

    by: str = "label"

    def read(self, answer, right):
        """Read one value per label."""
        keys = right.index if is_a(right, pd.Series) else right if is_a(right, dict) else ()
        labels = [read_label(key) for key in keys]
        # Only where the labels count up by themselves (years, periods) does a plain list say which is which.
        ordered = bool(labels) and all(is_a(label, float) for label in labels) and labels == sorted(labels)
        levels = max((len(label) for label in labels if is_a(label, tuple)), default=1)
        pairs = read_pairs(answer, self.by, labels if ordered else None, levels)
        return {label: read_cell(value) for label, value in pairs.items()}

    def form(self, answer, right):
        """Recognise a mask."""
        return mask_for(answer, "a value for each label")

    def parts(self, due):
        """Take the answer apart by label."""
        return [{self.place(key): [key] for key in due}]


@dataclass(frozen=True, kw_only=True)
class parameters(Kind):
    """A few named numbers: a fitted model (its `params_`), dict, Series, or a tuple in the order asked."""

    def read(self, answer, right):
        """Read the named numbers."""
        if not is_a(answer, dict, pd.Series, pd.DataFrame, list, tuple, np.ndarray):
            if not hasattr(answer, "params_") and hasattr(type(answer), "fit"):
                raise Unreadable(
                    f"This {type(answer).__name__[:40]} is not fitted yet: call its `fit` first."
                )
            answer = getattr(answer, "params_", answer)
        named = {} if is_a(right, float) else dict(right)  # a known mistake may be a single number
        pairs = read_pairs(answer, "parameter", [read_label(key) for key in named])
        return {label: read_cell(value) for label, value in pairs.items()}

    def form(self, answer, right):
        """Recognise a mask."""
        return mask_for(answer, "a value for each label")

    def parts(self, due):
        """Take the answer apart by label."""
        return [{self.place(key): [key] for key in due}]


@dataclass(frozen=True, kw_only=True)
class table(Kind):
    """A table with one row per value of `keys`, in columns or the index; further columns are ignored."""

    keys: tuple[str, ...]

    def read(self, answer, right):
        """Read the asked columns, row by row."""
        if not is_a(answer, pd.DataFrame):
            raise Unreadable(f"This is {in_words(answer)}; the question asks for a table (a DataFrame).")
        columns = [name for name in right.columns if name not in self.keys]
        frame = answer
        if any(name not in frame.columns for name in self.keys) and not is_a(frame.index, pd.RangeIndex):
            named = frame.rename_axis(list(self.keys)) if frame.index.nlevels == len(self.keys) else frame
            frame = named.reset_index()
        absent = [name for name in (*self.keys, *columns) if name not in frame.columns]
        if absent and set(columns) <= set(answer.index):
            raise Unreadable("The table lies on its side: its columns stand in the rows. Turn it with `.T`.")
        if absent:
            raise Unreadable(f"The table lacks the column {listed(map(show_label, absent))}.")
        rows = [read_label(tuple(row)) for row in frame[list(self.keys)].itertuples(index=False)]
        if len(set(rows)) < len(rows):
            raise Unreadable(
                f"Some rows share their {', '.join(self.keys)}; the question asks for one row each."
            )
        return {
            (*row, name): read_cell(value)
            for name in columns
            for row, value in zip(rows, frame[name].array, strict=True)
        }

    def place(self, key):
        """Name the cell of a label in a message."""
        return f"`{key[-1]}` of {', '.join(map(show_label, key[:-1]))}"

    def parts(self, due):
        """Take the table apart by column, by row, and by cell."""
        columns, rows = {}, {}
        for key in due:
            columns.setdefault(f"`{key[-1]}`", []).append(key)
            rows.setdefault(", ".join(map(show_label, key[:-1])), []).append(key)
        return [columns, rows, {self.place(key): [key] for key in due}]


@dataclass(frozen=True, kw_only=True)
class truth(Kind):
    """True or False."""

    def digits(self, cells, possible):
        """Say that a mistake is certain: its text is about this very answer."""
        return math.inf

    def read(self, answer, right):
        """Read True or False."""
        if not is_a(only(answer), bool, np.bool_):
            raise Unreadable(f"This is {in_words(answer)}; the question asks for `True` or `False`.")
        return {ALONE: read_label(only(answer))}

    def explain(self, cells, right, wrong):
        """Say what is odd about a readable answer."""
        return "The other answer is better supported."


@dataclass(frozen=True)
class choice(Kind):
    """One of a few options, given as letters or words, or as letter -> words (either is accepted).

    Without options any single word is read: for a name that the learner has to find.
    """

    options: Mapping[str, str] | tuple[str, ...] = ()

    def read(self, answer, right):
        """Read the option chosen."""
        words = self.options if is_a(self.options, dict) else {option: option for option in self.options}
        known = {read_word(word): read_word(letter) for letter, word in words.items()}
        known |= {read_word(letter): read_word(letter) for letter in words}
        wanted = f"one of {', '.join(f'`{letter}`' for letter in words)}" if words else "one word"
        word = read_word(answer, wanted)
        if known and word not in known:
            raise Unreadable(f"This is not among the options: choose {wanted}.")
        return {ALONE: known.get(word, word)}

    def digits(self, cells, possible):
        """Say that a mistake is certain: its text is about this very option."""
        return math.inf

    def explain(self, cells, right, wrong):
        """Say what is odd about a readable answer."""
        return "Another option fits better." if self.options else "Another word is looked for."


@dataclass(frozen=True, kw_only=True)
class items(Kind):
    """A list or set of words or whole numbers; with `ordered` their order counts (a ranking)."""

    ordered: bool = False

    def read(self, answer, right):
        """Read the items."""
        if self.ordered and is_a(answer, set, frozenset):
            raise Unreadable(
                f"This is {in_words(answer)}, and a set has no order: give a list, the first in front."
            )
        found = read_items(answer)
        return dict(enumerate(found)) if self.ordered else dict.fromkeys(found, "in")

    def digits(self, cells, possible):
        """Return how many digits a choice among the names of possible answers tells."""
        names = {name for one in possible for name in (one.values() if self.ordered else one)}
        ways = math.perm if self.ordered else math.comb
        return math.log10(max(ways(len(names), len(cells)), 1))

    def form(self, answer, right):
        """Recognise a mask, numbers or a table where names are asked for."""
        due = [read_label(item) for item in contents(right) or ()]
        return mask_for(answer, "the names themselves") or values_for_names(answer, due)

    def explain(self, cells, right, wrong):
        """Say what is odd about a readable answer."""
        said = one_step(cells, wrong)
        if said:
            return said
        found, due = (list(dict.fromkeys(c.values() if self.ordered else c)) for c in (cells, right))
        if set(found) == set(due):
            return "These are the right ones, in another order or more than once."
        extra = [item for item in found if item not in due]
        belong = "does not belong here" if len(extra) == 1 else "do not belong here"
        parts = [f"{listed(map(show_label, extra))} {belong}"] * bool(extra)
        there = len(found) - len(extra)
        parts += [f"{len(due) - there} still to find"] * (there < len(due))
        return f"{there} of {len(due)} are there; {' and '.join(parts)}."


@dataclass(frozen=True)
class function(Kind):
    """A function that the learner writes, tried on `cases` and on random inputs.

    `name` is the function's name in the exercise: what fails is shown as a call. `inputs` maps each
    parameter, in order, to its (lowest, highest): whole numbers where both are int; or to a function of a
    numpy Generator that makes one. `returns` is the kind of what comes back.
    """

    inputs: Mapping[str, tuple | Callable] = field(default_factory=dict)
    cases: tuple[Mapping, ...] = ()
    returns: Kind = field(default_factory=number)
    draws: int = 12
    name: str = "your_function"
    shown = 1

    @functools.cached_property
    def samples(self) -> dict[str, dict]:
        """The inputs tried, by what a message calls them.

        The author's cases come first, then draws that are the same at every check.
        """
        rng = np.random.default_rng(20240401)
        cases = [dict(case) for case in self.cases]
        cases += [
            {name: _draw(rng, source) for name, source in self.inputs.items()} for _ in range(self.draws)
        ]
        named: dict[str, dict] = {}
        for case in cases:
            shown = _show_call(self.name, case)
            named[f"{shown}, try {len(named) + 1}" if shown in named else shown] = case
        return named

    def run_again(self, cells, wrong):
        """Recognise a period more or less, two inputs exchanged, or a result rounded too early."""
        known = [(way.answer, way.says) for way in wrong.known if callable(way.answer)]
        for base, said in ((wrong.solved, ""), *known):
            found = closest(cells, wrong.again(base), CLOSE if not said else EXACT)
            if found:
                says = either(way.says for way in found[:2])
                return f"{TWO} {said} Besides: {says}" if said else says
        return ""

    def again(self, function: Callable, right: object) -> Iterator[Candidate]:
        """Yield what a function comes to with its inputs changed as people change them."""
        for says, other in self.variants(function):
            with contextlib.suppress(Unreadable):
                yield Candidate(says, self.read(other, right))

    def variants(self, function: Callable) -> Iterator[tuple[str, Callable]]:
        """Yield a function with its inputs changed as people change them, and what to say of it."""
        names = list(self.inputs)
        ranges = list(self.inputs.values())
        for index, (name, source) in enumerate(self.inputs.items()):
            if is_a(source, tuple) and all(is_a(end, int) for end in source):
                for step, says in ((1, "one too many"), (-1, "one too few")):
                    yield (
                        f"Your function counts {says} of `{name}`: is the first one number 0 or 1?",
                        lambda *inputs, at=index, step=step: function(
                            *(value + step * (place == at) for place, value in enumerate(inputs))
                        ),
                    )
        for one in range(len(names)):
            for other in range(one + 1, len(names)):
                if is_a(ranges[one], tuple) and is_a(ranges[other], tuple):
                    yield (
                        f"Your function takes `{names[one]}` for `{names[other]}` and the reverse.",
                        lambda *inputs, one=one, other=other: function(*_exchanged(inputs, one, other)),
                    )
            if is_a(ranges[one], tuple) and all(0 <= end <= 1 for end in ranges[one]):
                yield (
                    f"Your function takes 1 less `{names[one]}` where `{names[one]}` is meant: who "
                    f"stays for who "
                    "leaves, or the reverse.",
                    lambda *inputs, at=one: function(
                        *(1 - value if place == at else value for place, value in enumerate(inputs))
                    ),
                )
                yield (
                    f"Your function makes no use of `{names[one]}`: as if it were 0.",
                    lambda *inputs, at=one: function(
                        *(0.0 if place == at else value for place, value in enumerate(inputs))
                    ),
                )

    def read(self, answer, right):
        """Call the function on every sample and read what comes back."""
        if not callable(answer) or is_a(answer, type):
            raise Unreadable(
                f"This is {in_words(answer)}; the question asks for the function: its name, without brackets."
            )
        values = self.results(answer)
        stubs = [is_stub(value) for value in values.values()]
        if all(stubs):
            raise Untouched("your function returns nothing. If you have written it: does it end in `return`?")
        if any(stubs):
            raise Unreadable("For some inputs your function returns nothing: has every branch its `return`?")
        cells, due = {}, self.results(right)
        for shown in self.samples:
            try:
                found = self.returns.read(values[shown], due[shown])
            except Unreadable as problem:
                raise Unreadable(f"For {shown} your function returns something else. {problem}") from None
            cells |= {(shown, key): cell for key, cell in found.items()}
        return cells

    def results(self, answer: Callable) -> dict[str, object]:
        """Return what a function makes of every sample."""
        by_name = self.by_name(answer)
        return {shown: self.call(answer, case, shown, by_name) for shown, case in self.samples.items()}

    def by_name(self, answer: Callable) -> bool:
        """Tell whether a function takes the inputs by their names, and not only in their order."""
        names: Mapping = {}
        try:
            signature = inspect.signature(answer)
            names = signature.parameters
            by_name = set(self.inputs) <= set(names)
            signature.bind(*(() if by_name else self.inputs), **(self.inputs if by_name else {}))
        except TypeError:
            raise Unreadable(
                f"Your function takes ({', '.join(names)}); the question asks for ({', '.join(self.inputs)})."
            ) from None
        except ValueError:  # a built-in without a signature
            return False
        return by_name

    def call(self, answer: Callable, case: dict, shown: str, by_name: bool) -> object:
        """Call a function on a copy of the inputs, quietly; what it raises becomes a message."""
        case = {name: value if is_a(value, *PLAIN) else copy.deepcopy(value) for name, value in case.items()}
        try:
            with (
                contextlib.redirect_stdout(io.StringIO()),
                warnings.catch_warnings(action="ignore"),
                np.errstate(all="ignore"),
            ):
                return answer(**case) if by_name else answer(*case.values())
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # also SystemExit: nothing in a learner's function may end the session
            said = f" ({str(error)[:150]})" if str(error) else ""
            raise Unreadable(f"Your function raised {type(error).__name__}{said} for {shown}.") from None

    def close(self, value, right, rel=None):
        """Compare one cell as the kind of what the function returns does."""
        return self.returns.close(value, right, rel)

    def explain(self, cells, right, wrong):
        """Say what is odd about what a readable function returns."""
        return re.sub(
            r"^Your answer is",
            "What your function returns is",
            super().explain(cells, right, wrong),
        )

    def place(self, key):
        """Name the inputs, and the label within what came back."""
        return key[0] if key[1] == ALONE else f"{self.returns.place(key[1])} at {key[0]}"


@dataclass(frozen=True, kw_only=True)
class explanation(Kind):
    """An open question: the side that is taken, out of `sides` (letter -> words), and a text for it.

    The answer is the pair (letter, text). There is no automatic pass: who takes the side that holds sees the
    points of the model answer, to compare; who takes another one is told what it overlooks, and sees none.
    """

    sides: Mapping[str, str]
    points: tuple[str, ...]
    least_words: int = 12

    def due(self, right):
        """Return the side, of the right answer or of a mistake; a text has no right words."""
        return choice(self.sides).read(right, right)

    def read(self, answer, right):
        """Read the side that a text of some substance takes."""
        both = contents(answer) if is_a(answer, list, tuple) else None
        if both is None or len(both) != 2:
            raise Unreadable(f"This is {in_words(answer)}; hand in the pair `(side, text)`. {self.asked()}")
        side, text = both
        if is_stub(side) and is_stub(text):
            raise Untouched("there is neither a side nor a text.")
        if is_stub(text) or not is_a(text, str):
            found = "missing" if is_stub(text) else in_words(text)
            raise Unreadable(f"Your reasons are {found}: write your explanation as text, in quotation marks.")
        # Chinese is written without spaces: there every character counts.
        words = set(re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+", str.casefold(text)))
        if len(words) < self.least_words:
            raise Unreadable("Your text is very short: give your reason in two or three full sentences.")
        try:
            return choice(self.sides).read(side, right)
        except Unreadable:
            raise Unreadable(self.asked()) from None

    def digits(self, cells, possible):
        """Say that a mistake is certain: its text is about this very side."""
        return math.inf

    def explain(self, cells, right, wrong):
        """Say what is odd about a readable answer."""
        return "Another side can be defended better."

    def asked(self) -> str:
        """Ask for the side."""
        named = "; ".join(f"`{letter}`: {words}" for letter, words in self.sides.items())
        return f"Mark the side that your text takes, before you see the points. {named}."

    def taken(self, cells: dict) -> str:
        """Return the words of the side that was read."""
        return next(words for letter, words in self.sides.items() if read_word(letter) == cells[ALONE])


def _perhaps(cells: dict, found: list[Candidate]) -> str:
    """Say that a way may be another where values have too few digits to show one."""
    return "" if all(shows(cells, way.cells) for way in found) else " (perhaps)"


def _exchanged(inputs: tuple, one: int, other: int) -> list:
    """Return the inputs with two of them exchanged."""
    moved = list(inputs)
    moved[one], moved[other] = moved[other], moved[one]
    return moved


def _draw(rng: np.random.Generator, source: tuple | Callable) -> object:
    """Draw one input of a learner's function."""
    if callable(source):
        return source(rng)
    low, high = source
    whole = is_a(low, int) and is_a(high, int)
    # Rounded, so that a message can show the very input that was tried.
    return int(rng.integers(low, high + 1)) if whole else float(f"{rng.uniform(low, high):.3g}")


def _show_call(name: str, case: Mapping) -> str:
    """Write a call that can be run as it stands."""
    shown = ", ".join(f"{parameter}={_as_code(value)}" for parameter, value in case.items())
    return f"`{name}({shown})`"


def _as_code(value: object) -> str:
    """Write an input as code that makes it."""
    if is_a(value, int, float):
        return f"{value:g}"
    if is_a(value, pd.Series):
        index = "" if is_a(value.index, pd.RangeIndex) else f", index={value.index.tolist()!r}"
        return f"pd.Series({_rounded(value.tolist())!r}{index})"
    if is_a(value, pd.DataFrame):
        return f"pd.DataFrame({ {name: _rounded(value[name].tolist()) for name in value.columns}!r})"
    return repr(value.tolist() if is_a(value, np.ndarray) else value)


def _rounded(values: list) -> list:
    """Shorten the numbers of a list."""
    return [float(f"{value:.6g}") if is_a(value, float) else value for value in values]
