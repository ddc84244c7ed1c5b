"""The course's command line: what course.py hands over to once the environment stands.

Each command imports what it needs when it runs, so that a command with nothing to do answers at once.
"""

import argparse
import sys

from course_builder.commands import COMMANDS
from course_builder.report_command import add_options
from marketing_origin.errors import CourseError


def book(arguments: argparse.Namespace) -> int:
    """Build, then serve and open the browser."""
    from course_builder.build import build
    from course_builder.paths import HTML

    def make() -> None:
        build(not arguments.without_solutions, arguments.clean, arguments.only, arguments.live)

    if arguments.build_only:
        make()
        live = arguments.live == "off" or not arguments.only or (HTML / "live").exists()
        print(
            "The site is in _build/html." + ("" if live else " Its cells run once the whole book is built.")
        )
        return 0
    from course_builder.server import PortTaken, on_port, run

    try:
        serving = on_port(HTML, arguments.port)
    except PortTaken as problem:
        raise CourseError(str(problem)) from None
    # The port is taken first: whoever asked for one that is not free need not wait for a build to learn it.
    with serving:
        make()
        run(serving)
    return 0


def bundle(arguments: argparse.Namespace) -> int:
    """Build, then pack the site."""
    from course_builder.build import build
    from course_builder.portable_site import pack
    from course_builder.progress_bars import step

    build(not arguments.without_solutions, live=arguments.live)
    with step("bundle"):
        path = pack()
    print(f"{path} ({path.stat().st_size / 1e6:.0f} MB): unpack it anywhere and open START-HERE.html.")
    return 0


def only_chapter(options: list[str]) -> str | None:
    """Return the chapter that `test --only 4.1` names; CourseError where there is none of its number."""
    from course_builder.notebooks import require_chapter

    joined = " ".join(options).replace("--only=", "--only ").split()
    if "--only" not in joined:
        return None
    number = (joined[joined.index("--only") + 1 :] or [""])[0]
    if not number:
        raise CourseError("--only is of which chapter? Write its number after it, like --only 4.1.")
    require_chapter(number)
    return number


TEST_OPTIONS = """usage: python3 course.py test [options]   runs every test; the course's own options:

  --only 4.1    what one chapter has to hold, without the built site
  --no-browser  leave out the tests that need a browser
  --no-live     leave out Python in the reader's browser
  --no-spark    leave out the tests on Spark
  --scale       run the report on a real Spark cluster, too

All others are pytest's:
"""


def test(arguments: argparse.Namespace) -> int:
    """Run pytest over tests/, on every core unless told otherwise."""
    import os

    from course_builder.paths import ROOT
    from course_builder.set_up import ONE_THREAD, hand_over

    chosen = [option for option in arguments.rest if option != "--no-spark"]
    only = only_chapter(chosen)
    if chosen == arguments.rest and not only and not {"-h", "--help", "--collect-only"} & set(chosen):
        from course_builder.extra_packages import bring

        try:
            bring("spark")
        except CourseError as error:
            print(f"{error}\nThe tests on Spark are skipped.", file=sys.stderr)
    if "--scale" in chosen:
        from course_builder import spark_cluster

        spark_cluster.java()
        spark_cluster.bring()
    # A test waits now and then, for a browser, a kernel or Node: one more worker than cores fills it, and two more are
    # in each other's way.
    workers = (os.cpu_count() or 1) + 1
    alone = only or {"-n", "-p", "--pdb", "--collect-only"} & set(chosen)
    parallel = [] if alone else ["-n", str(workers)]
    os.environ.update(ONE_THREAD)
    os.chdir(ROOT)
    if {"-h", "--help"} & set(chosen):
        print(TEST_OPTIONS, flush=True)
    return hand_over([sys.executable, "-m", "pytest", *parallel, *chosen])


def lab(arguments: argparse.Namespace) -> int:
    """Bring live/ up to date and open JupyterLab over it."""
    import os

    from course_builder import live_copy
    from course_builder.paths import LIVE
    from course_builder.set_up import hand_over

    for name in live_copy.prepare():
        print(f"kept as you have it: live/{name} (to get the course's version again, rename or delete yours)")
    print("Your working copy is in live/.")
    if arguments.prepare_only:
        return 0
    options = [f"--port={arguments.port}"] if arguments.port else []
    options += ["--no-browser"] if arguments.no_browser else []
    options += ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    os.chdir(LIVE)
    return hand_over([sys.executable, "-m", "jupyterlab", *options])


def exercises(arguments: argparse.Namespace) -> int:
    """Remake the exercises."""
    from course_builder.exercises import make_all, strays
    from course_builder.paths import ROOT

    changed = make_all(ROOT)
    for path in changed:
        print(f"{'made' if path.exists() else 'removed, for no solution makes it:'} {path.relative_to(ROOT)}")
    for path in strays(ROOT):
        print(f"No solution makes {path.relative_to(ROOT)}: move your own notebooks out of exercises/.")
    if not changed:
        print("Every exercise is what its solution makes.")
    return 0


