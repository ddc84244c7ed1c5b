"""The course's command line: what course.py hands over to once the environment stands.

Each command imports what it needs when it runs, so that a command with nothing to do answers at once.
"""

import argparse
import sys

from marketing_origin.commands import COMMANDS
from marketing_origin.errors import CourseError


def book(arguments: argparse.Namespace) -> int:
    """Build, then serve and open the browser."""
    from marketing_origin.site.build import build

    port = None
    if not arguments.build_only:
        from marketing_origin.site.serve import free_port

        port = free_port(arguments.port)
    build(solutions=not arguments.without_solutions, clean=arguments.clean)
    if arguments.build_only:
        print("The site is in _build/html.")
        return 0
    return serve(port)


def serve(port: int) -> int:
    """Serve the site until Ctrl-C."""
    import webbrowser

    from marketing_origin.site.paths import HTML
    from marketing_origin.site.serve import server

    address = f"http://127.0.0.1:{port}/"
    with server(HTML, port) as site:
        print(f"The course is at {address} (Ctrl-C stops serving)", flush=True)
        webbrowser.open(address)
        try:
            site.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def exercises(arguments: argparse.Namespace) -> int:
    """Remake the exercises."""
    from marketing_origin.site.exercises import make_all
    from marketing_origin.site.paths import ROOT

    for path in make_all(ROOT):
        print(f"made {path.relative_to(ROOT)}")
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
    options.add_argument("--without-solutions", action="store_true", help="a site that holds no solution")
    return top


def main(arguments: list[str]) -> int:
    """Run one command; a user's mistake is one message and exit status 2."""
    chosen = parser().parse_args(arguments)
    try:
        return globals()[chosen.command](chosen)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
