"""The front door and the command line: what they say, and what they say of a mistake."""

import ast
import json
import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course_builder import cli, live_copy, notebooks, set_up
from course_builder.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def front_door():
    """What course.py starts with."""
    return set_up


def course(*arguments: str, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, str(ROOT / "course.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


def test_alone_it_lists_every_command_with_a_line():
    done = course()
    assert done.returncode == 0
    for name, line in COMMANDS.items():
        assert f"{name} " in done.stdout and line in done.stdout


def test_every_listed_command_exists_and_explains_itself():
    for name in COMMANDS:
        assert callable(getattr(cli, name))
    done = course("book", "--help")
    for option in ("--build-only", "--port", "--clean", "--without-solutions"):
        assert option in done.stdout


def test_a_mistyped_command_is_answered_with_the_nearest():
    done = course("boook")
    assert done.returncode == 2 and "Did you mean 'book'?" in done.stderr and "Traceback" not in done.stderr


def test_a_mistyped_option_is_one_message():
    done = course("book", "--buildonly")
    assert done.returncode == 2 and "--buildonly" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("book", "--build-only"), ("outputs",), ("test",)], ids=" ".join)
def test_one_chapter_that_is_not_there_is_named(command):
    done = course(*command, "--only", "9.9")
    assert done.returncode == 2 and "_toc.yml names no chapter '9.9'" in done.stderr
    assert "Traceback" not in done.stderr and not done.stdout


def test_the_tests_of_one_chapter_are_its_own_and_those_that_want_it_entered():
    done = course("test", "--only", "4.1", "--collect-only", "-q")
    chosen = [line for line in done.stdout.splitlines() if "::" in line]
    for due in (
        "test_wrong_answers_earn_their_hint[4.1.3]",
        "test_nothing_in_the_course_is_left_as",
        "book/4_",
    ):
        assert any(due in line for line in chosen), due
    assert not [line for line in chosen if "4.2" in line or "4_2" in line or "test_site_browser" in line]
    assert "Spark" not in done.stdout + done.stderr
    alone = course("test", "--only")
    assert alone.returncode == 2 and "like --only 4.1" in alone.stderr


def test_a_taken_port_is_named_with_the_remedy():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = course("book", "--port", str(port))
    assert done.returncode == 2 and str(port) in done.stderr and "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_permission_to_write_the_folder_is_named(tmp_path, monkeypatch, capsys):
    def refuse(_):
        raise PermissionError(13, "Permission denied", str(tmp_path / "_build"))

    monkeypatch.setattr(cli, "outputs", refuse)
    assert cli.main(["outputs"]) == 2
    said = capsys.readouterr().err
    assert str(tmp_path / "_build") in said and "writable" in said


def test_set_up_without_permission_is_one_message(front_door, monkeypatch, capsys):
    def refuse():
        raise PermissionError(13, "Permission denied", "some/.venv")

    monkeypatch.setattr(front_door, "prepare", refuse)
    assert front_door.main(["book"]) == 2
    assert "some/.venv" in capsys.readouterr().err


def test_set_up_without_network_says_so(front_door, monkeypatch, capsys):
    def fail():
        raise subprocess.CalledProcessError(1, ["pip", "install"], output="no route to host")

    monkeypatch.setattr(front_door, "prepare", fail)
    assert front_door.main(["book"]) == 2
    said = capsys.readouterr().err
    assert "no route to host" in said and "network" in said and "same command again" in said


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code ENOSPC", "disk is full"),
        ("Cannot connect to proxy.', OSError('Tunnel connection failed", "HTTPS_PROXY"),
        (
            "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "not the one that the lock names",
        ),
        ("error: command 'gcc' failed: No such file or directory", "no compiler"),
        ("npm error code ENOTFOUND", "check the network"),
    ],
)
def test_a_failed_set_up_says_what_helps_by_what_failed(front_door, monkeypatch, capsys, output, said):
    def fail():
        raise subprocess.CalledProcessError(1, ["pip", "install"], output=output)

    monkeypatch.setattr(front_door, "prepare", fail)
    assert front_door.main(["book"]) == 2
    told = capsys.readouterr().err
    assert said in told and "same command again" in told
    assert ("check the network" in told) == (said == "check the network")


