"""What a workflow's fields and lists may hold."""

import json
from typing import Any

import pytest

from webhooks.errors import Invalid
from webhooks.services.workflow_parts import clean_parts
from webhooks.services.workflow_rules import clean_field, clean_version_field


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "x" * 255),
        ("icon_data", "data:image/svg+xml;base64,QUJD"),
        ("icon_data", None),
        ("category", ""),
        ("flow_class", "experience"),
        ("minimum_agent_version", "1.20.3"),
        ("minimum_agent_version", None),
        ("custom_node_supports", ["cloud", "edge"]),
        (
            "custom_node_config",
            {"outputCount": 2, "resultMode": "none", "fields": [{"type": "section"}]},
        ),
        ("repeat_after_crash", True),
    ],
)
def test_a_value_that_fits_stays_as_it_is(column: str, value: Any) -> None:
    assert clean_field(column, value) == value


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "a" * 24),
        ("definition_id", 1),
        ("name", "x" * 256),
        ("name", ""),
        ("description", None),
        ("short_description", "x" * 1025),
        ("icon_data", "data:text/html;base64,QUJD"),
        ("icon_data", "javascript:alert(1)"),
        ("category", "nonsense"),
        ("flow_class", "nonsense"),
        ("flow_class", []),
        ("enabled", 1),
        ("minimum_agent_version", "1.2"),
        ("custom_node_supports", ["moon"]),
        ("custom_node_supports", "cloud"),
        ("custom_node_config", []),
        ("custom_node_config", {"outputCount": 3}),
        ("custom_node_config", {"resultMode": "sometimes"}),
        ("custom_node_config", {"fields": [{}]}),
        ("custom_node_config", {"fields": [{"type": "section"}] * 101}),
        ("custom_node_config", {"more": 1}),
    ],
)
def test_a_value_that_does_not_fit_is_refused(column: str, value: Any) -> None:
    with pytest.raises(Invalid):
        clean_field(column, value)


def test_a_version_has_fewer_fields() -> None:
    assert clean_version_field("notes", "x") == "x"
    with pytest.raises(Invalid):
        clean_version_field("description", "x")


@pytest.mark.parametrize(
    "parts",
    [
        {"nodes": {}},
        {"triggers": None},
        {"nodes": [{"type": "DebugNode"}] * 1001},
        {"triggers": [{"type": "timer"}] * 1001},
        {"nodes": [{"type": "DebugNode", "config": {"x": "y" * 4_200_000}}]},
        {"nodes": [{"type": "DebugNode", "config": {"x": "\ud800"}}]},
        {"nodes": [{"type": "DebugNode", "config": {"x": float("nan")}}]},
        {"nodes": [{"type": "DebugNode", "id": "a\0"}]},
        {"triggers": [{"type": "timer", "key": "a\0"}]},
        {"globals": [{"key": "a"}]},
        {"globals": [{"key": "a", "json": "1", "more": 1}]},
        {"globals": [{"key": "a b", "json": "1"}]},
        {"globals": [{"key": "a", "json": "word"}]},
        {"globals": [{"key": "a", "json": ""}]},
        {"globals": [{"key": "a", "json": 1}]},
        {"globals": [{"key": "a", "json": "1"}] * 2},
        {"globals": [{"key": f"k{n}", "json": "1"} for n in range(101)]},
        {"globals": ["a"]},
    ],
)
def test_lists_that_cannot_be_kept_are_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        clean_parts(parts)


def test_lists_are_copied_as_they_came() -> None:
    node = {"type": "X", "meta": {"b": 1, "a": None}, "config": {"z": [1.0, 2]}}
    cleaned = clean_parts({"nodes": [node, node]})
    assert json.dumps(cleaned.nodes) == json.dumps([node, node])
    assert cleaned.nodes[0] is not node
    assert cleaned.nodes[0] is not cleaned.nodes[1]
    assert (cleaned.triggers, cleaned.globals) == ([], [])