def outputs(arguments: argparse.Namespace) -> int:
    """Renew the reference outputs and say which changed."""
    from course_builder import reference

    for path in reference.renew(arguments.only):
        print(f"renewed {path}")
    return 0


def answers(arguments: argparse.Namespace) -> int:
    """Print what a chapter's checks say to the answers of its bank."""
    from course_builder.answers import said_to

    print(said_to(arguments.number))
    return 0


def audit(arguments: argparse.Namespace) -> int:
    """Build, then look at every page and say what is wrong."""
    from course_builder.audit import run
    from course_builder.build import build

    build(live=arguments.live)
    troubles = run()
    for trouble in troubles:
        print(trouble)
    told = "nothing is wrong" if not troubles else f"{len(troubles)} things are wrong"
    print(f"Looked at every page: {told}. The figures are in book/appendices/accessibility.json.")
    return 1 if troubles else 0


def bench(arguments: argparse.Namespace) -> int:
    """Run the benchmarks."""
    from course_builder.paths import ROOT
    from course_builder.set_up import hand_over

    return hand_over([sys.executable, str(ROOT / "benchmarks" / "run.py"), *arguments.rest])


def data(arguments: argparse.Namespace) -> int:
    """Rebuild the data sets."""
    from course_builder.paths import DATASETS
    from course_builder.set_up import hand_over

    return hand_over([sys.executable, str(DATASETS / "rebuild.py"), *arguments.rest])


def report(arguments: argparse.Namespace) -> int:
    """Write a lifecycle report."""
    from course_builder.report_command import run

    return run(arguments)


def new(arguments: argparse.Namespace) -> int:
    """Make a skeleton and say what to do with it."""
    from course_builder.skeleton import make

    print(make(arguments.what, arguments.number_or_name, arguments.title, arguments.part))
    return 0


def format(arguments: argparse.Namespace) -> int:
    """Format files and code cells, and tell what is left to mend by hand."""
    from course_builder.formatting import format_everything, left_to_mend

    for path in format_everything():
        print(f"formatted {path}")
    if left := left_to_mend():
        print(f"{left}\nThis is left to be mended by hand.", file=sys.stderr)
    return 1 if left else 0


def minutes(arguments: argparse.Namespace) -> int:
    """Print the minutes of each chapter."""
    from course_builder.minutes import table

    print(table())
    return 0


def lock(arguments: argparse.Namespace) -> int:
    """Renew both locks."""
    from course_builder.locks import renew

    for path in renew():
        print(f"renewed {path}")
    return 0


def parser() -> argparse.ArgumentParser:
    """Describe the commands and their options."""
    top = argparse.ArgumentParser(prog="python3 course.py")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    added = {name: commands.add_parser(name, help=line, description=line) for name, line in COMMANDS.items()}
    options = added["book"]
    options.add_argument("--build-only", action="store_true", help="stop before serving")
    options.add_argument("--port", type=int, help="serve on this port")
    options.add_argument("--clean", action="store_true", help="forget earlier executions and builds first")
    options.add_argument("--only", metavar="NUMBER", help="one chapter alone, 4.1; others stay as they are")
    added["outputs"].add_argument("--only", metavar="NUMBER", help="of one chapter and its exercise, 4.1")
    added["answers"].add_argument("number", metavar="NUMBER", help="the chapter's number, 4.1")
    for options in (added["book"], added["bundle"]):
        options.add_argument("--without-solutions", action="store_true", help="a site that holds no solution")
    for options in (added["book"], added["bundle"], added["audit"]):
        options.add_argument(
            "--live",
            choices=["auto", "require", "off"],
            default="auto",
            help="whether pages run in the reader's browser (auto: where what it takes can be had)",
        )
    options = added["lab"]
    options.add_argument("--prepare-only", action="store_true", help="bring live/ up to date and stop")
    options.add_argument("--port", type=int, help="serve JupyterLab on this port")
    options.add_argument("--no-browser", action="store_true", help="do not open the browser")
    add_options(added["report"])
    options = added["new"]
    options.add_argument("what", choices=["chapter", "exercise", "dataset"])
    options.add_argument(
        "number_or_name", help="a chapter's number, 2.1, for it or its exercise; a data set's name"
    )
    options.add_argument("--title", help='its title, "What a customer costs"; an exercise has its chapter\'s')
    options.add_argument("--part", help='with the first chapter of a new part: its caption, "9 Toys"')
    return top


# What follows these commands belongs to the program that they start.
HAND_ON = ("test", "bench", "data")


def main(arguments: list[str]) -> int:
    """Run one command; a user's mistake is one message and exit status 2."""
    if arguments[:1] and arguments[0] in HAND_ON:
        chosen = argparse.Namespace(command=arguments[0], rest=arguments[1:])
    else:
        chosen = parser().parse_args(arguments)
    try:
        return globals()[chosen.command](chosen)
    except CourseError as error:
        message = str(error)
    except PermissionError as error:
        message = (
            f"No permission to write {error.filename}: make it writable, "
            "or clone the project into a folder of your own."
        )
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
