"""A real Spark cluster on this machine: a master, workers and a Spark Connect server, processes of their own.

To test and to measure the report where a machine can fail. Spark comes on first use, into an environment of its own:
its package and the client's have the same name.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from course_builder.extra_packages import fill
from course_builder.paths import BUILD, ROOT
from marketing_origin.errors import CourseError

HERE = "127.0.0.1"
FOLDER = BUILD / "spark"
LOCK = ROOT / "requirements-spark-cluster.lock"
SIZE = "Spark 4.2.0 itself: some 450 MB to fetch, 480 MB on disk"
OLDEST_JAVA = 17
PATIENCE = 300  # seconds until a process answers, on a machine with other things to do
#: Small, for a laptop: one core and one executor a worker, few parts.
SETTINGS = {
    "spark.driver.host": HERE,
    "spark.driver.memory": "1g",
    "spark.executor.memory": "700m",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
}


def java() -> Path:
    """Return the Java to run; CourseError, with the remedy, where there is none that Spark takes."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    where = f" in JAVA_HOME={home}" if home else ""
    remedy = (
        f"Spark's cluster runs on Java {OLDEST_JAVA} or newer: install it (Debian and Ubuntu: `apt install "
        "openjdk-17-jre-headless`; macOS: `brew install openjdk@17`; Windows: `winget install "
        "EclipseAdoptium.Temurin.17.JRE`), or name its folder in JAVA_HOME."
    )
    if not found:
        raise CourseError(f"There is no Java{where}. {remedy}")
    said = subprocess.run([found, "-version"], capture_output=True, text=True)
    version = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    if said.returncode or not version or int(version[1]) < OLDEST_JAVA:
        told = (said.stderr or said.stdout).strip().splitlines() or ["nothing"]
        raise CourseError(f"The Java{where} is too old or does not start ({told[0]}). {remedy}")
    return Path(found)


def bring() -> Path:
    """Return Spark's home, installed on first use from its lock."""
    python = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        subprocess.run(
            [sys.executable, "-m", "uv", "venv", "--quiet", "--python", sys.executable, FOLDER], check=True
        )
    homes = list(FOLDER.glob("**/site-packages/pyspark"))
    if not homes:
        fill(python, LOCK, SIZE)
        homes = list(FOLDER.glob("**/site-packages/pyspark"))
    return homes[0]


class SparkCluster:
    """A master, workers and a Spark Connect server, as long as a `with` lasts; `address` is for `--master`.

    Each is the leader of a process group of its own, so that a worker dies with its executor: `kill_worker`.
    """

    def __init__(self, folder: Path, workers: int = 2):
        self.folder, self.size = folder, workers
        self.address = ""
        self.processes: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> Self:
        """Start the processes, and wait until all workers are there and the server answers."""
        self.environment = os.environ | {
            "SPARK_LOCAL_IP": HERE,
            "SPARK_HOME": str(bring()),
            "JAVA_HOME": _home(java()),
        }
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End all processes."""
        self._stop()

    def kill_worker(self, number: int) -> None:
        """Kill a worker with its executor, without warning."""
        _signal(self.processes[f"worker-{number}"], signal.SIGKILL)

    def said(self, name: str) -> str:
        """Return what a process has written so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _start(self) -> None:
        port, connect = free_port(), free_port()
        master = f"spark://{HERE}:{port}"
        self._run("master", "deploy.master.Master", "--host", HERE, "--port", str(port), "--webui-port", "0")
        self._wait("master", "I have been elected leader")
        for number in range(self.size):
            options = ["--host", HERE, "--webui-port", "0", "--cores", "1", "--memory", "1g"]
            folder = ["--work-dir", str(self.folder / f"worker-{number}")]
            self._run(f"worker-{number}", "deploy.worker.Worker", *options, *folder, master)
        for number in range(self.size):
            self._wait(f"worker-{number}", "Successfully registered with master")
        settings = SETTINGS | {
            "spark.connect.grpc.binding.address": HERE,
            "spark.connect.grpc.binding.port": str(connect),
        }
        options = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
        server = ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
        self._run("connect", "deploy.SparkSubmit", "--master", master, *options, *server)
        self._wait("connect", "Spark Connect server started at")
        self.address = f"sc://{HERE}:{connect}"

    def _run(self, name: str, program: str, *options: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [
                    Path(self.environment["SPARK_HOME"]) / "bin" / "spark-class",
                    f"org.apache.spark.{program}",
                    *options,
                ],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _wait(self, name: str, sign: str) -> None:
        """Wait until a process has written a sign of life."""
        until = time.monotonic() + PATIENCE
        while sign not in self.said(name):
            if self.processes[name].poll() is not None or time.monotonic() > until:
                last = "\n".join(self.said(name).splitlines()[-5:])
                raise CourseError(
                    f"Spark's {name} did not start within {PATIENCE} s. Its last words:\n{last}"
                )
            time.sleep(0.2)

    def _stop(self) -> None:
        for process in reversed(self.processes.values()):
            _signal(process, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HERE, 0))
        return found.getsockname()[1]


def _home(program: Path) -> str:
    """Return the folder that JAVA_HOME names."""
    return str(program.resolve().parent.parent)


def _signal(process: subprocess.Popen, what: signal.Signals) -> None:
    """Send a signal to a process and all that it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, what)
