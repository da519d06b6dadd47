"""Globals and stored values of a workflow, as its page shows them."""

from webhooks.web.pages.stored_values import SHOWN_ENTRIES, shown_entries, shown_globals

GLOBALS = [{"key": "door", "json": '"sesame"'}]


def test_globals_are_shown_as_their_json_or_as_dots() -> None:
    [open_] = shown_globals(GLOBALS, masked=False)
    [hidden] = shown_globals(GLOBALS, masked=True)
    assert (open_.name, open_.value, open_.masked) == ("door", '"sesame"', False)
    assert (hidden.name, hidden.value, hidden.masked) == ("door", "", True)


def test_stored_values_are_json_by_name_and_not_endless() -> None:
    shown = shown_entries({"b": [1, None], "a": "x" * 5000})
    assert [pair.name for pair in shown] == ["a", "b"]
    assert len(shown[0].value) < 2100
    assert shown[1].value == "[1,null]"
    assert len(shown_entries(dict.fromkeys(map(str, range(500)), 1))) == SHOWN_ENTRIES
