#!/usr/bin/env python3
"""The front door of the course.

    python3 course.py          shows the commands
    python3 course.py book     builds the site and opens it
    python3 course.py test     runs every test

Whatever Python there is reads this file first: it says no more than even an old one understands.
"""

import os
import runpy
import sys

OLDEST, NEWEST = (3, 11), (3, 14)  # for newer ones not every locked package has a build


def main():
    """Hand over to the set-up, or say which Python the course needs."""
    if not OLDEST <= tuple(sys.version_info[:2]) <= NEWEST:
        here = ".".join(map(str, sys.version_info[:3]))
        sys.stderr.write(
            "The course runs on Python %d.%d to %d.%d; this is Python %s. " % (OLDEST + NEWEST + (here,))  # noqa: UP031
            + "Start it with one of those, for example: python3.13 course.py book\n"
        )
        return 2
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "src", "course_builder")
    return runpy.run_path(os.path.join(folder, "set_up.py"))["main"](sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
