"""Globals: names and JSON texts."""

from typing import Any

import pytest

from tests import cast
from webhooks.errors import Invalid
from webhooks.services import applications
from webhooks.services.application_globals import clean_globals
from webhooks.services.site import Site


def test_the_list_is_replaced_and_read_back(site: Site) -> None:
    application = cast.application(site)
    applications.set_globals(site, application.id, [{"key": "old", "json": "1"}])
    applications.set_globals(site, application.id, [{"key": "t", "json": '{"a": 1}'}])
    assert applications.get(site, application.id).globals == [
        {"key": "t", "json": '{"a": 1}', "cloudOnly": False, "description": ""}
    ]


@pytest.mark.parametrize(
    "entries",
    [
        None,
        "text",
        {"key": "a", "json": "1"},
        ["a"],
        [{"key": "a"}],
        [{"json": "1"}],
        [{"key": "", "json": "1"}],
        [{"key": "a b", "json": "1"}],
        [{"key": "a" * 256, "json": "1"}],
        [{"key": "a", "json": "text"}],
        [{"key": "a", "json": "NaN"}],
        [{"key": "a", "json": "[" * 5000}],
        [{"key": "a", "json": 1}],
        [{"key": "a", "json": "1", "extra": 1}],
        [{"key": "a", "json": "1", "cloudOnly": "yes"}],
        [{"key": "a", "json": "1"}, {"key": "a", "json": "2"}],
        [{"key": f"k{n}", "json": "1"} for n in range(101)],
    ],
)
def test_it_refuses_what_is_no_list_of_globals(entries: Any) -> None:
    with pytest.raises(Invalid):
        clean_globals(entries)
