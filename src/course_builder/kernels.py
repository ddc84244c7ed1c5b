"""Kernels that start at once: forked from a server that has done the imports already.

Every notebook of the course begins with the same two seconds of kernel start and imports. Where the system
can fork, a server process does them once; each notebook's kernel is a fresh fork, with a state of its own.
"""

import multiprocessing
import os
import signal
import sys
import tempfile
import threading

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets.config import Config

from course_builder.set_up import ONE_THREAD

PRELOADED = "course_builder.preloaded"
ENVIRONMENT = ONE_THREAD | {
    "PYTHONHASHSEED": "0",
    "IPYTHONDIR": tempfile.gettempdir(),
}
EXTENSION = [
    "--ext=course_builder.in_kernel",
    "--InteractiveShellApp.reraise_ipython_extension_failures=True",
]
CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()


def reached_in(folder: str) -> Config:
    """Have a kernel and its client meet in a folder, where the system allows that.

    The alternative are ports that are free when they are chosen. Another program may have taken one when the kernel
    comes to it; the kernel ends, and the client talks to that program and waits for ever.
    """
    return Config({"CourseKernelManager": {"transport": "ipc", "ip": f"{folder}/k"}} if CAN_FORK else {})


def run_kernel(connection_file: str, folder: str, environment: dict[str, str]) -> None:
    """Be a kernel: what a forked process does."""
    os.environ.update(environment)
    os.chdir(folder)
    # A kernel must not read the terminal, nor stop when the person at it presses Ctrl-C: its client decides.
    sys.stdin = open(os.devnull)  # noqa: SIM115 - open for the life of the process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_builder, daemon=True).start()
    from ipykernel.kernelapp import IPKernelApp

    # With a parent to watch the kernel keeps quiet about how to connect, and ends when the server ends.
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"
    IPKernelApp.launch_instance(argv=["-f", connection_file, "--log-level=ERROR", parent, *EXTENSION])


def end_with_builder() -> None:
    """End this process when the one that asked for it has ended, however that came about.

    The server that has forked it waits for its forks in such a case, and they would wait for the server.
    """
    multiprocessing.parent_process().join()
    os._exit(1)


class _Process:
    """Just enough of `subprocess.Popen` for jupyter_client to look after a forked kernel."""

    def __init__(self, process: multiprocessing.Process):
        self.process, self.pid = process, process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        if self.process.is_alive():
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.process.terminate()

    def kill(self) -> None:
        self.process.kill()

    stdin = stdout = stderr = None


class ForkServerProvisioner(LocalProvisioner):
    """Starts a kernel by forking the preloaded server."""

    async def launch_kernel(self, cmd: list[str], **kwargs):
        """Fork a kernel that listens where `cmd` says, and return its connection information."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([PRELOADED])
        arguments = (cmd[cmd.index("-f") + 1], kwargs.get("cwd") or os.getcwd(), kwargs.get("env", {}))
        # Whatever goes wrong, a kernel never outlives the build.
        process = context.Process(target=run_kernel, args=arguments, daemon=True)
        process.start()
        self.process, self.pid, self.pgid = _Process(process), process.pid, None
        return self.connection_info


class _Registered:
    """What jupyter_client wants in place of an entry point."""

    name, value = "course-forkserver", f"{__name__}:ForkServerProvisioner"

    @staticmethod
    def load() -> type:
        return ForkServerProvisioner


class CourseKernelManager(AsyncKernelManager):
    """A kernel manager for the course's notebooks: forked kernels where that is possible."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return this environment's own Python kernel, whatever kernels the machine has registered."""
        KernelProvisionerFactory.instance().provisioners.setdefault(_Registered.name, _Registered)
        metadata = {"kernel_provisioner": {"provisioner_name": _Registered.name}} if CAN_FORK else {}
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *EXTENSION]
        return KernelSpec(argv=command, display_name="Python 3", language="python", metadata=metadata)
