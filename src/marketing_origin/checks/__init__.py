"""Checks that teach: `check`, `hint`, `solution`, `progress`, and the kinds of question.

Writing the questions of a chapter
----------------------------------
A chapter's questions stand beside its worked solution, in `solutions/<part>/4_1_clv_formula.py`, in a
`Chapter` named `questions`; number and title come from the file's name and the chapter's page:

    from marketing_origin import clv, data
    from marketing_origin.checks import Chapter, mistake, number, series   # and whatever is needed

    questions = Chapter(__file__)

    @questions.add(
        "1",                      # "4.1.1", the exercise's first; "a" is "4.1.a", a *Try it* of the chapter
        title="Value of one member",
        expects=number(unit="money per member"),
        hints=["Look at when the first margin arrives.",                      # what to look at
               "A payment that is sure is not multiplied by the retention rate.",  # the idea
               "Write down the first three terms and sum them as a series."],      # the step
        meaning="So the club may pay up to this much for a member.",         # shown once the answer is right
    )
    def value_of_one_member():
        margin, retention_rate, discount_rate = 100, 0.8, 0.1
        right = margin * (1 + discount_rate) / (1 + discount_rate - retention_rate)
        return right, [
            mistake("first_margin_left_out", right - margin, "You left the first margin out: it is sure."),
        ]

The function is called at the first check, so it may load data. Compute the right answer and every mistake's
value; type none. Numbers are compared with `rel` (default 0.001 of the right value: an answer to be rounded
needs more) and `abs`. Every form of an answer is accepted without your doing. The kinds:

    number(unit="money per member")       one number of any type
    series(by="channel")                  a number or word per label; right is a Series or dict
    table(keys=("month",))                one row per key, the columns of the right DataFrame
    parameters(rel=5e-3)                  right is a dict; a model with `params_`, dict, Series, tuple
    choice({"a": "hold", "b": "let go"})  right is "a"; choice(("Q1", "Q2")): words; choice(): any word
    truth()                               True or False
    items(), items(ordered=True)          a set, or a ranking, of words or whole numbers
    function({"margin": (1.0, 500.0), "periods": (1, 40)}, cases=({"margin": 9.0, "periods": 0},),
             returns=number(), name="f")  right is the function; tried on the cases and on drawn inputs
    explanation(sides={"a": "close them", "b": "keep them"}, points=("Says that …", "Names …"))
                                          open question, answered by a pair (side, text): right is "b", and
                                          every other side has its mistake, which says what that side overlooks;
                                          who takes the right one sees the points and compares

A `mistake` is given by the value that it leads to: of the question's kind (a wrong function for a function),
or a single number where the mistake is to give a total. `mistake_when(name, lambda read: ..., says)` tests
what was read. The first that fits is told: put the special one first, and give `vague=True` to a test that
fits many answers, `possible=True` to a text that says what was done where the answer alone does not show it.
Better than a value is the right way itself with other inputs:

        def value(margin=100, retention_rate=0.8, discount_rate=0.1, first="now"):
            ...

        return value(), [
            mistake("not_discounted", but(value, discount_rate=0), "You did not discount."),
            mistake("first_margin_late", but(value, first="late"), "The first margin is earned now."),
        ], value

Then both at once are known, too, and (for the `value` behind the list) each number of the task taken wrongly:
left out, 1 less it, one more, per month for per year. For a function return the function: `but(rule, ...)`
where `rule(...)` makes one. It must be quick: it is run for every two of them when nothing else fits.

Recognised without your doing (`slips.py`, `diagnosis.py`): right but rounded; per cent for fraction, sign,
complement, upside down, odds, ratio and change, the other base, units of time, thousands; running totals,
labels shifted, reversed, sorted; the sum or mean for each; a mask, positions, values or a table for names;
a table on its side; one slip on top of a known mistake, two known mistakes that add or multiply up, and
each label, column or row by itself, so that what is right is said; missing and extra labels, NaN, infinity,
text for a number, no `return`, wrong parameters, a function that raises (and for which call). Where several
ways lead to one answer, none is asserted; and of an answer that tells too few digits, or is only near, a known
mistake is offered ("It may be this"): give the task numbers with which each way has three digits of its own. For
a choice, give every wrong option its mistake; for an open question, every wrong side. Say what the learner did
and why it fails, never the answer. The task's numbers must keep every mistake apart from the right way.

The answers to test with stand in `tests/solutions/<part>/4_1_clv_formula.py`, two right forms or more and
four wrong ones or more a question, each wrong one with the mistake's name or a piece of the message; every
mistake must occur, there or among the wrong ways of `tests/wrong_ways`, which count what is said to answers
that no bank holds (`python tests/wrong_ways/measure.py 4.1 --show generic`). `one_number.py 4.1`, beside it,
finds mistakes to which another way leads by the task's numbers alone. What is callable is called first: wrap a
function in a lambda.

    RIGHT = {"4.1.1": [366.6667, lambda: pd.Series([366.6667])]}
    WRONG = {"4.1.1": [(266.6667, "first_margin_left_out"), (36666.67, "per cent"), ...]}

What a bank needs of the questions' file: `questions_of("4.1").club_joiners`. The exercise itself is written
as its solution, `solutions/<part>/4_1_clv_formula.md`: see `course_builder/exercises.py`.
"""

from marketing_origin.checks.kinds import (
    choice,
    explanation,
    function,
    items,
    number,
    parameters,
    series,
    table,
    truth,
)
from marketing_origin.checks.learner import check, hint, progress, solution
from marketing_origin.checks.question import Chapter, mistake, mistake_when, questions_of
from marketing_origin.checks.ways import but

__all__ = [
    "Chapter",
    "but",
    "check",
    "choice",
    "explanation",
    "function",
    "hint",
    "items",
    "mistake",
    "mistake_when",
    "number",
    "parameters",
    "progress",
    "questions_of",
    "series",
    "solution",
    "table",
    "truth",
]
