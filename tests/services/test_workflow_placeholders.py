"""Words that stand for ids: how they are made, found and exchanged."""

import pytest

from tests import cast
from webhooks.services.site import Site
from webhooks.services.workflow_placeholders import (
    by_placeholder,
    camel_name,
    exchange,
    placeholder,
)


@pytest.mark.parametrize(
    ("name", "camel"),
    [
        ("GCP: OAuth", "gcpOAuth"),
        ("KST3320 Workflow", "kst3320Workflow"),
        ("POST /tl-basic-form", "postTlBasicForm"),
        ("TTN Receiver", "ttnReceiver"),
        ("alreadyCamel", "alreadyCamel"),
        ("Größe 2", "größe2"),
        ("", ""),
    ],
)
def test_a_name_becomes_one_word(name: str, camel: str) -> None:
    assert camel_name(name).casefold() == camel.casefold()


def test_a_word_that_fits_several_things_stands_for_none(site: Site) -> None:
    owner = cast.application(site)
    alone = cast.workflow(site, owner, name="Alone")
    for name in ("Two Of", "two of"):
        cast.workflow(site, owner, name=name)
    hook = cast.webhook(site, owner, name="Alone")
    assert by_placeholder(site, owner.id) == {
        placeholder("flow", "Alone"): alone.id,
        placeholder("webhook", "Alone"): hook.id,
    }


def test_ids_are_exchanged_wherever_texts_are() -> None:
    document = {"a": ["x-1", {"b": "see x and xx"}], "x": 5, "n": None, "t": True}
    assert exchange(document, {"x": "Y", "xx": "Z"}) == {
        "a": ["Y-1", {"b": "see Y and Z"}],
        "x": 5,
        "n": None,
        "t": True,
    }
    assert exchange(document, {}) is document
