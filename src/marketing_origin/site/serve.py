"""Serve the built site on this machine, on a port that is free."""

import socket

from marketing_origin.errors import CourseError
from marketing_origin.site.start import FIRST_PORT, HERE, PORTS, server

__all__ = ["free_port", "server"]


def free_port(wanted: int | None) -> int:
    """Return the port to serve on: the wanted one, or the first free one from 8765.

    Raises
    ------
    CourseError
        The wanted port is taken.
    """
    for port in [wanted] if wanted is not None else range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket() as probe:
            try:
                probe.bind((HERE, port))
                return probe.getsockname()[1]
            except (OSError, OverflowError) as error:
                reason = error
    if wanted is None:
        last = FIRST_PORT + PORTS - 1
        raise CourseError(f"No port from {FIRST_PORT} to {last} is free; name one with --port.")
    raise CourseError(f"Port {wanted} cannot be used ({reason}): leave --port out, or name another one.")
