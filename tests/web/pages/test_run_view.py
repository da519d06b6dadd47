"""What the page of a run makes of its trace: order, payloads, dots and limits."""

import json
from typing import Any

import pytest

from tests.web.pages.graphs import TYPES
from webhooks.services.secret_parts import DOTS
from webhooks.web.pages import run_view
from webhooks.web.pages.run_view import (
    Layout,
    ShownStep,
    shown_messages,
    shown_steps,
    status_tone,
)
from webhooks.workflows.trace import Message, Step


def step(parent: int | None, word: str = "PlainNode", **more: Any) -> Step:
    given = {"node_id": "n", "label": "", "at_ms": 0.0, **more}
    return Step(parent=parent, type=word, **given)


def message(step_: int | None, level: str, text: str, value: str | None) -> Message:
    return Message(step=step_, level=level, text=text, value=value, at_ms=1.0)


def shown(*steps: Step, mask: bool = False) -> list[ShownStep]:
    configs = {"m": {"cases": ["x"]}}
    return shown_steps(steps, TYPES, configs, Layout(mask=mask))


def test_a_step_begins_with_what_its_parent_left() -> None:
    first, quiet, last, other = shown(
        step(None, before='{"a":1}', after='{"a":2}'),
        step(0),
        step(1, after='{"a":3}'),
        step(0, before='{"b":1}'),
    )
    assert json.loads(first.before) == {"a": 1}
    assert (json.loads(quiet.before), quiet.after) == ({"a": 2}, "")
    assert json.loads(last.before) == {"a": 2}
    assert json.loads(other.before) == {"b": 1}


def test_what_was_too_large_is_said_and_not_guessed() -> None:
    first, second = shown(step(None, before='{"a":1}', omitted=99_000), step(0))
    assert "99000 bytes" in first.note
    assert second.before == ""


def test_the_output_taken_is_named_where_there_was_a_choice() -> None:
    steps = shown(
        step(None, "ChoiceNode", output=1),
        step(0, "ManyNode", node_id="m", output=1),
        step(1, "PlainNode", output=0),
        step(2, "Unheard", output=3),
        step(3, "ChoiceNode", output=7),
    )
    assert [each.output for each in steps] == ["True", "Case x", "", "", ""]
    assert [each.kind for each in steps[:4]] == ["Choice", "Many", "Plain", "Unheard"]


def test_globals_and_what_is_named_like_a_secret_are_dots_where_asked_for() -> None:
    payload = {
        "globals": {"key": "sesame", "deep": {"a": "sesame"}},
        "data": {"headers": {"authorization": "sesame", "host": "a"}, "n": [1]},
        "list": [{"apiKey": 12}],
    }
    text = json.dumps(payload)
    hidden, open_ = (shown(step(None, after=text), mask=m)[0] for m in (True, False))
    assert json.loads(open_.after) == payload
    assert "sesame" not in hidden.after
    assert json.loads(hidden.after) == {
        "globals": {"key": DOTS, "deep": DOTS},
        "data": {"headers": {"authorization": DOTS, "host": "a"}, "n": [1]},
        "list": [{"apiKey": DOTS}],
    }


def test_text_that_is_no_json_is_hidden_rather_than_shown_unmasked() -> None:
    assert Layout(mask=True).text("{sesame") == DOTS
    assert Layout(mask=False).text("{sesame") == "{sesame"


def test_a_page_of_payloads_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_view, "SHOWN_IN_ALL", 150)
    monkeypatch.setattr(run_view, "SHOWN_CHARACTERS", 100)
    layout = Layout(mask=False)
    long = json.dumps("x" * 300)
    texts = [layout.text(long) for _ in range(3)]
    assert texts[0].startswith('"xxx')
    assert texts[0].endswith("cut off here")
    assert texts[2].startswith("Not shown")


def test_only_so_many_steps_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_view, "SHOWN_STEPS", 2)
    assert len(shown(step(None), step(0), step(1))) == 2


def test_messages_name_the_node_that_sent_them() -> None:
    messages = [
        message(0, "warn", "Hot", '{"token":"sesame"}'),
        message(None, "info", "Lost", None),
        message(9, "odd", "Elsewhere", None),
    ]
    steps = [step(None, label="Heat")]
    hot, lost, odd = shown_messages(messages, steps, Layout(mask=True))
    assert (hot.label, hot.step, hot.tone) == ("Heat", 1, "warn")
    assert "sesame" not in hot.value
    assert (lost.label, lost.step, lost.value) == ("", None, "")
    assert (odd.label, odd.tone) == ("", "none")


def test_every_status_has_a_tone_and_unknown_ones_do_no_harm() -> None:
    assert status_tone("failed") == ("bad", "circle-x")
    assert status_tone("dancing") == ("none", "")
