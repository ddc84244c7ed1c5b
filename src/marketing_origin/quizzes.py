"""The quizzes of the chapters: `quiz("4.1")` shows `book/<part>/4_1_clv_formula.quiz.toml`.

    [[question]]
    ask = "A member pays 40 a month, in advance. When does the **first** margin arrive?"

    [[question.option]]
    say = "At once"
    right = true
    why = "She pays before she trains, so it is neither discounted nor uncertain."

    [[question.option]]
    say = "After a month"
    why = "That is the convention of `first_margin='end'`: it would leave 40 out of every member's value."

One option of each question is right, not always the first, and every option has its `why`; texts may hold
`code`, *emphasis* and **strong**, and {{name}} for a number that the chapter has glued under that name, so
that a computed number need not be typed. The quiz is plain HTML, and choosing an option shows its
explanation by style alone: it needs no script and is the same in a notebook and on the site.
"""

import html
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_lowercase

from marketing_origin import course_files, glued
from marketing_origin.errors import CourseError, nearest
from marketing_origin.markup import to_html

# Colours are tints and edges over whatever is behind: the same in dark mode.
STYLE = """
.mo-quiz{line-height:1.5;overflow-wrap:anywhere}
.mo-quiz fieldset{border:1px solid rgb(128 128 128);border-radius:.4rem;margin:1rem 0;padding:.5rem 1rem;
min-width:0}
.mo-quiz legend{float:left;width:100%;margin:0 0 .3rem;padding:0;font-size:1em;font-weight:600}
.mo-quiz legend+*{clear:both}
.mo-quiz-option{display:grid;grid-template-columns:1.75rem 1fr;align-items:baseline}
.mo-quiz input{width:1.1rem;height:1.1rem;margin:0;align-self:start;margin-top:.55rem}
.mo-quiz label{display:block;margin:0;padding:.3rem 0;cursor:pointer}
.mo-quiz-why{grid-column:2}
.mo-quiz-why p{display:none;margin:0 0 .5rem;padding:.4rem .8rem;border-radius:.25rem;color:inherit}
.mo-quiz input:checked~.mo-quiz-why p{display:block}
.mo-quiz .mo-right{border-left:.35rem solid rgb(34 139 94);background:rgb(34 139 94/.12)}
.mo-quiz .mo-wrong{border-left:.35rem solid rgb(196 113 20);background:rgb(196 113 20/.12)}
.mo-quiz button{font:inherit;color:inherit;background:none;border:1px solid rgb(128 128 128);
border-radius:.25rem;padding:.25rem .75rem;cursor:pointer}
.mo-quiz-answers{display:none}
@media print{
.mo-quiz button,.mo-quiz .mo-quiz-why{display:none}
.mo-quiz fieldset{break-inside:avoid}
.mo-quiz-answers{display:block;font-size:.85em}
}
""".strip()


