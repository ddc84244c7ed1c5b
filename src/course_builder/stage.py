"""Stage the sources of the site: the book's pages with outputs, glued numbers and the standard header."""

import re
import shutil
from pathlib import Path

import nbformat
import yaml

from course_builder import minutes, notebooks
from course_builder.accessibility import with_figures
from course_builder.catalogue import catalogue
from course_builder.exercises import BEGIN, END
from course_builder.guide import guide
from course_builder.paths import ROOT, SOURCE
from course_builder.widgets import with_widgets
from marketing_origin.course_files import chapter_number
from marketing_origin.errors import CourseError
from marketing_origin.glued import PREFIX, in_prose

GLUE_ROLE = re.compile(r"\{glue:text\}`([^`]+)`")
# The chapters that load a data set: {chapters}`club`.
CHAPTERS_ROLE = re.compile(r"\{chapters\}`(\w+)`")
# A chapter that may still be to come: {chapter}`3.2 Cohorts and survival`.
CHAPTER_ROLE = re.compile(r"\{chapter\}`((\d+\.\d+)[^`]*)`")
# Chapters that a sentence mentions: "chapter 4.1", "chapters 2.1 and 2.3", "(2.4, 3.3)"; not where they stand in
# a link, a role, code or a formula.
MENTIONED = re.compile(
    r"\b[Cc]hapters?\s\d\.\d(?:(?:,\s|\sand\s|\sto\s|,\sand\s)\d\.\d)*(?![.\d]\d)|\(\d\.\d(?:, \d\.\d)*[,)]"
)
KEPT_AS_IT_IS = re.compile(
    r"`+[^`]*`+|\[[^\]]*\]\([^)]*\)|\$[^$]+\$|^ *(?:```|:::|:\w[\w-]*:).*$", re.MULTILINE
)
ONE_NUMBER = re.compile(r"(?:[Cc]hapters?\s)?(\d\.\d)")
# How long some chapters take to read: {minutes}`1.1 1.2`.
MINUTES_ROLE = re.compile(r"\{minutes\}`([^`]+)`")
# All data sets, as their descriptors have them.
CATALOGUE_ROLE = "{catalogue}`datasets`"
# What an instructor wants to know of each chapter.
GUIDE_ROLE = "{guide}`chapters`"
# The beginning of a figure as `show` draws it.
DRAWN = re.compile(
    r'(?P<figure><figure class="mo-figure")(?P<svg>><svg viewBox="0 0 (?P<wide>[\d.]+) (?P<high>[\d.]+)")'
)
PAGES = (".md", ".ipynb")


