"""What a learner sees: one short box in a notebook, a few plain lines in a terminal."""

import html
from dataclasses import dataclass

from marketing_origin.markup import to_html

# A tint over whatever is behind and a middling edge: readable on a white page and on a dark one.
LOOKS = {
    "right": ("✓", "Right", "34 139 94"),
    "self": ("✎", "Compare with the model answer", "59 130 200"),
    "not yet": ("↻", "Not yet", "196 113 20"),
    "unanswered": ("○", "Not answered yet", "128 128 128"),
    "hint": ("?", "Hint", "59 130 200"),
    "solution": ("→", "Worked solution", "59 130 200"),
}


@dataclass(frozen=True)
class Feedback:
    """The answer to an answer.

    Attributes
    ----------
    name : str
        The question, such as "4.1.3".
    status : str
        "right", "not yet", "unanswered" or, for an open question, "self" (the learner compares); the same
        box also shows a "hint" and the way to a "solution".
    message : str
        What to know next, in the little Markdown of `marketing_origin.markup`.
    points : tuple of str
        The points of a model answer.
    link : tuple (address, text) or None
        Where a solution stands.
    mistake : str
        The name of the recognised mistake, "" where none was.
    note : str
        A word about keeping progress, said once.
    """

    name: str
    status: str
    message: str
    points: tuple[str, ...] = ()
    link: tuple[str, str] | None = None
    mistake: str = ""
    note: str = ""

    def __repr__(self) -> str:
        lines = [f"{self.name} {LOOKS[self.status][1]}. {self.message}".rstrip()]
        lines += [f"  - {point}" for point in self.points]
        lines += [f"  {self.link[0]}"] if self.link else []
        lines += [f"  ({self.note})"] if self.note else []
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        icon, word, colour = LOOKS[self.status]
        box = (
            f"border-left:.35rem solid rgb({colour});background:rgb({colour} / .12);color:inherit;"
            "padding:.6rem .9rem;border-radius:.25rem;margin:.3rem 0;line-height:1.5;overflow-wrap:anywhere"
        )
        head = f'<span aria-hidden="true">{icon}</span> {html.escape(self.name)} {word}.'
        parts = [f'<p style="margin:0"><strong>{head}</strong> {to_html(self.message)}</p>']
        if self.points:
            rows = "".join(f"<li>{to_html(point)}</li>" for point in self.points)
            parts.append(f'<ul style="margin:.4rem 0 0">{rows}</ul>')
        if self.link:
            address, text = map(html.escape, self.link)
            link = f'<a href="{address}" style="color:inherit;text-decoration:underline">{text}</a>'
            parts.append(f'<p style="margin:.4rem 0 0">{link}</p>')
        if self.note:
            parts.append(f'<p style="margin:.4rem 0 0"><em>{to_html(self.note)}</em></p>')
        return f'<div role="status" style="{box}">{"".join(parts)}</div>'
