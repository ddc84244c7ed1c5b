"""The whole ledger as one page: every claim with its sources, its figures and its verdict."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

import pandas as pd

from marketing_origin import course_files
from marketing_origin.claims.ledger import EVIDENCE, VERDICTS, as_shown, compute, function_of, load
from marketing_origin.glued import without_minus_zero
from marketing_origin.markup import to_html

CHINESE = re.compile(r"[\u3400-\u9fff]+")
#: Data sets with a page of their own in chapter 0.2; the others share one.
OWN_PAGES = ("bank", "cdnow", "club", "journey", "telco")
NO_VERDICT = "no verdict yet"

# Colours are the page's where it has names for them, else the text's own.
STYLE = """
.mo-ledger{font-family:var(--mo-font,inherit);overflow-wrap:anywhere}
.mo-ledger-find{display:none}
:root[data-theme] .mo-ledger-find{display:grid;gap:.6rem .8rem;
grid-template-columns:repeat(auto-fit,minmax(min(100%,9rem),1fr));align-items:end;margin:0 0 .8rem}
.mo-ledger-find label{display:block;font-size:.9em}
.mo-ledger-find :is(input,select,button){box-sizing:border-box;width:100%;height:2.5rem;padding:0 .6rem;
border:1px solid rgb(128 128 128);border-radius:6px;background:var(--mo-paper,Canvas);color:inherit;
font:inherit}
.mo-ledger-find .mo-ledger-words{grid-column:1/-1}
.mo-ledger-count{margin:0 0 1rem;font-weight:650}
.mo-claim{margin:0 0 1rem;padding:.9rem 1.1rem;border:1px solid var(--mo-edge,rgb(128 128 128/.4));
border-radius:8px;scroll-margin-top:5rem}
.mo-claim:target{border-color:var(--mo-accent,currentColor)}
.mo-ledger .mo-claim h3{margin:0 0 .3rem;font-size:1.1em;line-height:1.3}
.mo-claim h3 a{margin-right:.3em}
.mo-ledger .mo-claim p{margin:0 0 .5rem}
.mo-ledger .mo-claim dl{margin:.6rem 0}
.mo-ledger .mo-claim dt{font-weight:650}
.mo-ledger .mo-claim dd{margin:0 0 .6rem}
.mo-ledger .mo-figures{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem 1rem}
.mo-ledger .mo-claim .mo-figures>*{margin:0}
.mo-ledger .mo-figures dd{text-align:right;font-variant-numeric:tabular-nums;font-weight:400}
.mo-ledger .mo-figures dt{font-weight:400}
.mo-kind{display:inline-block;font-size:.9em}
@media print{:root .mo-ledger .mo-ledger-find,.mo-ledger-count{display:none}
.mo-claim details::details-content{content-visibility:visible}.mo-claim summary{display:none}
.mo-claim dl{break-inside:auto}.mo-claim dt{break-after:avoid}}
""".strip()


@dataclass(frozen=True)
class Overview:
    """The claims with their figures; shows itself as a page in a notebook, as text elsewhere.

    Attributes
    ----------
    rows : DataFrame
        The ledger, as `claims.load()` gives it.
    figures : dict
        The figures of each claim by its id, as `claims.compute` gives them; none where nothing is computed.
    """

    rows: pd.DataFrame
    figures: dict[str, dict[str, float]]

    def __repr__(self) -> str:
        lines = []
        for claim, row in self.rows.iterrows():
            lines.append(f"{claim} {row['statement']} {_verdict(row)}; evidence: {row['evidence']}")
            lines += [f"  {name}: {shown(name, number)}" for name, number in self.figures[claim].items()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        cards = "".join(self._card(claim) for claim in self.rows.index)
        return (
            f"<style>{STYLE}</style><div class='mo-ledger'>{self._form()}"
            f"<p class='mo-ledger-count' role='status'>{len(self.rows)} claims</p>{cards}</div>"
        )

    def to_csv(self) -> str:
        """Return the ledger as CSV, a row a claim, its figures in one more column, as they are shown."""
        results = {
            claim: "; ".join(f"{name} {shown(name, number)}" for name, number in figures.items())
            for claim, figures in self.figures.items()
        }
        return self.rows.assign(results=results).to_csv(lineterminator="\n")

    def to_bibtex(self) -> str:
        """Return an entry for every claim, with its verdict, and the works that the ledger names."""
        entries = [_claim_entry(claim, row) for claim, row in self.rows.iterrows()]
        named = _works(self.rows["references"])
        return "\n\n".join([*entries, *(entry for entry in named.values())]) + "\n"

    def downloads(self) -> "Downloads":
        """Return links under which the ledger can be had as a table and as a bibliography."""
        return Downloads({"claims.csv": self.to_csv(), "claims.bib": self.to_bibtex()})

    def _form(self) -> str:
        chapters = sorted({number for numbers in self.rows["chapter"] for number in numbers.split()})
        choices = {
            "verdict": ("Verdict", [*VERDICTS, *([NO_VERDICT] if self.rows["verdict"].isna().any() else [])]),
            "chapter": ("Chapter", chapters),
            "evidence": ("Kind of evidence", list(EVIDENCE)),
        }
        fields = "".join(
            f"<div><label for='ledger-{name}'>{label}</label>"
            f"<select id='ledger-{name}' name='{name}'><option value=''>all</option>"
            + "".join(f"<option>{choice}</option>" for choice in options)
            + "</select></div>"
            for name, (label, options) in choices.items()
        )
        return (
            "<form class='mo-ledger-find' role='search' aria-label='Find claims'>"
            "<div class='mo-ledger-words'>"
            '<label for="ledger-words">Words, in English or <span lang="zh-Hans">中文</span></label>'
            "<input type='search' id='ledger-words' name='words' autocomplete='off'></div>"
            f"{fields}<button type='reset'>Show all</button></form>"
        )

    def _card(self, claim: str) -> str:
        row = self.rows.loc[claim]
        verdict = _verdict(row)
        look = f" class='verdict verdict-{verdict.replace(' ', '-')}'" if verdict in VERDICTS else ""
        language = "zh-Hant" if "training text 2" in row["repeated_in"] else "zh-Hans"
        conclusion = "" if pd.isna(row["conclusion"]) else f"<p>{_words(row['conclusion'])}</p>\n"
        told = "\n".join(f"<dt>{term}</dt><dd>{said}</dd>" for term, said in self._told(claim))
        return (
            f"\n<article class='mo-claim' id='{claim}' data-verdict='{verdict}' "
            f"data-evidence='{row['evidence']}' data-chapter='{row['chapter']}'>\n"
            f"<h3><a href='#{claim}'>{claim}</a> {_words(row['statement'])}</h3>\n"
            f'<p><span lang="{language}">{html.escape(row["statement_zh"])}</span></p>\n'
            f"<p><strong{look}>{verdict}</strong> "
            f"<span class='mo-kind'>Evidence: {row['evidence']}</span></p>\n{conclusion}"
            f"<details><summary>Sources and figures of {claim}</summary>\n<dl>{told}</dl></details>\n"
            f"<p>{_checks(claim, row['chapter'])}</p>\n</article>\n"
        )

    def _told(self, claim: str) -> Iterable[tuple[str, str]]:
        """Give what the ledger says of a claim: terms and what is said of each, as HTML."""
        row = self.rows.loc[claim]
        yield "Where it is repeated", _words(row["repeated_in"])
        yield "Who is said to have measured it", _words(row["primary_source"])
        yield "What was measured", _words(row["measured"])
        yield f"How far that is verified ({row['source_status']})", _words(row["verification"])
        yield f"What the verdict rests on ({row['evidence']})", _words(row["evidence_note"])
        if self.figures[claim]:
            what, meaning = _told_by(claim)
            figures = "".join(
                f"<dt><code>{name}</code></dt><dd>{shown(name, number)}</dd>"
                for name, number in self.figures[claim].items()
            )
            on = _data(row["computed_on"])
            yield "Computed here", f"{what} {on}\n<dl class='mo-figures'>{figures}</dl>\n{meaning}"


@dataclass(frozen=True)
class Downloads:
    """Files that a page offers, text by name, as links that need no server."""

    files: dict[str, str]

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {len(text.splitlines())} lines" for name, text in self.files.items())

    def _repr_html_(self) -> str:
        links = (
            f'<a download="{name}" href="data:text/plain;charset=utf-8,{quote(text)}">{name}</a>'
            for name, text in self.files.items()
        )
        return f"<p>Download: {', '.join(links)}</p>"


@dataclass(frozen=True)
class Meanings:
    """Words and what each means in the ledger, as a list."""

    of: dict[str, str]

    def __repr__(self) -> str:
        return "\n".join(f"{word}: {meaning}" for word, meaning in self.of.items())

    def _repr_html_(self) -> str:
        terms = "".join(f"<dt>{word}</dt><dd>{html.escape(said)}</dd>" for word, said in self.of.items())
        return f"<dl>{terms}</dl>"


def meanings(of: dict[str, str]) -> Meanings:
    """Return `claims.VERDICTS` or `claims.EVIDENCE` as a list to be read."""
    return Meanings(of)


def overview() -> Overview:
    """Return every claim with its figures, computed now (some seconds)."""
    rows = load()
    return Overview(rows, {claim: compute(claim) if function_of(claim) else {} for claim in rows.index})


def shown(name: str, number: float) -> str:
    """Return a figure as the ledger shows it: by the end of its name, else by its size."""
    value, spec = as_shown(name, number)
    return without_minus_zero(f"{value:{spec}}") + (" points" if name.endswith("_points") else "")


def _verdict(row: pd.Series) -> str:
    return NO_VERDICT if pd.isna(row["verdict"]) else row["verdict"]


def _words(text: str) -> str:
    """Return a text as HTML, its Chinese words marked as Chinese."""
    return CHINESE.sub(lambda found: f'<span lang="zh-Hans">{found[0]}</span>', html.escape(text))


def _told_by(claim: str) -> tuple[str, str]:
    """Return what a claim's function says that it computes, and what it says of its figures."""
    said = " ".join((function_of(claim).__doc__ or "").split()).removeprefix("Return ")
    what, _, meaning = said.partition(". ")
    return f"{_capital(to_html(what))}.", f"<p>{to_html(meaning)}</p>" if meaning else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _data(names: str) -> str:
    """Say on which data a claim was computed, with links to their pages."""
    if pd.isna(names):
        return "From formulas and published or made-up figures alone."
    pages = {name: f"data_{name if name in OWN_PAGES else 'small'}" for name in names.split()}
    links = (f"<a href='../0_start_here/{page}.html'><code>{name}</code></a>" for name, page in pages.items())
    return f"On {', '.join(links)}."