def test_a_full_disk_is_told_before_the_set_up_begins(front_door, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(front_door, "VENV", tmp_path / "none")
    monkeypatch.setattr(front_door, "STAMP", tmp_path / "none" / "stamp")
    monkeypatch.setattr(front_door.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 9e8}))
    monkeypatch.setattr(front_door, "make_environment", lambda: pytest.fail("the set-up has begun"))
    assert front_door.main(["book"]) == 2
    told = capsys.readouterr().err
    assert "0.9 GB free" in told and "1.5 GB" in told


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 2), (3, 15, 0)])
def test_a_python_that_is_not_supported_is_told_which_are(monkeypatch, capsys, version):
    monkeypatch.setattr(sys, "version_info", version)
    assert runpy.run_path(str(ROOT / "course.py"))["main"]() == 2
    told = capsys.readouterr().err
    assert (
        "Python 3.11 to 3.14" in told and ".".join(map(str, version)) in told and len(told.splitlines()) == 1
    )


def test_the_front_door_can_be_read_by_an_old_python():
    tree = ast.parse((ROOT / "course.py").read_text(encoding="utf-8"))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.Nonlocal)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [f for f in functions if f.returns or any(argument.annotation for argument in f.args.args)]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a process does not become another")
def test_whoever_ends_the_front_door_ends_what_it_started():
    program = [sys.executable, str(ROOT / "course.py"), "test", "--collect-only", "-q"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as started:
        time.sleep(2)
        started.send_signal(signal.SIGTERM)
        # The pipe closes when nobody is left who writes into it.
        assert "tests collected" not in started.stdout.read()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a child keeps its parent's number")
def test_a_build_that_is_killed_takes_its_children_with_it():
    child = (
        "import time; from course_builder.with_parent import end_with_parent as end; end(); time.sleep(60)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as started:
        time.sleep(1.5)
        started.kill()
        began = time.monotonic()
        started.stdout.read()
    assert time.monotonic() - began < 20


def test_a_set_up_killed_half_way_starts_over_and_a_finished_one_does_not(front_door, monkeypatch, tmp_path):
    monkeypatch.setattr(front_door, "VENV", tmp_path)
    monkeypatch.setattr(front_door, "STAMP", tmp_path / "course-stamp")
    monkeypatch.setattr(front_door, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(front_door, "WEB_PACKAGES", tmp_path / "web")
    steps, killed = [], [True]

    def packages():
        steps.append("packages")
        if killed.pop() if killed else False:
            raise KeyboardInterrupt

    monkeypatch.setattr(front_door, "make_environment", lambda: steps.append("environment"))
    monkeypatch.setattr(front_door, "install_packages", packages)
    monkeypatch.setattr(
        front_door, "install_web_packages", lambda: (steps.append("web"), (tmp_path / "web").touch())
    )
    monkeypatch.setattr(front_door, "bundle_frontend", lambda: steps.append("bundle"))
    with pytest.raises(KeyboardInterrupt):
        front_door.prepare()
    steps.clear()
    front_door.prepare()
    assert steps == ["environment", "packages", "web", "bundle"]
    steps.clear()
    front_door.prepare()
    assert steps == []
    (tmp_path / "web").unlink()  # somebody tidied up
    front_door.prepare()
    assert "web" in steps


@pytest.mark.parametrize("refused", [True, False])
def test_compiled_code_is_kept_aside_where_it_may_not_stand_beside_the_sources(
    front_door, monkeypatch, refused
):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COURSE_STARTED_IN", "")
    for name in ("PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "")  # is put back as it was
        monkeypatch.delenv(name)
    if refused:
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(front_door, "prepare", lambda: None)
    asked = "import sys; sys.exit('.venv' in (sys.pycache_prefix or '') and not sys.dont_write_bytecode)"
    monkeypatch.setattr(
        front_door, "hand_over", lambda _: subprocess.run([sys.executable, "-c", asked]).returncode
    )
    assert front_door.main(["book"]) == refused
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ


def test_an_unusable_environment_is_made_anew(front_door, monkeypatch, tmp_path):
    broken = tmp_path / "bin" / "python"
    broken.parent.mkdir()
    broken.write_text("not a program")
    broken.chmod(0o755)
    made = []
    monkeypatch.setattr(front_door, "VENV", tmp_path)
    monkeypatch.setattr(front_door, "STAMP", tmp_path / "course-stamp")
    monkeypatch.setattr(front_door, "PYTHON", broken)
    monkeypatch.setattr(front_door.venv, "create", lambda folder, with_pip: made.append(folder))
    front_door.make_environment()
    assert made == [tmp_path] and not broken.exists()


def test_locks_hold_hashes_and_no_address():
    python = (ROOT / "requirements.lock").read_text()
    npm = (ROOT / "package-lock.json").read_text()
    spark = (ROOT / "requirements-spark.lock").read_text()
    cluster = (ROOT / "requirements-spark-cluster.lock").read_text()
    assert all("://" not in lock for lock in (python, spark, cluster, npm))
    for lock in (python, spark, cluster):
        assert lock.count("==") <= lock.count("--hash=sha256:")
    packages = json.loads(npm)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_both_locks_hold_the_same_releases():
    def releases(name):
        lock = (ROOT / name).read_text()
        return dict(
            line.split(";")[0].rstrip(" \\").split("==") for line in lock.splitlines() if "==" in line[:60]
        )

    every, spark = releases("requirements.lock"), releases("requirements-spark.lock")
    both = every.keys() & spark.keys()
    assert {"numpy", "pandas", "pyarrow"} <= both
    assert {name: every[name] for name in both} == {name: spark[name] for name in both}


def test_the_ci_runs_the_readmes_test_command():
    command = "python3 course.py test"
    assert command in (ROOT / "README.md").read_text()
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "set "))] == [command]


def notebook(text: str):
    import nbformat

    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="cell-0")])


