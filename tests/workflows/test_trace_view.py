"""What a step changed is kept, and the whole payload is made of it again."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from webhooks.workflows.trace import Step, Trace
from webhooks.workflows.trace_view import fill_in

NOW = datetime(2026, 1, 5, 10, 11, 12, tzinfo=UTC)


def step(parent: int | None = None, before: Any = None) -> Step:
    text = None if before is None else json.dumps(before)
    return Step("n", "Put", "Put", 0.0, parent, before=text)


def change(before: Any, after: Any) -> Step:
    found = step()
    Trace().change(found, before, after)
    return found


def test_only_the_keys_with_new_values_are_kept() -> None:
    body = {"large": "x" * 1000}
    found = change({"data": body, "n": 1}, {"data": body, "n": 2, "m": [3]})
    assert found.changed == '{"n":2,"m":[3]}'
    assert found.gone is None


def test_what_is_no_more_is_named() -> None:
    found = change({"a": 1, "b": 2}, {"b": 2})
    assert (found.changed, found.gone) == (None, ["a"])


def test_a_copy_of_the_same_is_no_change() -> None:
    before = {"data": {"n": [1, "é", None]}, "text": "a"}
    assert change(before, json.loads(json.dumps(before))).changed is None


@pytest.mark.parametrize(
    ("old", "new"),
    [(1, True), ([1], [True]), ({"a": 0}, {"a": False}), (1, "1"), ({}, [])],
)
def test_values_that_python_takes_for_equal_are_a_change(old: Any, new: Any) -> None:
    assert change({"v": old}, {"v": new}).changed == json.dumps({"v": new}).replace(
        " ", ""
    )


def test_a_date_inside_an_object_counts_as_changed_when_it_was_replaced() -> None:
    found = change({"v": {"at": NOW}}, {"v": {"at": NOW}})
    assert found.changed == '{"v":{"at":"2026-01-05T10:11:12.000Z"}}'


def test_the_whole_payload_is_made_along_the_paths() -> None:
    first, second, third, fork = step(None, {"a": 1}), step(0), step(1), step(0)
    first.changed, second.changed = '{"b":2}', '{"a":{"c":3}}'
    third.gone, fork.changed = ["b"], '{"d":4}'
    fill_in([first, second, third, fork])
    assert json.loads(first.after or "") == {"a": 1, "b": 2}
    assert json.loads(second.after or "") == {"a": {"c": 3}, "b": 2}
    assert json.loads(third.after or "") == {"a": {"c": 3}}
    assert json.loads(fork.after or "") == {"a": 1, "b": 2, "d": 4}


def test_a_step_that_changed_nothing_has_no_payload_of_its_own() -> None:
    first, second = step(None, {"a": 1}), step(0)
    fill_in([first, second])
    assert (first.after, second.after) == (None, None)


def test_behind_a_payload_that_was_left_out_nothing_is_invented() -> None:
    first, second, third = step(), step(0), step(1)
    first.omitted, third.changed = 40_000, '{"a":1}'
    fill_in([first, second, third])
    assert third.after is None
    assert third.omitted == 40_000


def test_a_trace_from_before_keeps_what_it_has() -> None:
    first = step(None, {"a": 1})
    first.after = '{"a":2}'
    second = step(0)
    second.changed = '{"b":1}'
    fill_in([first, second])
    assert json.loads(second.after or "") == {"a": 2, "b": 1}


def test_no_more_is_made_than_can_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhooks.workflows.trace_view._MOST_CHARACTERS", 20)
    first, second = step(None, {}), step(0)
    first.changed, second.changed = '{"a":"0123456"}', '{"b":"0123456"}'
    fill_in([first, second])
    assert first.after is not None
    assert second.after is None
    assert second.omitted > 20
