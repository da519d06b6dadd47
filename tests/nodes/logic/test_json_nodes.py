"""JSON Encode and Decode: missing values, and text that is no JSON."""

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.json_decode import NODE as DECODE
from webhooks.nodes.logic.json_encode import NODE as ENCODE
from webhooks.workflows.errors import NodeError

PATHS = {"source": "a", "destination": "b"}


def test_nothing_is_encoded_when_nothing_is_there() -> None:
    assert run_node(ENCODE, PATHS, {"b": 1}).payload == {}


def test_numbers_that_json_lacks_become_null() -> None:
    ran = run_node(ENCODE, PATHS, {"a": [float("nan"), float("inf")]})
    assert ran.payload["b"] == "[null,null]"


@pytest.mark.parametrize("text", ["", "{", "NaN", "[1,]", "'a'", "[" * 200])
def test_text_that_is_no_json_stops_the_run(text: str) -> None:
    with pytest.raises(NodeError) as caught:
        run_node(DECODE, PATHS, {"a": text})
    assert caught.value.name == "SyntaxError"


def test_a_number_decodes_as_its_own_text() -> None:
    assert run_node(DECODE, PATHS, {"a": 5}).payload["b"] == 5


def test_a_stored_error_leaves_the_destination_alone() -> None:
    config = PATHS | {"errorBehavior": "payloadPath", "errorPath": "problem"}
    ran = run_node(DECODE, config, {"a": "oops", "b": "kept"})
    assert ran.payload["b"] == "kept"
    assert "line 1, column 1" in ran.payload["problem"]["message"]
    assert ran.output_name == "next"


def test_a_stored_error_without_a_path_is_dropped() -> None:
    config = PATHS | {"errorBehavior": "payloadPath"}
    assert run_node(DECODE, config, {"a": "oops"}).payload == {"a": "oops"}
