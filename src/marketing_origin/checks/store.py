"""Where a learner's progress is kept: `read` and `write`, and nothing else knows where."""

import contextlib
import json
import os
import sys
from pathlib import Path

RANK = {"not yet": 1, "self": 2, "right": 2}  # what is done stays done
OUT_OF_REACH = "Progress is kept for this session only: {} can be neither read nor replaced."
_session: dict[str, str] = {}
_said: set[str] = set()


def place() -> Path | None:
    """Return the file of this learner's progress; None where there is no place of their own."""
    if "MARKETING_ORIGIN_PROGRESS" in os.environ:
        return Path(os.environ["MARKETING_ORIGIN_PROGRESS"])
    here = Path.cwd()
    live = next((folder for folder in (here, *here.parents) if folder.name == "live"), None)
    # Running a worked solution is not answering it.
    return live / "progress.json" if live and "solutions" not in here.relative_to(live).parts else None


def read() -> tuple[dict[str, str], str]:
    """Return question -> status, and a note where something is to be said."""
    path, kept, note = place(), {}, ""
    if path:
        try:
            kept = json.loads(path.read_text("utf-8"))
            if not isinstance(kept, dict) or not set(kept.values()) <= set(RANK):
                raise ValueError("not a table of progress")
        except FileNotFoundError:
            kept = {}
        except OSError:
            kept, note = {}, _once(OUT_OF_REACH.format(path))
        except (ValueError, TypeError, RecursionError):
            kept, note = {}, _once(_set_aside(path))
    return _merge(kept, _session), note


def write(question: str, status: str) -> str:
    """Keep one question's status; return a note where it is kept for this session only."""
    if status not in RANK:
        return ""
    kept, note = read()
    after = _merge(kept, {question: status})
    _session.update(after)
    path = place()
    if path and after != kept:
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(after, indent=1, sort_keys=True), "utf-8")
            part.replace(path)
            _tell_browser(question, after[question])
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
            note = note or _once(OUT_OF_REACH.format(path))
    return note


def _tell_browser(question: str, status: str) -> None:
    """Hand a status to the page that Python runs in, if it does: the file there is gone with the page."""
    if sys.platform == "emscripten":
        import js

        keep = getattr(js, "marketingOriginKeep", None)
        if keep:
            keep(question, status)


def _merge(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Lay new statuses over old ones; nothing done is undone."""
    return old | {q: s for q, s in new.items() if RANK[s] >= RANK.get(old.get(q), 0)}


def _set_aside(path: Path) -> str:
    """Move an unreadable file out of the way; say so."""
    aside = path.with_name(path.name + ".bak")
    with contextlib.suppress(OSError):
        path.replace(aside)
        return f"The file of your progress was damaged: it is kept as {aside.name}, and a new one begins."
    return OUT_OF_REACH.format(path)


def _once(note: str) -> str:
    """Return a note the first time, "" after that."""
    if note in _said:
        return ""
    _said.add(note)
    return note
