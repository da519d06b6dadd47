"""Workflows from files and into them, through the browser."""

import io
import json

import pytest
from werkzeug.test import TestResponse

from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from webhooks.services import workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow

YAML = b"""resourceType: Flow
resources:
  - id: ~exportplaceholderid-flow-lamp~
    name: Lamp
    flowClass: cloud
    triggers: []
    nodes:
      - id: a
        type: DebugNode
        config: {message: hi}
        outputIds: []
version: 1
"""


def upload(
    browser: Browser, home: str, *files: tuple[str, bytes], **fields: str
) -> TestResponse:
    """Send the form with these files."""
    data = {
        "csrf_token": browser.token("/"),
        "files": [(io.BytesIO(content), name) for name, content in files],
        **fields,
    }
    return browser.client.post(f"{home}/workflows/import", data=data)


def all_of(site: Site, application: Application) -> list[Workflow]:
    return list(workflows.list_(site, application.id).items)


def test_files_are_imported_together_and_switched_off(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    bell = json.dumps(flows.document()).encode()
    response = upload(alice, home, ("lamp.yaml", YAML), ("bell.json", bell))
    page = Page(response.text)
    assert response.status_code == 200, page.text
    assert "Imported" in page.headings
    found = all_of(site, application)
    assert [each.name for each in found] == ["Door bell", "Lamp"]
    assert not any(each.enabled for each in found)
    assert f"{home}/workflows/{found[0].id}" in page.links


def test_a_pasted_text_is_imported_and_switched_on(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    upload(alice, home, text=YAML.decode(), enable="y")
    [lamp] = all_of(site, application)
    assert lamp.enabled


def test_what_to_look_at_is_listed(alice: Browser, home: str) -> None:
    document = flows.document("5" * 24)
    page = Page(upload(alice, home, text=json.dumps(document)).text)
    assert "to look at" in page.text


def test_ids_are_restored_when_asked_for(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    bell = flows.workflow(site, application, **flows.document())
    text = alice.client.get(f"{home}/workflows/{bell.id}/download?form=json").text
    changed = json.dumps({**json.loads(text), "name": "Renamed"})
    upload(alice, home, text=changed, restore_ids="y")
    [after] = all_of(site, application)
    assert (after.id, after.name) == (bell.id, "Renamed")
    upload(alice, home, text=changed)
    assert len(all_of(site, application)) == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose a file, or paste one."),
        ([("a.yaml", b"a: [")], "a.yaml"),
        ([("a.json", b"{")], "a.json"),
        ([("a.bin", b"\xff\xfe\x00")], "a.bin"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    alice: Browser, home: str, files: list[tuple[str, bytes]], said: str
) -> None:
    response = upload(alice, home, *files)
    assert response.status_code == 400
    assert said in Page(response.text).text


def test_one_wrong_workflow_keeps_all_of_them_out(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    broken = json.dumps({"name": "Broken", "nodes": [{"id": "a"}]}).encode()
    response = upload(alice, home, ("lamp.yaml", YAML), ("broken.json", broken))
    page = Page(response.text)
    assert response.status_code == 422
    assert "Nothing was imported" in page.headings
    assert "Broken:" in page.text
    assert all_of(site, application) == []


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_download_is_a_file_that_comes_back_whole(
    alice: Browser, site: Site, application: Application, home: str, form: str
) -> None:
    document = {**flows.document(), "name": 'A "b"/../c'}
    bell = flows.workflow(site, application, **document)
    response = alice.client.get(f"{home}/workflows/{bell.id}/download?form={form}")
    disposition = response.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="A-b-..-c.{form}"'
    assert "sandbox" in response.headers["Content-Security-Policy"]
    upload(alice, home, (f"a.{form}", response.data))
    [first, second] = all_of(site, application)
    nodes = [
        workflows.definition(site, each.definition_id).nodes for each in (first, second)
    ]
    assert nodes[0] == nodes[1]


def test_viewers_get_no_file_with_globals(
    viewer: Browser, site: Site, application: Application, home: str
) -> None:
    bell = flows.workflow(site, application, **flows.document())
    response = viewer.client.get(f"{home}/workflows/{bell.id}/download?form=json")
    assert response.status_code == 403
    assert "sesame" not in response.text
