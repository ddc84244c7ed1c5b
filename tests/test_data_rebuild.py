"""Rebuilding the data: the committed files are what the packages make, and other files are refused."""

import gzip
import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from marketing_origin.errors import CourseError

SCRIPT = Path(__file__).parents[1] / "datasets" / "rebuild.py"
spec = importlib.util.spec_from_file_location("datasets_rebuild", SCRIPT)
rebuild = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rebuild)

TABLES = rebuild.tables()
GROUPS = sorted({table["group"] for table in TABLES.values()})


@pytest.mark.packages
@pytest.mark.parametrize("group", GROUPS)
def test_the_committed_files_are_what_rebuilding_makes(group):
    """Contents are compared, not the gzipped bytes: another build of zlib may compress to other bytes."""
    chosen = rebuild.selected([group])
    made = dict(rebuild.made(chosen))
    assert {table["path"] for table in chosen} <= set(made)
    differ = [path for path, content in made.items() if rebuild.content_of(rebuild.HERE / path) != content]
    assert not differ, f"`python3 course.py data {group}` makes other content of {differ}"


def test_the_data_package_is_in_step_with_descriptors_and_files():
    assert rebuild.PACKAGE.read_bytes() == rebuild.data_package(), "run `python datasets/rebuild.py`"


def test_every_data_file_is_described():
    files = {path.name for path in rebuild.HERE.iterdir() if path.name.endswith((".csv", ".gz"))}
    assert files == {table["path"] for table in TABLES.values()}


def test_names_are_tables_or_groups():
    assert [table["name"] for table in rebuild.selected(["cdnow_sample"])] == ["cdnow_sample"]
    assert {table["group"] for table in rebuild.selected(["journey"])} == {"journey"}
    assert len(rebuild.selected(["journey"])) > 1
    assert rebuild.selected(None) == rebuild.selected([]) == list(TABLES.values())


def test_an_unknown_name_is_one_line_without_a_traceback():
    done = subprocess.run([sys.executable, SCRIPT, "jurney"], capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("No data set is named 'jurney'. Did you mean 'journey'? There are: ")
    assert "Traceback" not in done.stderr


# Packages that are not what they were --------------------------------------------------------------------


@pytest.fixture
def toy(monkeypatch, tmp_path):
    """A cached package with one file in it, and the source that names it."""
    monkeypatch.setattr(rebuild, "CACHE", tmp_path / "packages")
    folder = rebuild.CACHE / "toy==1.0"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "toy-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("toy/log.csv", "a\n1\n")
    return {"package": "toy==1.0", "member": "toy/log.csv", "sha256": hashlib.sha256(b"a\n1\n").hexdigest()}


def test_a_file_is_taken_from_a_package_that_was_downloaded_before(toy):
    assert rebuild.member(toy) == b"a\n1\n"


def test_a_file_with_another_hash_is_refused(toy):
    with pytest.raises(CourseError, match=r"toy/log\.csv in .* is not the file .* left as it was"):
        rebuild.member({**toy, "sha256": "0" * 64})


def test_a_file_that_is_not_in_the_package_is_named(toy):
    with pytest.raises(CourseError, match=r"no item named 'toy/lag\.csv'"):
        rebuild.member({**toy, "member": "toy/lag.csv"})


def test_a_broken_download_is_named(toy):
    (rebuild.CACHE / "toy==1.0" / "toy-1.0-py3-none-any.whl").write_bytes(b"half a")
    with pytest.raises(CourseError, match="Delete it and run the command again"):
        rebuild.member(toy)


def test_no_network_is_told_with_the_remedy(monkeypatch, toy):
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null" if sys.platform != "win32" else "nul")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(CourseError, match=r"toy==2\.0 could not be downloaded.*check the network") as error:
        rebuild.member({**toy, "package": "toy==2.0"})
    assert "\n" not in str(error.value)
    assert list(rebuild.CACHE.iterdir()) == [rebuild.CACHE / "toy==1.0"]


# Writing -------------------------------------------------------------------------------------------------


def test_a_gzipped_table_is_the_same_bytes_wherever_and_whenever_it_is_written(tmp_path):
    one, other = tmp_path / "one.csv.gz", tmp_path / "another_name.csv.gz"
    rebuild.write(one, b"a\n1\n")
    rebuild.write(other, b"a\n1\n")
    assert one.read_bytes() == other.read_bytes()
    assert gzip.decompress(one.read_bytes()) == b"a\n1\n"


def test_the_same_content_is_left_alone_and_a_damaged_file_is_not(tmp_path):
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a\n1\n", 1))
    before = path.read_bytes()
    assert rebuild.write(path, b"a\n1\n") == "unchanged"
    assert path.read_bytes() == before
    path.write_bytes(before[:10])
    assert rebuild.write(path, b"a\n1\n").startswith("written")
    assert rebuild.content_of(path) == b"a\n1\n"
    assert [path] == list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CourseError, match=r"Writing to .*file failed \(.*\)\. Make it writable"):
        rebuild.write(tmp_path / "file" / "table.csv", b"a\n1\n")
