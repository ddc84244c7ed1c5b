"""The course's one Sphinx extension: its theme, and everything of ours that stands on Jupyter Book.

The theme is our own: semantic HTML on Sphinx's `basic`, one style sheet, one small script, no icon font. A
page loads what its content needs and nothing else, and nothing from another host.
"""

import hashlib
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import nbformat
import sphinx_design
import sphinxcontrib.katex
from docutils import nodes
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.locale import admonitionlabels
from sphinx.util import logging

from course_builder import fonts
from course_builder.browser_python.in_page.stand_ins import MINUS_ZERO
from course_builder.contents import contents, course_metadata
from course_builder.node import node_path
from course_builder.paths import BUILD, NODE_MODULES, PACKAGE, ROOT
from course_builder.readable import readable
from course_builder.search import SearchEnglishAndChinese
from course_builder.terms import CHINESE, ChineseTerms, ChineseText, terms, with_cards
from course_builder.verdicts import Verdicts
from marketing_origin.palette import SERIES_DARK, SERIES_LIGHT

THEME = Path(__file__).parent / "theme"
ASSETS = BUILD / "assets"
WIDGET_FILES = ("explore.css", "explore.js")
# A page that holds the text on the left needs the files on the right; the site's own style has the last word.
LOADED = {
    'class="katex': ["katex.css"],
    "sd-": ["sphinx-design.min.css"],
    "sd-tab-set": ["design-tabs.js"],
    "mo-explore": [*WIDGET_FILES],
    "mo-ledger": ["ledger.js"],
    "": ["site.css", "site.js"],
}
CODE_STYLES = ("github-light-high-contrast", "github-dark")
# What other packages write, and what assistive technology needs instead.
MENDED = {
    ' role="doc-biblioentry"': ' role="listitem"',
    ' aria-label="Toggle hidden content"': "",
    '<input class="task-list-item-checkbox"': '<input class="task-list-item-checkbox" aria-label="done"',
    "<th></th>": "<td></td>",
    # KaTeX draws the sign of a root; the formula's words stand beside it.
    'svg xmlns="http://www.w3.org/2000/svg" width="400em"': 'svg aria-hidden="true" width="400em"',
}
# Most of the code are names and signs in the colour of text: they need no elements of their own.
PLAIN_TOKEN = re.compile(r'<span class="(?:n|nn|o|p|w)">([^<]*)</span>')
# A narrow table would break a date at its hyphens.
DATE_CELL = re.compile(r"<(t[dh])>(?=\d{4}-\d{2})")
# A phone breaks the name of a column where it has an underscore.
COLUMN_NAME = re.compile(r"(?<=<th>)\w+_\w+(?=</th>)")
MODEL = re.compile(r'(<script type="application/json" class="mo-model")>(.*?)</script>', re.DOTALL)
DOWNLOAD = re.compile(r'<a download="(?P<name>[^"]+)" href="data:text/plain;charset=utf-8,(?P<text>[^"]*)">')
NUMBERED_TITLE = re.compile(r"<h1>(\d+\.\d+) ")
DESCRIPTION_LENGTH = 140
log = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict:
    """Register the extension's parts."""
    sphinxcontrib.katex.NODEJS_BINARY = str(node_path())
    # Its 5 seconds are too few on a busy machine, and a server that comes later is never stopped.
    sphinxcontrib.katex.STARTUP_TIMEOUT = 120
    sphinxcontrib.katex.KaTeXServer.start_server_process = formula_server
    app.add_search_language(SearchEnglishAndChinese)
    app.add_html_theme("marketing_origin", str(THEME))
    # Pages are written anew when the theme or this code changes.
    app.add_config_value("marketing_origin_theme", theme_version(), "html")
    # Jupyter Book sets it for an extension that is not used here.
    app.add_config_value("comments_config", {}, "")
    app.add_js_file("site.js", defer="defer")
    app.add_js_file("ledger.js", type="module")
    app.add_js_file("explore.js", type="module")
    app.add_post_transform(ChineseTerms)
    app.add_post_transform(ChineseText)
    app.add_post_transform(Verdicts)
    app.add_node(nodes.table, override=True, html=(visit_table, depart_table))
    app.add_node(nodes.admonition, override=True, html=(visit_admonition, depart_admonition))
    app.connect("config-inited", configure)
    app.connect("env-updated", refresh)
    app.connect("html-page-context", complete_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def formula_server(folder: Path, timeout: float) -> tuple[subprocess.Popen, socket.socket]:
    """Start KaTeX in a process of its own and return it with a connection to it.

    In place of the package's own, which takes the socket's file for somebody who listens. Its network port
    waits 80 ms for every formula: two small messages each way, the second of which is held back.
    """
    path = folder / "katex.sock"
    command = sphinxcontrib.katex.KaTeXServer.build_command(socket=path)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
    for _ in range(int(timeout / 0.01)):
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(path))
            return process, connection
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
    raise sphinxcontrib.katex.KaTeXServer.timeout_error(timeout)


