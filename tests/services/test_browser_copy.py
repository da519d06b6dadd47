"""A browser that reads a document and sends it again changes nothing of it."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from webhooks.services.browser_copy import as_stored
from webhooks.services.workflow_parts import Parts


def again(config: Any, change: Any = None) -> str:
    """Return a node's settings as they are saved after a change of something else."""
    node = {"id": "a", "type": "X", "config": config}
    trigger = {"type": "timer", "key": "k", "config": config}
    text = json.dumps({"nodes": [node], "triggers": [trigger], "name": change})
    fields = json.loads(_through_javascript(text))
    told = as_stored(fields, Parts([trigger], [node], []))
    assert json.dumps(told["triggers"][0]["config"]) == json.dumps(
        told["nodes"][0]["config"]
    )
    return json.dumps(told["nodes"][0]["config"])


def _through_javascript(text: str) -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no JavaScript here")
    program = (
        "const text = require('fs').readFileSync(0, 'utf8');"
        "process.stdout.write(JSON.stringify(JSON.parse(text)));"
    )
    done = subprocess.run(
        [node, "-e", program], input=text, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    "config",
    [
        {"n": 2**53 + 1},
        {"n": [1.0, 1e3, -0.0, 1e-7, 1e300, 123456789012345678901]},
        {"n": 10**400},
        {"b": 1, "10": 2, "2": {"z": 1, "0": 2}},
        {"01": 1, "1": 2, "a": 3},
        {"__proto__": {"x": 2**60 + 1}, "constructor": 1.0},
        {"n": [{"a": 2**53 + 1}, None, True, "1.0"]},
    ],
    ids=lambda config: repr(config)[:40],
)
def test_numbers_and_the_order_of_keys_stay_as_they_are(config: Any) -> None:
    assert again(config) == json.dumps(config)


def test_what_was_edited_is_what_was_sent() -> None:
    old = {"id": "a", "n": 2**53 + 1, "m": 1.0, "t": 1, "1": 2}
    stored = Parts([], [old], [])
    sent = {"id": "a", "n": 7, "m": True, "t": None, "1": 3, "new": 1}
    [told] = as_stored({"nodes": [sent]}, stored)["nodes"]
    assert json.dumps(told) == json.dumps(sent)


def test_another_order_that_somebody_chose_is_kept() -> None:
    stored = Parts([], [{"id": "a", "b": 1, "1": 2, "c": 1}], [])
    sent = {"1": 2, "c": 1, "b": 1, "id": "a"}
    [told] = as_stored({"nodes": [sent]}, stored)["nodes"]
    assert list(told) == list(sent)


def test_triggers_that_are_alike_are_told_apart_by_their_order() -> None:
    triggers: list[dict[str, Any]] = [
        {"type": "webhook", "key": "w", "config": {"n": n}}
        for n in (2**53 + 1, 2**54 + 2)
    ]
    rounded = [
        {**each, "config": {"n": int(float(each["config"]["n"]))}} for each in triggers
    ]
    told = as_stored({"triggers": rounded}, Parts(triggers, [], []))
    assert told["triggers"] == triggers


@pytest.mark.parametrize("nonsense", [None, 7, [7], [[]], [{"id": []}], "x"])
def test_nonsense_stays_what_it_is(nonsense: Any) -> None:
    fields = {"nodes": nonsense, "triggers": nonsense}
    assert as_stored(fields, Parts([], [{"id": "a"}], [])) == fields
