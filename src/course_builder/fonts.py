"""The site's own fonts, cut down to what its pages use when the site is built.

Source Serif for reading, Source Sans for everything around it, Noto Sans SC for the Chinese terms (for
readers whose system has no Chinese font); all under the SIL Open Font License, from npm's packages.
"""

import hashlib
import io
import json
import logging
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from course_builder.made_once import made_once
from course_builder.paths import BUILD, NODE_MODULES

PACKAGES = NODE_MODULES / "@fontsource-variable"
# Latin letters with accents, and the punctuation of the course's prose.
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2009, 0x2030), 0x202F, 0x2032, 0x20AC, 0x2212]
# Name of the file made, package, style, and the weights kept of the variable font.
READING = (
    ("serif", "source-serif-4", "normal", (400, 700)),
    ("serif-italic", "source-serif-4", "italic", 400),
    ("sans", "source-sans-3", "normal", (400, 700)),
)
FEATURES = ["kern", "liga", "lnum", "mark", "tnum"]


def reading_fonts(folder: Path) -> None:
    """Write the Latin fonts as `folder`/serif.woff2, serif-italic.woff2 and sans.woff2."""
    for name, package, style, weights in READING:
        source = PACKAGES / package / "files" / f"{package}-latin-wght-{style}.woff2"
        recipe = f"{source.stat().st_size} {style} {weights} {LATIN} {FEATURES}"
        put(folder / f"{name}.woff2", recipe, lambda font=source, wght=weights: cut(font, LATIN, wght))


def licences(folder: Path) -> None:
    """Put each font's licence beside it, as the licences ask."""
    for package in (*PACKAGES.iterdir(), NODE_MODULES / "katex"):
        shutil.copyfile(package / "LICENSE", folder / f"{package.name}-LICENSE.txt")


def chinese_font(folder: Path, characters: Iterable[str]) -> None:
    """Write `folder`/chinese.woff2 with just these characters."""
    wanted = {ord(character) for character in characters}
    package = PACKAGES / "noto-sans-sc"
    slices = json.loads((package / "unicode.json").read_text(encoding="utf-8"))

    def merged() -> TTFont:
        pieces = []
        for name, ranges in slices.items():
            needed = wanted & points(ranges)
            if needed:
                file = package / "files" / f"noto-sans-sc-{name.strip('[]')}-wght-normal.woff2"
                pieces.append(saved(cut(file, needed, 400), None))
        return Merger().merge(pieces)

    put(folder / "chinese.woff2", f"{sorted(wanted)} {slices}", merged)


def points(ranges: str) -> set[int]:
    """Return the code points of a CSS unicode-range, "U+4e00,U+4e03-4e05"."""
    found = set()
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def put(path: Path, recipe: str, make: Callable[[], TTFont]) -> None:
    """Write a font, kept from earlier builds by what it was made from."""
    kept = made_once(
        BUILD / "fonts" / hashlib.sha256(recipe.encode()).hexdigest(),
        lambda folder: (folder / "font.woff2").write_bytes(saved(make(), "woff2").getvalue()),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept / "font.woff2", path)


def cut(path: Path, wanted: Iterable[int], weights: object) -> TTFont:
    """Return the font with the wanted characters alone, its weights limited to a range or to one."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(path)
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return instantiateVariableFont(TTFont(saved(font, None)), {"wght": weights})


def saved(font: TTFont, flavor: str | None) -> io.BytesIO:
    """Return the font as a file in memory, as "woff2" or plain."""
    font.flavor = flavor
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    return buffer
