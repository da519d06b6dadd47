"""A workflow's own values, from outside."""

from typing import Any

import pytest

from tests import cast
from webhooks.errors import Invalid, NotFound
from webhooks.ids import new_id
from webhooks.services import workflow_storage
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow


@pytest.fixture
def flow(site: Site) -> Workflow:
    return cast.workflow(site, cast.application(site))


def keep(site: Site, flow: Workflow, key: Any, value: Any) -> None:
    workflow_storage.set_entry(site, flow.application_id, flow.id, key, value)


def kept(site: Site, flow: Workflow) -> dict[str, Any]:
    return workflow_storage.entries(site, flow.application_id, flow.id)


def test_any_json_is_kept_until_it_is_forgotten(site: Site, flow: Workflow) -> None:
    values: dict[str, Any] = {
        "a": 1,
        "b": {"x": [None, True, 1.5]},
        "c d": "é\U0001f600",
        "e": False,
    }
    for key, value in values.items():
        keep(site, flow, key, value)
    assert kept(site, flow) == values
    keep(site, flow, "a", "again")
    keep(site, flow, "b", None)
    assert set(kept(site, flow)) == {"a", "c d", "e"}
    workflow_storage.clear(site, flow.application_id, flow.id)
    assert kept(site, flow) == {}


def test_keys_and_values_have_limits(site: Site, flow: Workflow) -> None:
    keep(site, flow, "k" * 255, "x" * (16 * 1024 - 2))
    for key, value in (
        ("", 1),
        ("k" * 256, 1),
        (5, 1),
        ("k", "x" * (16 * 1024 - 1)),
    ):
        with pytest.raises(Invalid):
            keep(site, flow, key, value)


def test_the_usage_counts_keys_and_bytes(site: Site, flow: Workflow) -> None:
    keep(site, flow, "ab", "cd")
    usage = workflow_storage.usage(site, flow.application_id, flow.id)
    assert (usage.memory_used, usage.keys_count) == (6, 1)


def test_a_workflow_that_is_not_there_keeps_nothing(site: Site, flow: Workflow) -> None:
    for call in (
        lambda: workflow_storage.entries(site, flow.application_id, new_id()),
        lambda: workflow_storage.set_entry(site, flow.application_id, new_id(), "k", 1),
        lambda: workflow_storage.clear(site, flow.application_id, new_id()),
        lambda: workflow_storage.usage(site, flow.application_id, new_id()),
    ):
        with pytest.raises(NotFound):
            call()
