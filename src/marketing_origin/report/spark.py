"""A Spark session: of a cluster, or of a Spark Connect server of its own on this machine, without Java."""

import atexit
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from marketing_origin.errors import CourseError

_RUNNING: dict = {}


def session(master: str | None = None) -> object:
    """Return the Spark session of an address, started where there is none yet.

    Parameters
    ----------
    master : a Spark Connect address, ``sc://host:15002``. None starts pysail on this machine: a Spark Connect
        server as a Python package, which ends with this process.

    Raises CourseError where the packages are not installed, for an address of another kind, and where no
    server answers.
    """
    if master is not None and not master.startswith("sc://"):
        raise CourseError(
            f"master={master!r}: a Spark Connect address is needed, such as sc://localhost:15002. A cluster "
            "gets one by its own `sbin/start-connect-server.sh --master spark://host:7077`."
        )
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise CourseError(
            "Spark's packages are not installed (some 80 MB to fetch, 220 MB on disk): `python3 course.py "
            "report … --engine spark` brings them, or `pip install pysail==0.7.2 pyspark-client==4.2.0`."
        ) from None
    if master not in _RUNNING:
        address = master or _own_server()
        with warnings.catch_warnings(), _a_main_file():
            warnings.simplefilter("ignore")
            found = SparkSession.builder.remote(address).create()
            from pyspark.sql.connect.client.retries import DefaultPolicy
        # Some 25 seconds: the client's own ten minutes would pass before a program ends whose server is gone, for
        # it lets go of results in threads that Python waits for.
        found.client.set_retry_policies([DefaultPolicy(max_retries=6, max_backoff=10_000)])
        try:
            found.conf.set("spark.sql.session.timeZone", "UTC")
            found.range(1).collect()
        except Exception as error:  # whatever the transport raises
            raise CourseError(
                f"No Spark Connect server answers at {address} ({type(error).__name__}): start one there "
                "(`sbin/start-connect-server.sh`), or leave out --master for one on this machine."
            ) from None
        # At the end the client says goodbye, and would call again on a server that is gone.
        atexit.register(found.client.set_retry_policies, [])
        _RUNNING[master] = found
    return _RUNNING[master]


@contextmanager
def _a_main_file() -> Iterator[None]:
    """Give the main module a file: without one the client takes itself for its doctest, and ends."""
    main = sys.modules["__main__"]
    if hasattr(main, "__file__"):
        yield
        return
    main.__file__ = sys.executable
    try:
        yield
    finally:
        del main.__file__


def _own_server() -> str:
    """Start pysail's server on a free port of this machine; returns its address."""
    os.environ.setdefault("RUST_LOG", "off")
    try:
        from pysail.spark import SparkConnectServer
    except ImportError:
        raise CourseError(
            "pysail is not installed, so there is no Spark on this machine: `pip install pysail==0.7.2`, or "
            "name a cluster's Spark Connect address: master='sc://host:15002'."
        ) from None
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    atexit.register(server.stop)
    return "sc://{}:{}".format(*server.listening_address)
