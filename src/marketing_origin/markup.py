"""The little Markdown that feedback and quizzes may hold: `code`, *emphasis*, **strong**, nothing else."""

import html
import re

_PARTS = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>\S(?:.*?\S)?)\*\*|\*(?P<em>\S(?:[^*]*?\S)?)\*", re.DOTALL
)


def to_html(text: str) -> str:
    """Turn the little Markdown of `text` into HTML; everything else in it is escaped."""
    pieces, end = [], 0
    for part in _PARTS.finditer(text):
        tag = part.lastgroup
        inner = html.escape(part[tag]) if tag == "code" else to_html(part[tag])
        pieces += [html.escape(text[end : part.start()]), f"<{tag}>{inner}</{tag}>"]
        end = part.end()
    return "".join([*pieces, html.escape(text[end:])])
