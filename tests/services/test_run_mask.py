"""Secrets never turn up in what is kept of a run (P14)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import cast
from tests.services.arrivals import arrive
from tests.services.flow_parts import node, on_webhook, starts
from tests.services.serving import Serving, stored_runs
from webhooks.services import applications
from webhooks.services.run_mask import MASKED, mask_for
from webhooks.services.site import Site

SECRETS = ("global-s3cret", "own-s3cret", "header-s3cret", "body-s3cret")


def rows(site: Site) -> str:
    """Every column of every run, as one text."""
    return "\n".join(
        str({c.key: getattr(run, c.key) for c in run.__table__.columns})
        for run in stored_runs(site)
    )


def leaks(site: Site) -> list[str]:
    written = rows(site)
    assert "u2022" in written
    return [word for word in SECRETS if word in written]


SAY_ALL = "{{jsonEncode this}} {{globals.apiToken}} {{data.headers.authorization}}"
THROW = {"messageTemplate": "{{globals.apiToken}} and {{globals.password}} failed"}
FUNCTION = {"script": "throw new Error(payload.globals.apiToken)"}


@pytest.mark.parametrize(
    "last",
    [
        node("ThrowErrorNode", THROW, id_="b"),
        node("RawFunctionNode", FUNCTION, id_="b"),
        node("DebugNode", {"message": SAY_ALL}, id_="b"),
    ],
)
def test_no_secret_is_written_into_a_run(
    site: Site, serving: Serving, last: dict[str, Any]
) -> None:
    owner = cast.application(site)
    applications.set_globals(
        site, owner.id, [{"key": "apiToken", "json": '"global-s3cret-ä"'}]
    )
    hook = cast.webhook(site, owner)
    error = starts({"type": "flowError", "config": {}}, "e")
    say = node("DebugNode", {"message": SAY_ALL}, last["id"])
    cast.workflow(
        site,
        owner,
        triggers=[starts(on_webhook(hook.id)), error],
        nodes=[say, last, node("DebugNode", {"message": SAY_ALL}, id_="e")],
        globals=[{"key": "password", "json": '"own-s3cret"'}],
    )
    headers = (
        ("content-type", "application/json"),
        ("authorization", "Bearer header-s3cret"),
    )
    arrive(site, hook, b'{"password": "body-s3cret"}', headers=headers)
    serving.settle()
    assert leaks(site) == []


@pytest.fixture
def mask() -> Callable[[str], str]:
    return mask_for({"apiToken": 'se"cret\n'}, {"place": "garden", "pw_token": "abc"})


def test_values_under_names_of_secrets_are_masked(mask: Callable[[str], str]) -> None:
    text = '{"x-api-key":"k","n":1,"Cookie":"a=\\"b\\"","token":12.5,"x":"y"}'
    assert mask(text) == (
        f'{{"x-api-key":"{MASKED}","n":1,"Cookie":"{MASKED}","token":"{MASKED}","x":"y"}}'
    )


def test_secret_globals_are_masked_as_text_and_as_json(
    mask: Callable[[str], str],
) -> None:
    assert mask('say se"cret\n now') == f"say {MASKED} now"
    assert mask('{"a":"se\\"cret\\n"}') == f'{{"a":"{MASKED}"}}'


def test_ordinary_globals_and_short_ones_stay(mask: Callable[[str], str]) -> None:
    assert mask("garden abc") == "garden abc"