def test_a_notebook_its_user_changed_is_kept_and_named(tmp_path):
    names = ["exercises/a", "exercises/b"]
    assert live_copy.update(dict.fromkeys(names, notebook("first")), tmp_path) == []
    mine = tmp_path / "exercises" / "a.ipynb"
    mine.write_text("my own work")
    assert live_copy.update(dict.fromkeys(names, notebook("second")), tmp_path) == ["exercises/a.ipynb"]
    assert mine.read_text() == "my own work"
    assert "second" in (tmp_path / "exercises" / "b.ipynb").read_text()
    # Deleted by its user: the course's version comes back.
    mine.unlink()
    assert live_copy.update(dict.fromkeys(names, notebook("third")), tmp_path) == []
    assert "third" in mine.read_text()


def test_where_the_record_is_damaged_only_what_its_user_changed_is_kept(tmp_path):
    page = next(page for page in notebooks.pages() if page.kind == "exercises")
    executed = notebooks.read(page.path)  # just now: it knows more than one that was kept
    executed.metadata.language_info = {"name": "python", "version": "3.14.0"}
    assert live_copy.update({page.name: live_copy.notebook_for_reader(page, executed)}, tmp_path) == []
    (tmp_path / live_copy.MADE).write_text('{"exercises')
    assert live_copy.update({page.name: live_copy.notebook_for_reader(page, None)}, tmp_path) == []
    (tmp_path / f"{page.name}.ipynb").write_text("my own work")
    (tmp_path / live_copy.MADE).write_text("")
    kept = live_copy.update({page.name: live_copy.notebook_for_reader(page, None)}, tmp_path)
    assert kept == [f"{page.name}.ipynb"]
    (tmp_path / f"{page.name}.ipynb").write_bytes(b"\xff\xfe my own work")
    assert live_copy.update({page.name: live_copy.notebook_for_reader(page, None)}, tmp_path) == kept
    assert (tmp_path / f"{page.name}.ipynb").read_bytes() == b"\xff\xfe my own work"


def test_the_working_copy_has_the_data_at_hand(tmp_path):
    live_copy.update({}, tmp_path)
    assert (tmp_path / "datasets" / "cdnow.csv.gz").exists()


def test_bench_and_data_explain_themselves_and_take_no_option_for_a_name():
    for command, name in (("bench", "first_check"), ("data", "cdnow")):
        done = course(command, "--help")
        assert done.returncode == 0 and name in done.stdout and f"course.py {command}" in done.stdout
        done = course(command, "--hlep")
        assert done.returncode in (1, 2) and "no option '--hlep'" in done.stderr


def test_bench_takes_one_of_its_cases_by_name_and_says_which_there_are():
    done = course("bench", "models", "--only", "forecasts")
    assert done.returncode == 2 and "--only goes with coverage" in done.stderr
    done = course("bench", "coverage", "--only", "no such case")
    assert done.returncode == 2 and "No case is called 'no such case'" in done.stderr
    assert "report's forecasts, 3,000 customers" in done.stderr and "Traceback" not in done.stderr


def test_the_help_of_test_begins_with_the_course_s_own_options_and_names_them_all():
    told, pytests, _ = course("test", "--help").stdout.partition("positional arguments")
    own = re.findall(r'addoption\("(--[\w-]+)"', (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    assert pytests and len(own) >= 4
    assert [option for option in own if option not in told] == []