@dataclass(frozen=True)
class Option:
    """One option: what it says, whether it is right, and why."""

    say: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Quiz:
    """A chapter's quiz; shows itself in a notebook, as text elsewhere.

    Attributes
    ----------
    name : str
        The chapter, such as "4.1".
    questions : tuple of (str, tuple of Option)
        What is asked, and its options.
    """

    name: str
    questions: tuple[tuple[str, tuple[Option, ...]], ...]
    # Of a right option and of another: look, icon, words.
    verdict = {True: ("right", "✓", "Right."), False: ("wrong", "↻", "Not so.")}

    @property
    def title(self) -> str:
        """What it is called."""
        return f"Quiz of chapter {self.name}"

    def __repr__(self) -> str:
        lines = [self.title]
        for number, (ask, options) in enumerate(self.questions, 1):
            lines += ["", f"{number}. {ask}"]
            lines += [f"   {_letter(index)}) {option.say}" for index, option in enumerate(options)]
        lines += ["", "Answers"]
        for number, (_, options) in enumerate(self.questions, 1):
            lines += [
                f"{number}{_letter(index)}) {self.verdict[option.right][2]} {option.why}"
                for index, option in enumerate(options)
            ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        fields = "".join(self._fieldset(number) for number in range(1, len(self.questions) + 1))
        # The disabled button keeps the Enter key from submitting the form, which would load the page anew.
        return (
            f"<style>{STYLE}</style>"
            f"<form class='mo-quiz' aria-label='{html.escape(self.title)}'>"
            f"<button type='submit' disabled hidden></button>{fields}"
            f"<button type='reset'>Clear my choices</button>{self._answers()}</form>"
        )

    def _fieldset(self, number: int) -> str:
        """Write one question with its options."""
        ask, options = self.questions[number - 1]
        group = f"quiz-{self.name.replace('.', '-')}-{number}"
        rows = []
        for index, option in enumerate(options):
            look, icon, verdict = self.verdict[option.right]
            chosen = f"{group}-{_letter(index)}"
            # The attribute tells JupyterLab to leave the arrow keys to the options.
            rows.append(
                f"<div class='mo-quiz-option'>"
                f"<input type='radio' name='{group}' id='{chosen}' data-lm-suppress-shortcuts='true'>"
                f"<label for='{chosen}'>{_letter(index)}) {to_html(option.say)}</label>"
                f"<div class='mo-quiz-why' aria-live='polite'><p class='mo-{look}'>"
                f"<strong><span aria-hidden='true'>{icon}</span> {verdict}</strong> {to_html(option.why)}"
                "</p></div></div>"
            )
        return f"<fieldset><legend>{number}. {to_html(ask)}</legend>{''.join(rows)}</fieldset>"

    def _answers(self) -> str:
        """Write the explanations that stand below the quiz on paper."""
        rows = [
            f"<p>{number}{_letter(index)} <b>{self.verdict[option.right][2]}</b> {to_html(option.why)}</p>"
            for number, (_, options) in enumerate(self.questions, 1)
            for index, option in enumerate(options)
        ]
        return f'<div class="mo-quiz-answers"><p><strong>Answers</strong></p>{"".join(rows)}</div>'


def quiz(name: str) -> Quiz:
    """Return the quiz of a chapter, such as "4.1", with the numbers that the chapter has glued.

    Raises
    ------
    CourseError
        There is no such quiz (the nearest is offered), or it shows a number that has not been glued.
    """
    known = files()
    if not isinstance(name, str) or name not in known:
        listed = ", ".join(sorted(known))
        raise CourseError(f"There is no quiz {name!r}.{nearest(name, known) or f' There are {listed}.'}")
    return filled(read(name, known[name]))


def filled(empty: Quiz) -> Quiz:
    """Return the quiz with the glued numbers in its texts; CourseError where one has not been glued."""

    def number(match: re.Match) -> str:
        if match[1] not in glued.TEXTS:
            raise CourseError(
                f"Quiz {empty.name} shows the number {match[1]!r}: run the cells above, which glue it, first."
                f"{nearest(match[1], glued.TEXTS)}"
            )
        return glued.in_prose(glued.TEXTS[match[1]])

    def fill(text: str) -> str:
        return re.sub(r"\{\{\s*([\w-]+)\s*\}\}", number, text)

    questions = (
        (fill(ask), tuple(Option(fill(option.say), fill(option.why), option.right) for option in options))
        for ask, options in empty.questions
    )
    return replace(empty, questions=tuple(questions))


def files() -> dict[str, Path]:
    """Return the file of every quiz, by chapter."""
    return course_files.chapter_files("book", ".quiz.toml")


def read(name: str, file: Path) -> Quiz:
    """Read and check a quiz; a CourseError names the file, the question and what is amiss."""
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{file.name} is not TOML: {error}.") from error
    questions = content.get("question")
    if not questions or not isinstance(questions, list):
        raise CourseError(f"{file.name} holds no [[question]].")
    return Quiz(name, tuple(_question(f"{file.name}, question {n}", q) for n, q in enumerate(questions, 1)))


def _question(where: str, content: dict) -> tuple[str, tuple[Option, ...]]:
    """Check one question."""
    _only(where, content, {"ask": str, "option": list})
    options = []
    for index, option in enumerate(content["option"]):
        _only(f"{where}, option {_letter(index)}", option, {"say": str, "why": str}, {"right": bool})
        options.append(Option(**option))
    if len(options) < 2 or len({option.say for option in options}) < len(options):
        raise CourseError(f"{where} needs two or more options, all different.")
    if sum(option.right for option in options) != 1:
        raise CourseError(f"{where}: exactly one option needs `right = true`.")
    return content["ask"], tuple(options)


def _only(
    where: str, content: object, keys: dict[str, type], optional: dict[str, type] | None = None
) -> None:
    """Require these keys, filled with these types, allow the optional ones, and no others."""
    if not isinstance(content, dict):
        raise CourseError(f"{where} is not a table of {', '.join(keys)}.")
    known = keys | (optional or {})
    for key, value in content.items():
        if key not in known:
            raise CourseError(f"{where}: {key!r} is not known.{nearest(key, known)}")
        if not isinstance(value, known[key]) or value in ("", []):
            raise CourseError(f"{where}: `{key}` has to be a filled {known[key].__name__}.")
    for key in keys.keys() - content.keys():
        raise CourseError(f"{where}: `{key}` is missing.")


def _letter(index: int) -> str:
    """Return the letter of an option."""
    return ascii_lowercase[index]