def theme_version() -> str:
    """Hash the theme and the extension's code."""
    files = [*THEME.rglob("*"), *Path(__file__).parent.glob("*.py")]
    content = b"".join(path.read_bytes() for path in sorted(files) if path.is_file())
    return hashlib.sha256(content).hexdigest()


def configure(app: Sphinx, config: Config) -> None:
    """Settle what `_config.yml` has no word for."""
    # Jupyter Book fills in options of the theme that it expects.
    config.html_theme_options = {}
    ASSETS.mkdir(parents=True, exist_ok=True)
    config.html_static_path.append(str(ASSETS))
    config.html_additional_pages["404"] = "404.html"
    config.katex_css_path = "katex.css"


def refresh(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Make style sheets and fonts; have the pages written anew that show what has changed elsewhere.

    All pages show the contents and the glossary's terms; a page with a widget holds the widgets' style. A page with
    terms of its own is always written anew: of one that is not, Sphinx forgets the terms in its search index (7.4.7).
    """
    sources = {name: Path(env.doc2path(name)).read_text(encoding="utf-8") for name in env.found_docs}
    make_assets("".join(sources.values()))
    shared = (contents(env), terms(env))
    widgets = "".join((ASSETS / name).read_text(encoding="utf-8") for name in WIDGET_FILES)
    known = getattr(env, "marketing_origin_shared", None), getattr(env, "marketing_origin_widgets", None)
    env.marketing_origin_shared, env.marketing_origin_widgets = shared, widgets
    if shared != known[0]:
        return list(sources)
    with_terms = [name for name, entries in env.get_domain("index").entries.items() if entries]
    return with_terms + [
        name for name, text in sources.items() if "mo-explore" in text and widgets != known[1]
    ]


def make_assets(text: str) -> None:
    """Write what pages load into the folder that Sphinx copies to `_static`; `text` is that of all pages."""
    fonts.reading_fonts(ASSETS / "fonts")
    fonts.chinese_font(ASSETS / "fonts", "".join(CHINESE.findall(text)) or "中")
    fonts.licences(ASSETS / "fonts")
    (ASSETS / "site.css").write_text(style_sheet(), encoding="utf-8")
    for name in ("site.js", "ledger.js", "search.js"):
        shutil.copyfile(THEME / name, ASSETS / name)
    for name in WIDGET_FILES:
        shutil.copyfile(PACKAGE / "widgets" / "static" / name, ASSETS / name)
    design = Path(sphinx_design.__file__).parent / "static" / "sphinx-design.min.css"
    shutil.copyfile(design, ASSETS / design.name)
    katex = NODE_MODULES / "katex" / "dist"
    # Every browser that reads this site knows woff2.
    older = re.compile(r',url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)')
    css = older.sub("", (katex / "katex.min.css").read_text(encoding="utf-8"))
    (ASSETS / "katex.css").write_text(css, encoding="utf-8")
    for path in (katex / "fonts").glob("*.woff2"):
        shutil.copyfile(path, ASSETS / "fonts" / path.name)


def style_sheet() -> str:
    """Return the theme's style sheet with the colours of series and of code."""
    series = "".join(
        f"--mo-series-{number}: light-dark({light}, {dark});"
        for number, (light, dark) in enumerate(zip(SERIES_LIGHT, SERIES_DARK, strict=True), 1)
    )
    light, dark = (get_style_by_name(name) for name in CODE_STYLES)
    code: dict[str, list[str]] = {}
    for token, name in STANDARD_TYPES.items():
        pair = light.style_for_token(token)["color"], dark.style_for_token(token)["color"]
        if name and all(pair):
            code.setdefault("light-dark(#{}, #{})".format(*pair), []).append(f".highlight .{name}")
    rules = "\n".join(f"{', '.join(names)} {{ color: {colour}; }}" for colour, names in code.items())
    own = (THEME / "site.css").read_text(encoding="utf-8")
    return f":root {{ {series} }}\n{rules}\n{own}"


def complete_page(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Give a page's template what it shows, and the page what it loads."""
    env = app.env
    parts, known = env.marketing_origin_shared
    body = with_grids_apart(context.get("body", ""), page, Path(app.outdir), context["pathto"])
    body = with_downloads_apart(body, Path(app.outdir), context["pathto"])
    body = context["body"] = mended(with_cards(body, known))
    if "katex-error" in body:
        log.warning("a formula is not valid LaTeX", location=page, type="katex")
    loaded = [name for mark, names in LOADED.items() if mark in body for name in names]
    context["style"] = "".join(inlined(name, context["pathto"]) for name in loaded if name.endswith(".css"))
    context["script_files"] = [file for file in context["script_files"] if loaded_as(file) in loaded]
    logo = (THEME / "logo.svg").read_text(encoding="utf-8")
    context["logo"] = re.sub(r'role="img" aria-label="[^"]*"', 'aria-hidden="true"', logo)
    context["parts"] = parts
    context["part"] = next((part for part in parts if part.holds(page)), None)
    if page.startswith("solutions/"):
        context["title"] = f"Solution: {context['title']}"
    context["description"] = description(env, page, doctree) if doctree else ""
    context["notebook"], context["source"] = source_links(env, page)
    copy_sources(app, page)
    context["has_sections"] = context.get("toc", "").count("<li>") > 1
    context["base"] = app.config.html_baseurl


def mended(body: str) -> str:
    """Return the HTML of a page with what other packages write put right, and its number set apart."""
    for wrong, right in MENDED.items():
        body = body.replace(wrong, right)
    body = MINUS_ZERO.sub("", body)
    body = DATE_CELL.sub(r'<\1 class="mo-date">', PLAIN_TOKEN.sub(r"\1", body))
    body = COLUMN_NAME.sub(lambda name: name[0].replace("_", "_<wbr>"), body)
    return NUMBERED_TITLE.sub(r'<h1><span class="mo-number">\1</span> ', body, count=1)


def with_grids_apart(body: str, page: str, site: Path, pathto: Callable[..., str]) -> str:
    """Move the grids of a page's widgets into files, so that the page shows before they have arrived."""
    count = 0

    def apart(match: re.Match) -> str:
        nonlocal count
        count += 1
        name = f"_static/explore/{page.replace('/', '-')}-{count}.json"
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(match[2], encoding="utf-8")
        version = hashlib.sha256(match[2].encode()).hexdigest()[:8]
        return f'{match[1]} data-src="{pathto(name, 1)}?v={version}"></script>'

    return MODEL.sub(apart, body)


def with_downloads_apart(body: str, site: Path, pathto: Callable[..., str]) -> str:
    """Move the files that a page carries in its links, as in a notebook, to where the links then lead."""

    def apart(match: re.Match) -> str:
        name = f"_static/downloads/{match['name']}"
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(unquote(match["text"]), encoding="utf-8", newline="")
        return f'<a download="{match["name"]}" href="{pathto(name, 1)}">'

    return DOWNLOAD.sub(apart, body)


def inlined(name: str, pathto: Callable[..., str]) -> str:
    """Return a style sheet to stand in the page: a few kB spare a phone a round trip before it shows."""
    css = (ASSETS / name).read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s+", " ", css).replace("url(fonts/", f"url({pathto('_static/fonts/', 1)}")


def loaded_as(file: object) -> str:
    """Return the name under which a script stands in `_static`."""
    return str(getattr(file, "filename", file)).removeprefix("_static/")


def description(env: BuildEnvironment, page: str, doctree: nodes.document) -> str:
    """Return what a page is about, for search engines and link previews, in some 140 characters.

    An exercise or a solution is about its objectives; any other page begins with its matter.
    """
    if page.startswith(("exercises/", "solutions/")):
        kind = "Solution. " if page.startswith("solutions/") else ""
        objectives = "; ".join(course_metadata(env, page).get("objectives", []))
        text = re.sub("[*`]", "", f"{kind}{env.titles[page].astext()}: {objectives}")
    else:
        text = beginning(doctree)
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"


def beginning(doctree: nodes.document) -> str:
    """Return the first paragraph of a page's own text; its title where there is none of some length."""
    for paragraph in doctree.findall(nodes.paragraph):
        ancestor = paragraph.parent
        while ancestor is not None and "mo-header" not in ancestor.get("classes", []):
            ancestor = ancestor.parent
        text = " ".join(paragraph.astext().split())
        if ancestor is None and len(text) > 40:
            return text
    return doctree.next_node(nodes.title).astext()


def source_links(env: BuildEnvironment, page: str) -> tuple[str, str]:
    """Return the addresses of a page's notebook and of its source, "" where there is none to give."""
    if page not in env.found_docs:
        return "", ""
    notebook = f"_sources/{page}.ipynb" if env.doc2path(page).endswith(".ipynb") else ""
    # The source of an exercise is its solution.
    text = not page.startswith("exercises/") and (ROOT / f"{page}.md").exists()
    return notebook, f"_sources/{page}.md.txt" if text else ""


def copy_sources(app: Sphinx, page: str) -> None:
    """Put a page's notebook and the text that it was written as where the page links to them."""
    for link in filter(None, source_links(app.env, page)):
        target = Path(app.outdir) / link
        target.parent.mkdir(parents=True, exist_ok=True)
        if link.endswith(".ipynb"):
            nbformat.write(readable(nbformat.read(app.env.doc2path(page), as_version=4), page), target)
        else:
            shutil.copyfile(ROOT / f"{page}.md", target)


def visit_table(translator, node: nodes.table) -> None:
    """Open a table in a box of its own, which scrolls where the page is narrower."""
    translator.body.append('<div class="mo-scroll">')
    type(translator).visit_table(translator, node)


def depart_table(translator, node: nodes.table) -> None:
    """Close a table."""
    type(translator).depart_table(translator, node)
    translator.body.append("</div>\n")


def visit_admonition(translator, node: nodes.Element, name: str = "") -> None:
    """Open an admonition; one of class `dropdown` as an element that folds without a script."""
    if "dropdown" not in node["classes"]:
        return type(translator).visit_admonition(translator, node, name)
    translator.body.append(translator.starttag(node, "details", CLASS=f"admonition {name}"))
    translator.body.append('<summary class="admonition-title">')
    if name:
        translator.body.append(admonitionlabels[name])
    else:
        for child in node.pop(0).children:
            child.walkabout(translator)
    translator.body.append("</summary>\n")


def depart_admonition(translator, node: nodes.Element | None = None) -> None:
    """Close an admonition."""
    folds = node is not None and "dropdown" in node["classes"]
    translator.body.append("</details>\n" if folds else "</div>\n")
