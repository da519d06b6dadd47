"""Paths written from names and places are read as the same names and places."""

import pytest

from webhooks.payload.path import Path
from webhooks.payload.path_text import MAX_LENGTH, MAX_STEPS
from webhooks.payload.path_writing import path_to

NAMES = [
    "id",
    "a key",
    "k.d",
    "0",
    "",
    " ",
    " before",
    "after ",
    "it's",
    'say "hi"',
    "back\\slash",
    "[0]",
    "a[0]",
    "]",
    "{{x}}",
    "ä€😀",
    "a\nb",
    "\t",
    "'",
    '"quoted"',
    "\\'",
]


def test_paths_look_as_people_write_them() -> None:
    path = path_to(path_to(path_to("data.body", "items"), 0), "id")
    assert path == "data.body.items[0].id"
    assert path_to("", "data") == "data"


@pytest.mark.parametrize("name", NAMES)
def test_any_name_leads_to_its_value(name: str) -> None:
    payload = {"data": {name: [{"x": 0}, {name: "here"}]}}
    path = path_to(path_to(path_to("data", name), 1), name)
    assert Path.parse(path).get(payload) == "here"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_may_begin_a_path(name: str) -> None:
    assert Path.parse(path_to("", name)).get({name: "here"}) == "here"


def test_there_is_no_path_that_would_be_too_long() -> None:
    assert path_to("data", "x" * MAX_LENGTH) == ""
    path = "a"
    for _ in range(MAX_STEPS):
        path = path_to(path, 0) or path
    assert Path.parse(path).text == path
    assert path_to(path, 0) == ""