def stage(
    executed: dict[str, nbformat.NotebookNode],
    solutions: bool = True,
    only: str | None = None,
    live: bool = False,
) -> bool:
    """Write the site's sources to `_build/source`, touching only what changed.

    Parameters
    ----------
    executed : dict
        The notebooks with outputs, by page name.
    solutions : bool
        Whether the site has the worked solutions.
    only : str, optional
        The number of the one chapter that is staged; others stay as an earlier build left them.
    live : bool
        Whether its pages offer to be run in the reader's browser.

    Returns
    -------
    bool
        Whether it is the whole book that is staged now.
    """
    written = {SOURCE / "_toc.yml", SOURCE / "_config.yml"}
    others = standing(solutions) if only else {}
    written |= set(others.values())
    toc = notebooks.table_of_contents(solutions=solutions, only=only, standing=others)
    write(SOURCE / "_toc.yml", yaml.safe_dump(toc, sort_keys=False, allow_unicode=True))
    write(SOURCE / "_config.yml", configuration(live))
    drawn = with_widgets(executed)
    for page in notebooks.pages(solutions=solutions, only=only):
        if page.name in drawn:
            target = SOURCE / f"{page.name}.ipynb"
            write(target, nbformat.writes(for_site(drawn[page.name], page, solutions)))
        elif page.path.suffix == ".ipynb":
            target = SOURCE / f"{page.name}.ipynb"
            write(target, nbformat.writes(for_site(notebooks.read(page.path), page, solutions)))
        else:
            target = SOURCE / f"{page.name}.md"
            write(target, with_links(page.path.read_text(encoding="utf-8")))
        written.add(target)
    for folder in ("src/course_builder/theme", "book"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix not in (".md", ".pyc", ".toml"):
                target = SOURCE / path.relative_to(ROOT)
                copy_if_changed(path, target)
                written.add(target)
    for path in SOURCE.rglob("*"):
        if path.is_file() and path not in written:
            path.unlink()
    return toc == notebooks.table_of_contents(solutions=solutions)


def standing(solutions: bool) -> dict[str, Path]:
    """Return what an earlier build has staged, by page name; nothing if solutions were otherwise."""
    names = [page.name for page in notebooks.pages()]
    staged = {name: path for name in names for path in SOURCE.glob(f"{name}.*") if path.suffix in PAGES}
    had_solutions = any(name.startswith("solutions/") for name in staged)
    return staged if had_solutions == solutions else {}


def configuration(live: bool = False) -> str:
    """Return the site's `_config.yml`: the root's, with the execution done already."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    if live:
        from course_builder.browser_python.page_button import live_version

        config["sphinx"]["config"]["course_live"] = live_version()
    config["execute"] = {"execute_notebooks": "off"}
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True)


def write(path: Path, text: str) -> None:
    """Write `text` unless the file holds it already, so that Sphinx sees only real changes."""
    if path.exists() and path.read_bytes() == text.encode():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def copy_if_changed(path: Path, target: Path) -> None:
    """Copy a file unless the target has the same content."""
    if not target.exists() or target.read_bytes() != path.read_bytes():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def for_site(notebook: nbformat.NotebookNode, page: notebooks.Page, solutions: bool) -> nbformat.NotebookNode:
    """Return a notebook as its page on the site shows it."""
    result = with_glued_numbers(notebook, page.name)
    for cell in result.cells:
        if cell.cell_type == "code":
            cell.source = without_markers(cell.source)
            for output in cell.outputs:
                if "text/html" in output.get("data", {}):
                    output.data["text/html"] = with_ratios(output.data["text/html"])
    add_header(result, page, solutions)
    number_cells(result)
    return result


def with_ratios(shown: str) -> str:
    """Tell the style sheet how wide to high a figure is: it takes its place before it is painted."""
    return DRAWN.sub(r'\g<figure> style="--mo-ratio:\g<wide>/\g<high>"\g<svg>', shown)


def number_cells(notebook: nbformat.NotebookNode) -> None:
    """Give cells ids by position: the same page is the same file, whichever run made it."""
    for position, cell in enumerate(notebook.cells):
        cell.id = f"cell-{position}"


def without_markers(source: str) -> str:
    """Drop the lines that mark a solution for the exercise maker."""
    return "\n".join(line for line in source.splitlines() if line.strip() not in (BEGIN, END))


def with_glued_numbers(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Return a copy whose text has every glued number, and links to chapters, in place of their roles."""
    numbers = glued_numbers(notebook)
    result = notebooks.copy.deepcopy(notebook)

    def number(match: re.Match) -> str:
        if match.group(1) not in numbers:
            known = ", ".join(sorted(numbers)) or "none"
            raise CourseError(f"{name}: the text shows {match.group(0)}, but glued are: {known}.")
        return in_prose(numbers[match.group(1)])

    for cell in result.cells:
        if cell.cell_type == "markdown":
            # Links first: a number that a cell has computed may look like that of a chapter.
            linked = with_links(cell.source, chapter_number(Path(name).name))
            cell.source = GLUE_ROLE.sub(number, linked)
    return result


def with_links(text: str, own: str | None = None) -> str:
    """Return a page's text with links to chapters, and what the build computes, in place of their roles.

    Chapters that a sentence mentions become links, too, but to its own one.
    """
    text = text.replace(CATALOGUE_ROLE, catalogue()) if CATALOGUE_ROLE in text else text
    text = text.replace(GUIDE_ROLE, guide()) if GUIDE_ROLE in text else text
    text = with_figures(text)
    text = MINUTES_ROLE.sub(lambda match: minutes.in_hours(match.group(1).split()), text)
    text = CHAPTERS_ROLE.sub(lambda match: linked_chapters(match.group(1)), text)
    text = CHAPTER_ROLE.sub(lambda match: linked_chapter(*match.groups()), text)
    return linked_mentions(text, own)


def linked_mentions(text: str, own: str | None) -> str:
    """Return a text in which every chapter that it mentions in words is a link."""
    if not MENTIONED.search(text):
        return text
    known = {page.number: page.name for page in notebooks.pages() if page.kind == "book" and page.number}

    def one(match: re.Match) -> str:
        number = match[1]
        return match[0] if number == own or number not in known else f"[{match[0]}](/{known[number]})"

    done, end = [], 0
    for kept in [*KEPT_AS_IT_IS.finditer(text), None]:
        plain = text[end : kept.start() if kept else None]
        done.append(MENTIONED.sub(lambda match: ONE_NUMBER.sub(one, match[0]), plain))
        done.append(kept[0] if kept else "")
        end = kept.end() if kept else end
    return "".join(done)


def linked_chapters(data_set: str) -> str:
    """Return links to the chapters that load a data set; words where there is none yet."""
    using = notebooks.chapters_using(data_set)
    return ", ".join(f"[{page.number}](/{page.name})" for page in using) or "a chapter to come"


def linked_chapter(title: str, number: str) -> str:
    """Return the title of a chapter as a link; marked as to come while the table of contents lacks it."""
    for page in notebooks.pages():
        if page.kind == "book" and page.number == number:
            return f"[{title}](/{page.name})"
    return f"{title} (to come)"


def glued_numbers(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Collect what the notebook's cells glued: text by name."""
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            key = f"{PREFIX}text/plain"
            if output.output_type == "display_data" and key in output.data:
                found[output.metadata["scrapbook"]["name"]] = output.data[key]
    return found


def add_header(notebook: nbformat.NotebookNode, page: notebooks.Page, solutions: bool) -> None:
    """Put the standard header under the title: objectives, minutes, and where exercise and solution are."""
    about = notebook.metadata.get("course", {})
    lines = []
    if about.get("objectives"):
        lines += ["**What you will be able to do**", ""]
        lines += [f"- {objective}" for objective in about["objectives"]] + [""]
    if page.kind == "book" and about:
        lines += add_sittings(notebook, page)
    elif "minutes" in about:
        lines += [f"{about['minutes']} minutes", ""]
    if about.get("prerequisites"):
        lines += [f"You need: {about['prerequisites']}."]
    link = sibling_link(page, solutions)
    lines += ["", link] if link else []
    if lines:
        text = linked_mentions("\n".join(["::::{div} mo-header", *lines, "::::"]), page.number)
        cell = nbformat.v4.new_markdown_cell(text)
        title, rest = split_title(notebook.cells[0], page)
        notebook.cells[0].source = title
        body = [nbformat.v4.new_markdown_cell(rest)] if rest else []
        notebook.cells[1:1] = [cell, *body]


def add_sittings(notebook: nbformat.NotebookNode, page: notebooks.Page) -> list[str]:
    """Mark where each sitting begins, and return the header's lines on them: their minutes and the sum."""
    found = minutes.sittings(notebook, page.name)
    whole = notebook.metadata["course"]["minutes"] = sum(sitting.minutes for sitting in found)
    if len(found) == 1:
        return [f"{whole} minutes", ""]
    lines = [f"{whole} minutes in {len(found)} sittings:", ""]
    for number, sitting in enumerate(found, 1):
        # The label is the whole book's: it has the chapter in it.
        label = f"sitting-{page.number}-{number}".replace(".", "-")
        mark = f"Sitting {number} of {len(found)} · {sitting.minutes} minutes"
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                heading = re.compile(rf"^## {re.escape(sitting.title)}[ \t]*$", re.MULTILINE)
                begun = f"({label})=\n\n## {sitting.title}\n\n:::{{div}} mo-sitting\n{mark}\n:::\n"
                cell.source = heading.sub(lambda _, begun=begun: begun, cell.source)
        title = sitting.title.replace("`", "")
        lines.append(f"{number}. {{ref}}`{title} <{label}>` · {sitting.minutes} min")
    return [*lines, ""]


def split_title(cell: nbformat.NotebookNode, page: notebooks.Page) -> tuple[str, str]:
    """Split the first cell into the page's title line and what follows."""
    title, _, rest = cell.source.strip().partition("\n")
    if not title.startswith("# "):
        raise CourseError(
            f"{page.path.relative_to(ROOT).as_posix()}: a page begins with its title, '# …'; this one begins with "
            f"{title[:60]!r}."
        )
    return title, rest.strip()


def sibling_link(page: notebooks.Page, solutions: bool) -> str:
    """Say where a chapter's exercise, or an exercise's solution, stands."""
    _, _, rest = page.name.partition("/")
    if page.kind == "book" and (ROOT / f"exercises/{rest}.ipynb").exists():
        return f"Afterwards: [exercise {page.number}](/exercises/{rest})."
    if page.kind == "exercises":
        chapter = f"Chapter: [{page.number}](/book/{rest})."
        return chapter + (f" Worked [solution](/solutions/{rest})." if solutions else "")
    if page.kind == "solutions":
        return f"The tasks alone: [exercise {page.number}](/exercises/{rest})."
    return ""
