"""What the page of a workflow lists: triggers, nodes in order, and the wires."""

import pytest

from tests.web.pages.graphs import CHOICE, GONE, MANY, PLAIN, node, trigger, workflow
from webhooks.web.pages.workflow_view import (
    configs_of,
    shown_nodes,
    shown_triggers,
    timer_text,
    trigger_summary,
)


def test_nodes_are_listed_along_the_wires() -> None:
    shown = shown_nodes(
        workflow(
            [trigger("webhook", "w", ["a"])],
            [
                node("alone", PLAIN),
                node("c", PLAIN),
                node("b", PLAIN, ["d"]),
                node("a", CHOICE, ["b"], ["c"]),
                node("d", PLAIN),
            ],
        ),
        {},
    )
    assert [each.label for each in shown] == ["a", "b", "d", "c", "alone"]
    assert [each.number for each in shown] == [1, 2, 3, 4, 5]


def test_outputs_are_named_where_there_is_a_choice() -> None:
    nodes = [
        node("a", CHOICE, ["b"], ["c"]),
        node("b", MANY, ["c"], [], ["c"]),
        node("c", PLAIN, ["a"]),
    ]
    configs = configs_of([{"id": "b", "config": {"cases": ["x", "y"]}}])
    a, b, c = shown_nodes(workflow([trigger("timer", "", ["a"])], nodes), configs)
    assert [way.label for way in a.ways] == ["False", "True"]
    assert [way.label for way in b.ways] == ["Default", "Case y"]
    assert [(way.label, way.targets[0].label) for way in c.ways] == [("", "a")]


def test_what_cannot_work_says_why() -> None:
    gone, bad = shown_nodes(
        workflow(
            [], [node("g", GONE), node("b", PLAIN, problem="Its URL is missing.")]
        ),
        {},
    )
    assert (gone.note, gone.problem) == ("Needs devices.", "")
    assert (bad.note, bad.problem) == ("", "Its URL is missing.")


def test_triggers_know_their_webhook_and_their_button() -> None:
    known, unknown, button = shown_triggers(
        workflow(
            [
                trigger("webhook", "w1", ["a", "ghost"]),
                trigger("webhook", "w2"),
                trigger("virtualButton", "k", payload='{"a": 1}'),
            ],
            [node("a", PLAIN)],
        ),
        {"w1": "Order intake"},
    )
    assert (known.webhook_name, unknown.webhook_name) == ("Order intake", None)
    assert [link.label for link in known.starts] == ["a"]
    assert (button.button, button.sample) == ("k", '{"a": 1}')


def test_a_line_tells_what_starts_a_workflow() -> None:
    one = workflow(
        [
            trigger("webhook", "w1"),
            trigger("webhook", "w2"),
            trigger("timer", config={"seconds": 5}),
            trigger("timer", config={"seconds": 5}),
        ],
        [],
    )
    words = "Order intake · A webhook that does not exist · Timer every 5 seconds"
    assert trigger_summary(one, {"w1": "Order intake"}) == words
    assert trigger_summary(one, {"w1": "Order intake"}, 2).endswith(" and 1 more")
    assert trigger_summary(workflow([], []), {}) == "No trigger"


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ({"seconds": 1}, "every second"),
        ({"seconds": 0.5}, "every 0.5 seconds"),
        ({"cron": "0 8 * * 1"}, "0 8 * * 1 (UTC)"),
        ({"cron": "@daily", "tz": "Europe/Berlin"}, "@daily (Europe/Berlin)"),
        ({}, ""),
        ({"seconds": "x", "cron": 5}, ""),
    ],
)
def test_timers_say_when_they_fire(config: dict[str, object], text: str) -> None:
    assert timer_text(config) == text
