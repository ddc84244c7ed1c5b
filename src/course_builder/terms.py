"""Terms of the glossary in the text: a card with the definition and the Chinese term at every link to one."""

import html
import re
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from course_builder.search import SearchEnglishAndChinese

GLOSSARY = "book/appendices/glossary"
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff][\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]*")
LINK = re.compile(
    r'<a class="reference internal" href="[^"#]*(?:glossary\.html)?#(?P<id>term-[^"]+)"[^>]*>'
    r'<span class="xref std std-term">(?P<text>.*?)</span></a>'
)


@dataclass(frozen=True)
class Term:
    """A term of the glossary: the Chinese one ("" where it has none) and the definition."""

    chinese: str
    definition: str


def terms(env: BuildEnvironment) -> dict[str, Term]:
    """Return the terms of the glossary page by the ids of their anchors."""
    if GLOSSARY not in env.found_docs:
        return {}
    found = {}
    for glossary in env.get_doctree(GLOSSARY).findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            text = " ".join(item.next_node(nodes.definition).next_node(nodes.paragraph).astext().split())
            # "留存率. The share of …": the Chinese term is the first sentence.
            chinese, _, definition = text.partition(". ")
            known = Term(chinese, definition) if CHINESE.search(chinese) else Term("", text)
            found |= {name: known for term in item.findall(nodes.term) for name in term["ids"]}
    return found


def with_cards(body: str, known: dict[str, Term]) -> str:
    """Return the HTML of a page with a card at every link to a term; style alone shows and hides it."""
    count = 0

    def card(match: re.Match) -> str:
        nonlocal count
        term = known.get(match["id"])
        if term is None:
            return match[0]
        count += 1
        chinese = f'<b lang="zh-Hans">{term.chinese}</b> ' if term.chinese else ""
        link = match[0].replace("<a ", f'<a aria-describedby="card-{count}" ', 1)
        text = html.escape(term.definition, quote=False)
        text = CHINESE.sub(lambda found: f'<span lang="zh-Hans">{found[0]}</span>', text)
        return (
            # Sphinx leaves what is of the class headerlink out of the excerpts that its search shows.
            f'<span class="mo-term">{link}<span class="mo-card headerlink" role="tooltip" id="card-{count}">'
            f"{chinese}{text}</span></span>"
        )

    return LINK.sub(card, body)


def target(link: nodes.reference) -> str:
    """Return where a link leads, "…#term-…" for one to a term."""
    return link.get("refuri") or f"#{link.get('refid', '')}"


class ChineseTerms(SphinxPostTransform):
    """Let the search find a term by its Chinese name: in the glossary, and the pages that use it."""

    default_priority = 890

    def run(self, **_: object) -> None:
        """Give every term of the glossary an entry for its Chinese one, and a page those of its terms."""
        known = self.env.marketing_origin_shared[1]
        links = self.document.findall(
            lambda node: isinstance(node, nodes.reference) and "#term-" in target(node)
        )
        names = {known[name].chinese for link in links if (name := target(link).partition("#")[2]) in known}
        words = {word for name in names for word in SearchEnglishAndChinese({}).split(name)}
        if words:
            self.document.append(nodes.meta(name="keywords", content=",".join(sorted(words))))
        for glossary in self.document.findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                text = item.next_node(nodes.definition).astext().strip()
                name = item.next_node(nodes.term)["ids"][0]
                if chinese := CHINESE.search(text.partition(". ")[0]):
                    entry = ("single", chinese[0], name, "main", None)
                    item.next_node(nodes.term).append(addnodes.index(entries=[entry]))


class ChineseText(SphinxPostTransform):
    """Mark Chinese words in the text as Chinese, for voices and for fonts."""

    default_priority = 900

    def run(self, **_: object) -> None:
        """Wrap every run of Chinese characters outside of code in an element of that language."""
        for text in list(self.document.findall(nodes.Text)):
            code = isinstance(text.parent, nodes.literal | nodes.literal_block | nodes.raw | nodes.math)
            if code or not CHINESE.search(text):
                continue
            pieces, end = [], 0
            for match in CHINESE.finditer(text):
                pieces.append(nodes.Text(text[end : match.start()]))
                # docutils turns this class into the attribute `lang`.
                pieces.append(nodes.inline("", match[0], classes=["language-zh-Hans"]))
                end = match.end()
            pieces.append(nodes.Text(text[end:]))
            text.parent.replace(text, [piece for piece in pieces if piece.astext()])
