"""The self-assessment of chapter 0.1: a question a chapter, and a list of chapters that marks itself.

The questions stand beside the chapter, in `0_1_how_to_use_this_course.self_assessment.toml`, written as those
of a quiz: one for each chapter that has a quiz but 0.1, in the course's order. The list of these chapters is
part of the chapter's text, in a block of the class `mo-begin`, so that its links are those of the site. What
is chosen in the questions marks its lines, by style alone.
"""

from dataclasses import dataclass

from marketing_origin import course_files
from marketing_origin.quizzes import Quiz, filled, read

# The form's own container, the list, and a line of it: what was known, what was not, where to begin.
STYLE = """
.mo-text{counter-reset:mo-known mo-answered}
.mo-start fieldset:has(:checked){counter-increment:mo-answered}
.mo-start fieldset:has(:checked~*>.mo-right){counter-increment:mo-answered mo-known}
.mo-begin::before{content:"You know " counter(mo-known) " of the " counter(mo-answered) " answered."}
.mo-text:not(:has(.mo-start :checked)) .mo-begin::before{content:"No question answered yet."}
.mo-begin::before{font:600 1rem/1.5 var(--mo-font,sans-serif)}
.mo-begin ol{padding-left:2em}
.mo-begin li{padding:.15rem .6rem;border-left:.35rem solid transparent;border-radius:.25rem}
.mo-begin p::before{font:650 .95em var(--mo-font,sans-serif)}
""".strip()
KNOWN = 'content:"✓ Known. "'
NOT_YET = 'content:"↻ Not yet. "'
FIRST = 'content:"→ Begin here. "'
# The first question is about code: a reader who does not know the answer may begin without it.
CODE = 'content:"→ Begin here if you write code. "'
READ = 'content:"→ Begin here if you only read. "'
TINT = "border-color:rgb(196 113 20);background:rgb(196 113 20/.12)"


@dataclass(frozen=True)
class SelfAssessment(Quiz):
    """The questions; shows itself in a notebook with their explanations, on the site with the list."""

    verdict = {True: ("right", "✓", "You know this."), False: ("wrong", "↻", "Not yet.")}

    @property
    def title(self) -> str:
        """What it is called."""
        return "Self-assessment: where to begin"

    def _repr_html_(self) -> str:
        style = f"<style>{STYLE}{marks(len(self.questions))}</style>"
        return f"{style}<div class='mo-start'>{super()._repr_html_()}</div>"


def marks(count: int) -> str:
    """Return the style that marks line k by the answer to question k, and where coder and reader begin."""
    rules = []
    for k in range(1, count + 1):
        line = f".mo-begin li:nth-child({k})"
        rules.append(f".mo-text:has({_chosen(k, 'right')}) {line} p::before{{{KNOWN}}}")
        rules.append(f".mo-text:has({_chosen(k, 'wrong')}) {line} p::before{{{NOT_YET}}}")
        earlier = ",".join(_chosen(j, "wrong") for j in range(2, k))
        first = f".mo-text:has({_chosen(k, 'wrong')})" + (f":not(:has({earlier}))" if earlier else "")
        rules.append(f"{first} {line}{{{TINT}}}{first} {line} p::before{{{FIRST if k > 1 else CODE}}}")
        if k > 1:
            rules.append(f"{first}:has({_chosen(1, 'wrong')}) {line} p::before{{{READ}}}")
    return "".join(rules)


def _chosen(question: int, look: str) -> str:
    """Return the selector of an explanation that is shown because its option is chosen."""
    return f".mo-start fieldset:nth-of-type({question}) :checked~*>.mo-{look}"


def self_assessment() -> SelfAssessment:
    """Return the self-assessment, with the numbers that chapter 0.1 has glued.

    Raises
    ------
    CourseError
        It shows a number that has not been glued: the cells above it have not been run.
    """
    questions = read(
        "0.1-start", course_files.chapter_files("book", ".self_assessment.toml")["0.1"]
    ).questions
    return filled(SelfAssessment("0.1-start", questions))
