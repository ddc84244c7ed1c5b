"""What a Python that comes out of a snapshot has to learn: where it is now, and chances of its own."""

import os
import random


def wake(environment: dict[str, str]) -> None:
    """Take up the environment of this page, and new random numbers: the snapshot's are everybody's."""
    os.environ.update(environment)
    os.chdir(environment["HOME"])
    random.seed()
