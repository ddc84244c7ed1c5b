"""What a Python that comes out of a snapshot has to learn: where it is now, and chances of its own."""

import os
import random
from pathlib import Path

import numpy

# Universal time as a time-zone file (RFC 9636): one type, no transition, in both of the formats that it holds.
HEADER = b"TZif2" + bytes(15) + b"".join(count.to_bytes(4, "big") for count in (0, 0, 0, 0, 1, 4))
UNIVERSAL_TIME = 2 * (HEADER + bytes(6) + b"UTC\0") + b"\nUTC0\n"
ZONES = Path("/usr/share/zoneinfo")


def wake(environment: dict[str, str]) -> None:
    """Take up the environment of this page, and new random numbers: the snapshot's are everybody's."""
    os.environ.update(environment)
    os.chdir(environment["HOME"])
    random.seed()
    numpy.random.seed()
    put_universal_time()


def put_universal_time() -> None:
    """Put the one time zone where it is looked for that pandas asks for while it is imported.

    All the others come with their package when code asks.
    """
    ZONES.mkdir(parents=True, exist_ok=True)
    (ZONES / "UTC").write_bytes(UNIVERSAL_TIME)
