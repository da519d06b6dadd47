"""Debug and Throw Error: what whoever looks at a run gets to see."""

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.debug.debug import NODE as DEBUG
from webhooks.nodes.debug.throw_error import NODE as THROW
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.errors import NodeError


def test_an_old_export_shows_the_whole_payload_as_verbose() -> None:
    ran = run_node(DEBUG, {"message": "", "property": ""}, {"a": 1})
    assert ran.messages == [("verbose", "", {"a": 1})]


def test_a_message_is_rendered_and_a_property_shown() -> None:
    config = {"message": "n={{a}}", "property": "a", "level": "warn"}
    assert run_node(DEBUG, config, {"a": 1}).messages == [("warn", "n=1", 1)]


def test_a_property_that_is_missing_is_shown_as_undefined() -> None:
    ran = run_node(DEBUG, {"property": "nope"}, {})
    assert ran.messages[0][2] is UNDEFINED


def test_an_error_without_a_message_still_says_something() -> None:
    with pytest.raises(NodeError, match="stopped the run"):
        run_node(THROW, {}, {})
