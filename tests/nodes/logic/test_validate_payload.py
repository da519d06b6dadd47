"""Validate Payload: draft 4, bounded, and nothing is fetched."""

import json
from typing import Any

import pytest

from tests.nodes.kit import Ran, run_node
from webhooks.nodes.logic.validate_payload import NODE
from webhooks.workflows.errors import NodeError


def validate(schema: Any, value: Any) -> Ran:
    config = {
        "schema": json.dumps(schema),
        "toValidatePath": "v",
        "errorsPath": "errors",
    }
    return run_node(NODE, config, {"v": value})


@pytest.mark.parametrize(
    ("schema", "value", "field", "message"),
    [
        ({"type": "number"}, "x", "data", "is the wrong type"),
        ({"required": ["a"]}, {}, "data.a", "is required"),
        (
            {"additionalProperties": False},
            {"a": 1},
            "data",
            "has additional properties",
        ),
        ({"enum": [1, 2]}, 3, "data", "must be an enum value"),
        ({"minimum": 5}, 3, "data", "is less than minimum"),
        (
            {"minimum": 5, "exclusiveMinimum": True},
            5,
            "data",
            "is less than minimum",
        ),
        ({"maxLength": 2}, "abc", "data", "has longer length than allowed"),
        ({"pattern": "^a+$"}, "b", "data", "pattern mismatch"),
        ({"format": "date-time"}, "x", "data", "must be date-time format"),
        ({"items": {"type": "string"}}, ["a", 1], "data.1", "is the wrong type"),
        ({"uniqueItems": True}, [1, 1], "data", "must be unique"),
        ({"not": {"type": "null"}}, None, "data", "negative schema matches"),
        ({"anyOf": [{"type": "null"}]}, 1, "data", "no schemas match"),
        ({"oneOf": [{}, {}]}, 1, "data", "no (or more than one) schemas match"),
        ({"multipleOf": 2}, 3, "data", "has a remainder"),
        (
            {"definitions": {"n": {"type": "null"}}, "$ref": "#/definitions/n"},
            1,
            "data",
            "is the wrong type",
        ),
    ],
)
def test_a_problem_is_told_with_its_field(
    schema: Any, value: Any, field: str, message: str
) -> None:
    ran = validate(schema, value)
    assert ran.payload["errors"] == [{"field": field, "message": message}]
    assert ran.output_name == "invalid"


def test_the_schema_may_be_a_template_or_in_the_payload() -> None:
    config = {"schema": '{"maximum": {{limit}} }', "toValidatePath": "v"}
    assert run_node(NODE, config, {"v": 5, "limit": 4}).output_name == "invalid"
    config = {"schemaType": "path", "schema": "s", "toValidatePath": "v"}
    payload = {"v": 5, "s": {"type": "number"}}
    assert run_node(NODE, config, payload).output_name == "valid"


def test_a_date_in_the_payload_counts_as_its_text() -> None:
    schema = '{"properties": {"n": {"type": "number"}}}'
    assert run_node(NODE, {"schema": schema}, {"n": 1}).output_name == "valid"


def test_a_value_that_is_missing_is_invalid() -> None:
    config = {"schema": "{}", "toValidatePath": "nope", "errorsPath": "errors"}
    ran = run_node(NODE, config, {})
    assert ran.payload["errors"] == [{"field": "data", "message": "is required"}]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "objekt"},
        {"pattern": "("},
        {"pattern": "(?=a)b"},
        {"$ref": "http://schemas.example.test/a"},
        {"$ref": "file:///etc/passwd"},
        {"$ref": "#/definitions/nope"},
        {"properties": {"a": {"id": "http://x.test/", "type": "null"}}},
    ],
)
def test_a_schema_that_is_none_or_leads_away_is_refused(schema: Any) -> None:
    with pytest.raises(NodeError) as caught:
        validate(schema, {"a": "b"})
    assert caught.value.name == "InvalidSchema"


def test_a_pattern_cannot_backtrack() -> None:
    assert validate({"pattern": "^(a+)+$"}, "a" * 50_000 + "b").outcome == "invalid"


def test_a_schema_that_doubles_itself_is_refused_before_it_runs() -> None:
    doubled = {
        f"a{n}": {"allOf": [{"$ref": f"#/definitions/a{n + 1}"}] * 2} for n in range(30)
    }
    schema = {"definitions": doubled | {"a30": {}}, "$ref": "#/definitions/a0"}
    for each in (schema, {"$ref": "#"}):
        with pytest.raises(NodeError) as caught:
            validate(each, "x")
        assert caught.value.name == "TooLarge"


def test_of_very_many_problems_only_the_first_is_told() -> None:
    ran = validate({"items": {"type": "string"}}, [1] * 20_000)
    assert ran.payload["errors"] == [
        {"field": "data.0", "message": "is the wrong type"}
    ]
