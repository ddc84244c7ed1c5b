"""The Data Package: every row of every table is what its description says (checked by frictionless)."""

import gzip
import json

import pytest
from frictionless import Package

from marketing_origin.data.package import FOLDER, RESOURCES

PACKAGE = FOLDER / "datapackage.json"


@pytest.mark.parametrize("name", RESOURCES)
def test_every_row_is_as_described(name):
    report = Package(str(PACKAGE)).get_resource(name).validate()
    assert report.valid, report.flatten(["type", "rowNumber", "fieldName", "note"])[:10]


def test_the_package_itself_is_valid():
    assert not list(Package.metadata_validate(json.loads(PACKAGE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("name", RESOURCES)
def test_a_reader_is_told_what_each_column_is(name):
    resource = RESOURCES[name]
    assert resource["sources"] and resource["quirks"] and resource["licence"].endswith((".", ")"))
    for field in resource["schema"]["fields"]:
        assert field["description"].endswith("."), field
        assert field["type"] != "number" or field["unit"], field


BROKEN = {
    "too late": ("cdnow_sample", "23570,2357,1998-07-01,2,1.0", "maximum"),
    "no quantity": ("cdnow_sample", "23570,2357,1998-06-01,,1.0", "required"),
    "half a CD": ("cdnow_sample", "23570,2357,1998-06-01,0.5,1.0", "type is"),
    "same campaign twice": ("journey_campaigns", "1,105", "same as in the row"),
    "unknown campaign": ("journey_campaigns", "28,105", "not found in the lookup table"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_validation_notices_a_broken_last_row(case, tmp_path):
    name, row, note = BROKEN[case]
    resources = [RESOURCES[name], RESOURCES["journey_campaign_descriptions"]]
    for resource in resources:
        content = (FOLDER / resource["path"]).read_bytes()
        if resource["name"] == name:
            zipped = resource["path"].endswith(".gz")
            lines = (gzip.decompress(content) if zipped else content).decode().splitlines()
            content = "\n".join([*lines[:-1], row, ""]).encode()
            content = gzip.compress(content) if zipped else content
        (tmp_path / resource["path"]).write_bytes(content)
    loose = [{key: v for key, v in r.items() if key not in ("bytes", "hash")} for r in resources]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "broken", "resources": loose}))
    report = Package(str(tmp_path / "datapackage.json")).get_resource(name).validate()
    assert note in str(report.flatten(["note"]))
