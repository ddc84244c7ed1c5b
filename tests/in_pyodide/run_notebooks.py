"""Runs notebooks with the kernel of the browser; itself run inside Pyodide, in the folder /disk.

/disk/notebooks holds them; /disk/outputs gets each with its outputs and, in its metadata, what it holds in 32 bits;
/disk/seconds.json tells how long each took.
"""

import json
import sys
import time
from pathlib import Path

import pyodide_kernel

WORK = Path("/disk")
sys.path.insert(0, str(WORK))
from narrow import narrow  # noqa: E402 - laid beside the notebooks

shell, kernel = pyodide_kernel.ipython_shell, pyodide_kernel.kernel_instance
shell.send_comm = lambda *_: None
outputs: list[dict] = []


def plain(value):
    """Take Python's own out of what the kernel publishes."""
    return json.loads(json.dumps(value, default=str))


def published(kind: str, data: dict, metadata: dict) -> None:
    outputs.append({"output_type": kind, "data": plain(data), "metadata": plain(metadata or {})})


def streamed(name: str, text: str) -> None:
    if outputs and outputs[-1].get("name") == name:
        outputs[-1]["text"] += text
    else:
        outputs.append({"output_type": "stream", "name": name, "text": text})


def result(count: int, data: dict, metadata: dict) -> None:
    if data:
        published("execute_result", data, metadata)
        outputs[-1]["execution_count"] = count


pyodide_kernel.stdout_stream.publish_stream_callback = streamed
pyodide_kernel.stderr_stream.publish_stream_callback = streamed
shell.display_pub.display_data_callback = lambda data, metadata, _: published("display_data", data, metadata)
shell.display_pub.update_display_data_callback = lambda *_: None
shell.display_pub.clear_output_callback = lambda _: outputs.clear()
shell.displayhook.publish_execution_result = result


def forget() -> None:
    """Bring the kernel back to its start: no names, no figures, the library as if never imported."""
    shell.reset(new_session=True)
    if "matplotlib.pyplot" in sys.modules:
        import matplotlib
        import matplotlib.pyplot as plt

        plt.close("all")
        matplotlib.rcdefaults()
    for name in [name for name in sys.modules if name.partition(".")[0] == "marketing_origin"]:
        del sys.modules[name]


async def run(notebook: dict) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            outputs.clear()
            reply = await kernel.run("".join(cell["source"]))
            cell["outputs"] = list(outputs)
            if reply["status"] == "error":
                error = {"ename": reply["ename"], "evalue": reply["evalue"], "traceback": reply["traceback"]}
                cell["outputs"].append({"output_type": "error", **plain(error)})


async def main() -> None:
    seconds = {}
    for path in sorted((WORK / "notebooks").rglob("*.ipynb")):
        started, name = time.monotonic(), str(path.relative_to(WORK / "notebooks"))
        notebook = json.loads(path.read_text())
        forget()
        await run(notebook)
        notebook["metadata"]["narrow"] = narrow(shell.user_ns)
        target = WORK / "outputs" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(notebook))
        seconds[name] = round(time.monotonic() - started, 2)
    (WORK / "seconds.json").write_text(json.dumps(seconds))


await main()  # noqa: F704 - Pyodide runs this as a notebook would
