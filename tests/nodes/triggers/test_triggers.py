"""Triggers: their keys, and the settings that workflows bring along."""

import pytest

from tests.nodes.kit import environment
from webhooks.nodes.triggers.flow_error import TRIGGER as FLOW_ERROR
from webhooks.nodes.triggers.timer import TRIGGER as TIMER
from webhooks.nodes.triggers.virtual_button import TRIGGER as BUTTON
from webhooks.nodes.triggers.webhook import TRIGGER as WEBHOOK
from webhooks.workflows.field import compile_fields


def test_the_keys_are_losants() -> None:
    assert WEBHOOK.key == "webhook"
    assert (TIMER.key, BUTTON.key) == ("generated", "generated")
    assert FLOW_ERROR.key_text.format(flow="F", application="A") == "F-flowError"


@pytest.mark.parametrize("seconds", [0.1, 300, "1.5"])
def test_a_timer_takes_fractions_of_seconds(seconds: float | str) -> None:
    _, problems = compile_fields(TIMER.fields, {"seconds": seconds}, environment())
    assert problems == []


@pytest.mark.parametrize("seconds", [0, -1, "soon", True, 1e9, [1]])
def test_a_timer_refuses_what_is_no_interval(seconds: object) -> None:
    _, problems = compile_fields(TIMER.fields, {"seconds": seconds}, environment())
    assert [problem.pointer for problem in problems] == ["/seconds"]


def test_a_schedule_of_an_export_is_understood() -> None:
    config = {"cron": "0 0 9 * * 1,2,3", "tz": "America/New_York"}
    meta = {"timerTypeSelect": "cronWeekly", "weekdays": [1, 2], "timeAt": "09:00:00"}
    for fields, held in ((TIMER.fields, config), (TIMER.meta_fields, meta)):
        assert compile_fields(fields, held, environment())[1] == []


def test_a_button_of_an_export_is_understood() -> None:
    meta = {"payload": '{"a": 1}', "deviceId": None, "uiId": "x"}
    assert compile_fields(BUTTON.meta_fields, meta, environment())[1] == []
