"""Find known mistakes that only the task's numbers bring together with another way: `one_number.py 4.1`.

Each chapter's questions are loaded twice more with their numbers moved a little. A way that leads to a mistake's answer
as the task stands, and to another with the numbers moved, is not that mistake in other words: whoever goes it is told
what they did not do. Change the task's numbers where it is likely.
"""

import ast
import contextlib
import hashlib
import sys
import tempfile
import types
import warnings
from pathlib import Path

from marketing_origin.checks import choice, explanation
from marketing_origin.checks.altered import altered
from marketing_origin.checks.diagnosis import TIED, apart
from marketing_origin.checks.question import question_files
from marketing_origin.checks.slips import slipped

#: What no task chooses: months of a year, per cent, standard errors.
KEPT = {0, 1, 2, 7, 12, 24, 30, 52, 60, 100, 365, 1000, 1.96, 1.645}
MOST = 400
#: A way is read from its source: the moved ones need a file each, until the end.
SOURCES = tempfile.TemporaryDirectory()


class Moved(ast.NodeTransformer):
    """Moves a task's numbers a little, one number everywhere alike; tolerances in decorators stay."""

    def __init__(self, salt):
        self.salt = salt

    def visit_FunctionDef(self, node):
        decorators, node.decorator_list = node.decorator_list, []
        self.generic_visit(node)
        node.decorator_list = decorators
        return node

    def visit_Constant(self, node):
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float) or value in KEPT:
            return node
        part = int(hashlib.sha1(f"{value!r}{self.salt}".encode()).hexdigest(), 16) % 1000 / 1000
        if isinstance(value, float):
            moved = value * (1.005 + 0.03 * part)
            return ast.Constant(moved if not 0 < value < 1 <= moved else 0.983 * value)
        return ast.Constant(value + 1 + int(0.08 * part * value)) if value > 12 else node


def load(path, salt):
    """Return a chapter's questions with its numbers moved; as they stand where salt is 0."""
    tree = ast.parse(path.read_text("utf-8"))
    text = ast.unparse(ast.fix_missing_locations(Moved(salt).visit(tree) if salt else tree))
    file = Path(SOURCES.name) / f"{path.stem}_{salt}.py"
    file.write_text(text, "utf-8")
    module = types.ModuleType(f"moved_{path.stem}_{salt}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    exec(compile(text, str(file), "exec"), module.__dict__)
    return module.questions.questions


def ways_of(question):
    """Return (kind, what it is) -> (what is said, cells) for each way to an answer of a question."""
    found = {
        ("mistake", one.name): (one.says, cells)
        for one, kind, cells in question.key[2]
        if one.test is None and kind is question.expects
    }
    found |= {("slip", says): (says, cells) for says, cells in slipped(question.key[1])}
    found |= {("number", way.says): (way.says, way.cells) for way in question.varied[0]}
    steps = altered(question.steps.way) if question.steps.way else ()
    for index, step in zip(range(MOST), steps, strict=False):
        cells = question.steps._quietly(lambda step=step: question.steps.read(step.compute()))
        if cells and not step.exchanged:
            found["step", index] = (step.says, cells)
    return found


def met(question, moved):
    """Yield (mistake, what it says, what the other way says) that are one only by the numbers."""
    ways = ways_of(question)
    others = []
    for one in moved:
        with contextlib.suppress(Exception):
            others.append(ways_of(one))
    for known, (says, cells) in ways.items():
        for other, (said, found) in ways.items():
            if known[0] != "mistake" or other == known or apart(found, cells) > TIED:
                continue
            both = [away for away in others if known in away and other in away]
            if any(apart(away[other][1], away[known][1]) > 100 * TIED for away in both):
                yield known[1], says, said


def main():
    files = question_files()
    for number in sys.argv[1:] or files:
        task, *moved = (load(files[number], salt) for salt in range(3))
        for name, question in task.items():
            if not isinstance(question.expects, choice | explanation):
                for known, says, said in met(question, [questions[name] for questions in moved]):
                    print(f"{name} {known}: {says[:90]}\n    or: {said[:140]}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