def _checks(claim: str, numbers: str) -> str:
    """Return links to the chapters that treat a claim; the first holds its check."""
    pages = {n: course_files.page_of(path) for n, path in course_files.chapter_files("book", ".md").items()}
    pages |= {
        n: course_files.page_of(path) for n, path in course_files.chapter_files("solutions", ".py").items()
    }
    first, *others = numbers.split()
    if first not in pages:
        return f"Its check belongs to chapter {first}, which is to come."
    links = [f"<a href='../{pages[first]}.html#claim-{claim.lower()}'>Its check in chapter {first}</a>"]
    links += [f"<a href='../{pages[n]}.html'>chapter {n}</a>" if n in pages else n for n in others]
    return ", also in ".join([links[0], " and ".join(links[1:])]) if others else links[0]


def _claim_entry(claim: str, row: pd.Series) -> str:
    """Return a BibTeX entry for a claim of this ledger."""
    rests_on = f"Verdict: {_verdict(row)}. Evidence: {row['evidence']}."
    fields = {
        "author": "{The authors of Back to the Origin of Marketing}",
        "title": f"{{Claim {claim}: {row['statement']}}}",
        "howpublished": "The claims ledger, chapter 5.2",
        "note": f"{rests_on} Primary source: {row['primary_source']}",
        "keywords": claim if pd.isna(row["references"]) else f"{claim}, {row['references']}",
    }
    inside = ",\n".join(f"  {name} = {{{_tex(text)}}}" for name, text in fields.items())
    return f"@misc{{claim-{claim.lower()},\n{inside}\n}}"


def _tex(text: str) -> str:
    """Return a text with the signs escaped that mean something else to TeX."""
    return re.sub(r"([&%$#_])", r"\\\1", text)


def _works(keys: pd.Series) -> dict[str, str]:
    """Return the bibliography's entries that claims name, as they stand, by key."""
    source = (course_files.ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    entries = {
        re.match(r"@\w+\{([^,]+),", entry)[1]: entry.strip()
        for entry in re.split(r"^(?=@)", source, flags=re.MULTILINE)
        if entry.startswith("@")
    }
    wanted = sorted({key for names in keys.dropna() for key in names.split()})
    return {key: entries[key] for key in wanted}
