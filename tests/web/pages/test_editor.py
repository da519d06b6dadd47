"""What the editor gets: the document as it is stored, types, checks, errors."""

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.calling import call
from tests.web.pages.editing import data_of, stored
from tests.web.pages.sending import arrive
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """Where it is edited."""
    return f"{home}/workflows/{bell.id}"


def test_the_page_holds_the_document_exactly_as_it_is_stored(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    given = data_of(alice, path)
    assert json.dumps(given["document"]) == json.dumps(stored(site, bell))
    assert given["workflow"]["name"] == "Door bell"
    assert given["may"] == {"edit": True, "press": True, "seesSecrets": True}


def test_the_page_knows_what_surrounds_the_workflow(
    alice: Browser, site: Site, webhook: Webhook, path: str
) -> None:
    delivery = arrive(site, webhook)
    given = data_of(alice, f"{path}?delivery={delivery}")
    assert given["sample"] == delivery
    assert [each["id"] for each in given["webhooks"]] == [webhook.id]
    assert [each["name"] for each in given["workflows"]] == ["Door bell"]
    assert given["outputs"] == {"gone": []}
    assert data_of(alice, f"{path}?delivery=' OR 1=1 --")["sample"] is None


def test_hostile_text_stays_inside_the_island(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    name = "</script><img src=x onerror=alert(1)>"
    made = flows.workflow(
        site,
        application,
        name=name,
        nodes=[{"id": "a", "type": "DebugNode", "config": {"message": name}}],
    )
    text = alice.client.get(f"{home}/workflows/{made.id}").text
    assert name not in text
    assert data_of(alice, f"{home}/workflows/{made.id}")["workflow"]["name"] == name


def test_a_viewer_gets_neither_globals_nor_secrets_and_cannot_save(
    viewer: Browser, site: Site, application: Application, home: str
) -> None:
    node = {"id": "a", "type": "HttpNode", "config": {"password": "opensesame"}}
    made = flows.workflow(
        site, application, nodes=[node], globals=flows.GLOBALS, triggers=[]
    )
    path = f"{home}/workflows/{made.id}"
    assert "opensesame" not in viewer.client.get(path).text
    given = data_of(viewer, path)
    assert given["document"]["globals"] == [{"key": "door", "json": ""}]
    assert given["may"]["edit"] is False
    assert call(viewer, f"{path}/save", given["document"]).status_code == 403


def test_the_types_are_kept_by_browsers_until_they_change(
    alice: Browser, path: str
) -> None:
    address = data_of(alice, path)["typesUrl"]
    response = alice.client.get(address)
    assert "immutable" in response.headers["Cache-Control"]
    assert "immutable" not in alice.client.get(address + "x").headers["Cache-Control"]
    types = response.get_json()
    http = next(each for each in types["nodes"] if each["type"] == "HttpNode")
    assert http["outside"] is True
    words = {each["category"] for each in types["nodes"]}
    assert words <= {each["name"] for each in types["categories"]}
    helpers = {each["name"]: each["block"] for each in types["helpers"]}
    assert helpers["each"]
    assert not helpers["format"]
    assert "round" in types["functions"]
    packed = alice.client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"


def test_a_draft_is_checked_and_not_stored(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    draft = stored(site, bell)
    nodes = [
        {"id": "a", "type": "ConditionalNode", "config": {"expression": "{{"}},
        {
            "id": "b",
            "type": "SwitchNode",
            "config": {"switchTemplate": "x", "cases": [{"caseLabel": "One"}]},
        },
    ]
    triggers: list[Any] = []
    given = {**draft, "triggers": triggers, "nodes": nodes}
    answer = call(alice, f"{path}/check", given).get_json()
    assert "/nodes/0/config/expression" in [p["pointer"] for p in answer["problems"]]
    assert [each["label"] for each in answer["outputs"]["b"]] == ["Default", "One"]
    assert stored(site, bell) == draft


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"nodes": "x"}, "/nodes"),
        ({"globals": [{"key": "a", "json": "{"}]}, "/globals/0"),
        ({"nodes": [{"id": "a", "type": "DebugNode", "x": 1}]}, "/nodes/0/x"),
        ({"nodes": [{"type": "DebugNode", "outputIds": [["no"]]}]}, "/nodes/0/outp"),
    ],
)
def test_what_could_not_be_saved_at_all_is_a_problem(
    alice: Browser, path: str, given: dict[str, Any], pointer: str
) -> None:
    [problem] = call(alice, f"{path}/check", given).get_json()["problems"]
    assert problem["severity"] == "error"
    assert problem["pointer"].startswith(pointer)


def test_a_custom_node_with_one_way_out_shows_one(
    alice: Browser, site: Site, application: Application, path: str
) -> None:
    custom = flows.workflow(
        site,
        application,
        name="Convert",
        flow_class="customNode",
        custom_node_config={"outputCount": 1},
    )
    nodes = [
        {
            "id": "a",
            "type": "CustomNodeExecuteNode",
            "config": {"customNodeId": custom.id},
        }
    ]
    answer = call(alice, f"{path}/check", {"nodes": nodes}).get_json()
    assert len(answer["outputs"]["a"]) == 1


@pytest.mark.parametrize(
    ("body", "status"), [(b"[]", 400), (b"{", 400), (b"", 400), (b'{"a": NaN}', 400)]
)
def test_errors_are_json(alice: Browser, path: str, body: bytes, status: int) -> None:
    response: TestResponse = alice.client.post(
        f"{path}/check",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": alice.token("/")},
    )
    assert response.status_code == status
    assert response.get_json()["error"]["message"]


def test_signed_out_is_said_in_json(app: Flask, path: str) -> None:
    nobody = Browser(app)
    response = call(nobody, f"{path}/check", {})
    assert response.status_code == 401
    assert "Sign in again" in response.get_json()["error"]["message"]


def test_without_the_form_token_nothing_is_taken(alice: Browser, path: str) -> None:
    response = alice.client.post(f"{path}/check", json={})
    assert response.status_code == 400
    assert "The form was open" in response.get_json()["error"]["message"]
