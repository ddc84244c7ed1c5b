"""A picture as matplotlib writes it, said in fewer words: the same shapes, colours and texts."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count, product
from string import ascii_lowercase
from xml.etree import ElementTree

_NUMBER = re.compile(r"-?\d+\.\d+")
_PATH_PARTS = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?")
_UNTURNED = re.compile(r"rotate\(-?0(?:[ ,][^)]*)?\)")
_UNNEEDED = re.compile(r"(?<=[:;,]) +")  # spaces of a style
_REFERENCE = re.compile(r"(?<=url\(#)[^)]+")
_FINENESS = 100  # a path's coordinates are counted in hundredths, so that steps add up to where they lead
_COORDINATES = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}


def lighter(svg: str, name: str) -> str:
    """Return an SVG in which no style stands twice, and nothing that draws nothing.

    Parameters
    ----------
    svg : str
        One `svg` element, as matplotlib writes it: absolute paths of the commands M, L, Q, C and Z, styles in
        `style` attributes.
    name : str
        The picture's own on its page: it begins the name of everything that the picture refers to, and is the
        class that its styles are for.

    Returns
    -------
    str
        The picture: ids that nothing refers to, groups that only hold, paths without a line or a fill and turns by
        no angle are gone; paths go by steps; a style that stands more than once is a
        class of the picture.
    """
    root = ElementTree.fromstring(re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href", "href"))
    _name_anew(root, name)
    _without_what_draws_nothing(root)
    for element in root.iter():
        _shorten(element)
    rules = _with_classes(root, name)
    root.set("class", name)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    if rules:
        sheet = ElementTree.Element("style")
        sheet.text = rules
        root.insert(0, sheet)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _name_anew(root: ElementTree.Element, name: str) -> None:
    """Give the ids that something refers to numbers below the picture's name, and drop the others."""
    numbers = count(1)
    names: dict[str, str] = {}

    def new(old: str) -> str:
        if old not in names:
            names[old] = f"{name}-{next(numbers)}"
        return names[old]

    for element in root.iter():
        for key, value in element.items():
            if key == "href" and value.startswith("#"):
                element.set(key, f"#{new(value[1:])}")
            elif "url(#" in value:
                element.set(key, _REFERENCE.sub(lambda old: new(old[0]), value))
    for element in root.iter():
        if (old := element.attrib.pop("id", None)) in names:
            element.set("id", names[old])


def _without_what_draws_nothing(element: ElementTree.Element) -> None:
    """Put what stands in groups that only hold into the element around them; drop paths that nobody sees."""
    kept: list[ElementTree.Element] = []
    for child in element:
        _without_what_draws_nothing(child)
        child.tail = None
        if child.tag == "g" and not child.attrib:
            kept += child
        elif child.tag == "defs" and not len(child):
            continue
        elif child.tag != "path" or "id" in child.attrib or child.get("style") != "fill: none":
            kept.append(child)
    element[:] = kept
    if element.tag not in ("text", "tspan"):
        element.text = None


def _shorten(element: ElementTree.Element) -> None:
    """Write an element's numbers and path in fewer signs, and leave out a turn by no angle."""
    if _UNTURNED.fullmatch(element.get("transform", "")):
        del element.attrib["transform"]
    for key, value in element.items():
        if key == "d":
            element.set(key, by_steps(value))
        elif key not in ("id", "href", "class", "aria-label", "style"):
            element.set(key, _NUMBER.sub(lambda number: _short(round(float(number[0]), 6)), value))


def _with_classes(root: ElementTree.Element, name: str) -> str:
    """Put a class in the place of every style that stands twice below `root`, and return the rules."""
    styled = [element for element in root.iter() if element is not root and "style" in element.attrib]
    for element in styled:
        element.set("style", _UNNEEDED.sub("", element.get("style", "").rstrip("; ")))
    often = Counter(element.get("style") for element in styled)
    # Small letters: where a page does not say which HTML it is, a class B is a class b.
    letters = ("".join(some) for size in count(1) for some in product(ascii_lowercase, repeat=size))
    classes = {style: next(letters) for style, times in often.items() if times > 1}
    for element in styled:
        if element.get("style") in classes:
            element.set("class", classes[element.attrib.pop("style")])
    return "".join(f".{name} .{letter}{{{style}}}" for style, letter in classes.items())


def by_steps(path: str) -> str:
    """Return a path of absolute points as one of steps from each point to the next, which are shorter numbers.

    Where they are not (many points at 0), the path stays as it is.

    Raises ValueError for a command that is not M, L, Q, C or Z.
    """
    here = start = (0, 0)
    said, last = "", ""
    for command, points in _commands(path):
        if command == "Z":
            said, last, here = f"{said}z", "", start
            continue
        steps = [value - here[at % 2] for at, value in enumerate(points)]
        letter = command.lower()
        if letter == "l" and 0 in steps:
            letter, steps = ("h", steps[:1]) if steps[1] == 0 else ("v", steps[1:])
        # A step after the first point of a line is one of its line.
        implied = letter in ("l", "q", "c", "h", "v") and letter == last
        text = "".join(_apart(step) for step in steps)
        said += text if implied else letter + text.removeprefix(" ")
        last, here = ("l" if letter == "m" else letter), tuple(points[-2:])
        start = here if command == "M" else start
    return min(said, path, key=len)


def _commands(path: str) -> Iterator[tuple[str, list[int]]]:
    """Take a path apart: each command with its points, in hundredths."""
    parts = _PATH_PARTS.findall(path)
    while parts:
        command = parts.pop(0).upper()
        if command not in _COORDINATES:
            raise ValueError(f"path: {command!r} is no command that matplotlib writes")
        take = _COORDINATES[command]
        yield command, [round(float(part) * _FINENESS) for part in parts[:take]]
        del parts[:take]


def _apart(step: int) -> str:
    """Write a step so that it cannot be taken for the end of the number before it."""
    text = _short(step / _FINENESS)
    return text if text.startswith("-") else f" {text}"


def _short(number: float) -> str:
    """Write a number without what it does not need: 0.50 as .5, 3.0 as 3."""
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return "0" if text in ("-0", "") else text
