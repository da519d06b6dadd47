"""``flask workflows``: files in and out, and the list."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from webhooks.services import applications, workflows
from webhooks.services.site import Site

LAMP = """resourceType: Flow
resources:
  - id: ~exportplaceholderid-flow-lamp~
    name: Lamp
    flowClass: cloud
    globals: []
    triggers: []
    nodes:
      - id: a
        type: FluxCapacitorNode
        config: {power: 1.21}
        outputIds: []
version: 1
"""


@pytest.fixture
def farm(site: Site) -> str:
    """The id of an application."""
    return applications.create(site, None, "Farm").id


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    """A file with one workflow."""
    path = tmp_path / "lamp.yaml"
    path.write_text(LAMP)
    return path


def test_files_are_imported_and_listed(
    flask: Run, site: Site, farm: str, lamp: Path, tmp_path: Path
) -> None:
    other = tmp_path / "bell.json"
    other.write_text('{"name": "Bell", "enabled": false}')
    words = ("workflows", "import", "--application", "Farm", str(lamp), str(other))
    result = flask(*words)
    assert result.exit_code == 0, result.stderr
    assert "Lamp" in result.stdout
    assert "Bell  (off)" in result.stdout
    listed = flask("workflows", "list", "--application", farm, "--json")
    rows = {row["name"]: row for row in json.loads(listed.stdout)}
    assert set(rows) == {"Bell", "Lamp"}
    assert rows["Lamp"]["flowClass"] == "cloud"
    assert (rows["Lamp"]["enabled"], rows["Bell"]["enabled"]) == (True, False)
    assert "cloud" in flask("workflows", "list", "--application", farm).stdout
    [found] = [w for w in workflows.list_(site, farm).items if w.name == "Lamp"]
    assert found.id == rows["Lamp"]["id"]


def test_what_to_look_at_is_told_with_its_place(
    flask: Run, farm: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.json"
    trigger = {"type": "webhook", "key": "5" * 24, "outputIds": []}
    file.write_text(json.dumps({"name": "A", "triggers": [trigger]}))
    words = ("workflows", "import", "--application", farm, str(file))
    assert "warning: /triggers/0/key" in flask(*words).stdout
    [row] = json.loads(flask(*words, "--json").stdout)
    assert row["problems"][0]["severity"] == "warning"


@pytest.mark.parametrize(("switch", "enabled"), [("--enable", 1), ("--disable", 0)])
def test_all_are_switched_as_told(
    flask: Run, site: Site, farm: str, lamp: Path, switch: str, enabled: int
) -> None:
    flask("workflows", "import", "--application", farm, str(lamp), switch)
    [found] = workflows.list_(site, farm).items
    assert found.enabled == bool(enabled)


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_an_export_comes_back_whole(
    flask: Run, site: Site, farm: str, lamp: Path, tmp_path: Path, form: str
) -> None:
    flask("workflows", "import", "--application", farm, str(lamp))
    [first] = workflows.list_(site, farm).items
    file = tmp_path / "out"
    words = ("workflows", "export", first.id, "--format", form)
    assert flask(*words, "--output", str(file)).exit_code == 0
    assert flask(*words).stdout.strip() == file.read_text().strip()
    assert json.loads(flask(*words, "--json").stdout)["document"] == file.read_text()
    before = workflows.definition(site, first.definition_id).nodes
    again = ("workflows", "import", "--application", farm, str(file))
    result = flask(*again, "--restore-ids")
    assert result.exit_code == 0, result.stderr
    [after] = workflows.list_(site, farm).items
    assert after.id == first.id
    assert workflows.definition(site, after.definition_id).nodes == before
    flask(*again)
    assert workflows.list_(site, farm).total_count == 2


@pytest.mark.parametrize(
    "content", [b"a: [", b"{", b"\xff\xfe\x00", b"[1]", b'{"name": ""}', b""]
)
def test_a_file_that_cannot_be_used_is_one_line_of_error(
    flask: Run, site: Site, farm: str, lamp: Path, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(content)
    words = ("workflows", "import", "--application", farm, str(lamp), str(bad))
    result = flask(*words)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert workflows.list_(site, farm).total_count == 0


def test_unknown_things_are_refused(flask: Run, farm: str, lamp: Path) -> None:
    assert flask("workflows", "export", "0" * 24).exit_code == 1
    missing = ("workflows", "import", "--application", farm, "/no/such/file")
    assert flask(*missing).exit_code == 2
    nowhere = ("workflows", "import", "--application", "Barn", str(lamp))
    assert flask(*nowhere).exit_code == 1
