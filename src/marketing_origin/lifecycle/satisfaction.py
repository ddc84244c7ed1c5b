"""What answers to a survey say, and how sure: the net promoter score and the share of the satisfied."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri

from marketing_origin.errors import CourseError
from marketing_origin.experiments.two_arms import proportion_interval
from marketing_origin.inputs import confidence, numbers, whole

Answers = Sequence[float] | np.ndarray | pd.Series


class Score(NamedTuple):
    """A score of those who answered, with the ends of its interval and how many they are."""

    value: float
    low: float
    high: float
    answered: int


def net_promoter_score(answers: Answers, *, level: float = 0.95) -> Score:
    """Return the share of promoters (9 and 10) less that of detractors (0 to 6), a fraction from -1 to 1.

    Parameters
    ----------
    answers : "how likely are you to recommend us?", whole numbers from 0 to 10, one for each person who
        answered. Leave out who did not answer (`answers.dropna()`): the score says nothing of them, and its
        interval, of chance alone, is no wider for it.
    level : of confidence, a fraction; the interval is the large-sample one of a mean of 1, 0 and -1.

    Multiply by 100 for the points in which it is usually told. Raises CourseError for answers outside the
    scale, missing ones, or fewer than two.

    Of 2,000 samples of 400 answers, simulated (`benchmarks/coverage.py`), the 95 % interval held the truth in
    96 %.

    Source: Reichheld, F. F. (2003), "The one number you need to grow", Harvard Business Review 81(12), 46-54
    (from memory).
    """
    given = _on_scale(answers, 0, 10)
    points = np.where(given >= 9, 1.0, np.where(given <= 6, -1.0, 0.0))
    half = ndtri((1 + confidence(level)) / 2) * points.std(ddof=1) / np.sqrt(points.size)
    value = float(points.mean())
    return Score(value, max(-1.0, float(value - half)), min(1.0, float(value + half)), points.size)


def satisfied_share(
    answers: Answers, *, least: int = 4, scale: tuple[int, int] = (1, 5), level: float = 0.95
) -> Score:
    """Return the share of answers of at least `least`, with Wilson's interval: what is called CSAT.

    Parameters
    ----------
    answers : whole numbers from `scale[0]` to `scale[1]`, one for each person who answered.
    least : the lowest answer that counts as satisfied; 4 and 5 of 5 is the usual rule.

    Of 2,000 samples of 400 answers, simulated (`benchmarks/coverage.py`), the 95 % interval held the true share in
    95 %.

    Raises CourseError as `net_promoter_score`, for a scale that is no two ends, and for a `least` that makes
    everybody satisfied, or nobody.
    """
    try:
        lowest, highest = (float(whole(end, "scale")[()]) for end in scale)
    except (TypeError, ValueError):
        lowest = highest = 0.0
    if lowest >= highest:
        raise CourseError(
            f"scale={scale!r}: the lowest and the highest answer are needed, in this order, such as scale=(1, 5)."
        )
    given, least = _on_scale(answers, lowest, highest), numbers(least, "least", single=True)
    if not lowest < least <= highest:
        raise CourseError(
            f"least={least:g}: must lie above {lowest:g} and be {highest:g} at most, or the share is known "
            f"before anybody is asked. {highest - (highest - lowest > 1):g} is usual."
        )
    satisfied = int((given >= least).sum())
    low, high = proportion_interval(satisfied, given.size, method="wilson", level=level)
    return Score(satisfied / given.size, float(low), float(high), given.size)


def _on_scale(answers: Answers, lowest: float, highest: float) -> np.ndarray:
    """Return answers, checked to be whole numbers of the scale, two of them at least."""
    given = np.ravel(numbers(answers, "answers"))
    wrong = given[(given < lowest) | (given > highest) | (given % 1 != 0)]
    if wrong.size:
        raise CourseError(
            f"answers: {wrong[0]:g} is not on the scale of whole numbers from {lowest:g} to {highest:g}; "
            f"{wrong.size} of {given.size} are not. Codes such as 99 for “do not know” are no answers: leave "
            "them out. Answers on another scale cannot be turned into this one."
        )
    if given.size < 2:
        raise CourseError(
            f"answers: {given.size} is too few to say how sure the score is; two are the least."
        )
    return given
