"""Compiled workflows in memory, by the number of their definition."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests import cast
from tests.services.flow_parts import DEBUG, count
from tests.services.serving import until
from webhooks.errors import NotFound
from webhooks.services import workflow_versions, workflows
from webhooks.services.definitions import Definitions
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow
from webhooks.workflows.errors import NodeError


@pytest.fixture
def custom(site: Site) -> Workflow:
    """A custom node."""
    owner = cast.application(site)
    return cast.workflow(site, owner, flow_class="customNode", nodes=[DEBUG])


def fresh(site: Site) -> Definitions:
    return Definitions(site.store, site.registry, site.templating)


def test_a_definition_is_compiled_once(site: Site, custom: Workflow) -> None:
    found = site.definitions.get(custom.definition_id)
    assert list(found.nodes) == ["a"]
    assert site.definitions.get(custom.definition_id) is found


def test_a_save_is_another_definition_and_the_old_one_stays_as_it_was(
    site: Site, custom: Workflow
) -> None:
    old = site.definitions.get(custom.definition_id)
    changes = {"nodes": [count()]}
    new = workflows.update(site, custom.application_id, custom.id, changes)
    assert new.definition_id != custom.definition_id
    found = site.definitions.get(new.definition_id)
    assert found.nodes["a"].type.type == "StoreValueNode"
    assert old.nodes["a"].type.type == "DebugNode"


def test_a_definition_that_is_no_more_is_not_found(site: Site) -> None:
    with pytest.raises(NotFound):
        site.definitions.get(999)


def test_only_so_many_are_kept(
    site: Site, custom: Workflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhooks.services.definitions._KEPT", 2)
    known = fresh(site)
    owner = custom.application_id
    numbers = [custom.definition_id]
    for name in ("b", "c"):
        flow = workflows.create(site, owner, {"name": name, "nodes": [DEBUG]})
        numbers.append(flow.definition_id)
    first = known.get(numbers[0])
    known.get(numbers[1])
    assert known.get(numbers[0]) is first
    known.get(numbers[2])
    assert known.get(numbers[0]) is first
    assert len(known._known) == 2


def test_a_custom_node_is_found_by_its_version(site: Site, custom: Workflow) -> None:
    owner = custom.application_id
    fields = {"version": "v1", "nodes": [count()]}
    made = workflow_versions.create(site, owner, custom.id, fields)
    known = site.definitions

    def number(version: str) -> int:
        return known.custom_node(owner, custom.id, version)[0]

    develop = custom.definition_id
    assert [number(v) for v in ("develop", "default", "")] == [develop] * 3
    assert number("v1") == made.definition_id
    changes = {"default_version_id": made.id}
    workflows.update(site, owner, custom.id, changes)
    assert number("default") == made.definition_id
    assert number("develop") == develop
    with pytest.raises(NodeError, match="was not found"):
        number("v2")


def test_custom_nodes_of_other_applications_are_unknown(
    site: Site, custom: Workflow
) -> None:
    stranger = cast.application(site, "Other")
    with pytest.raises(NodeError, match="was not found"):
        site.definitions.custom_node(stranger.id, custom.id, "develop")


def test_what_takes_long_is_made_once_and_leaves_the_loop_free(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workflow of a megabyte takes seconds, and many runs may want it at once."""
    nodes = [count(f"key-{number}", id_=f"n{number}") for number in range(200)]
    large = cast.workflow(site, cast.application(site), nodes=nodes)
    small = cast.workflow(site, cast.application(site, "Other"), nodes=[count()])
    definitions, writer = fresh(site), site.store.writer
    apart: list[int] = []
    asking: list[int] = []
    found: list[object] = []

    def offload(make: Callable[[], Any]) -> Any:
        apart.append(1)
        until(lambda: len(asking) == 4, "all have asked")
        return make()

    monkeypatch.setattr(writer, "offload", offload)
    definitions.get(small.definition_id)
    assert apart == []

    def ask() -> None:
        asking.append(1)
        found.append(definitions.get(large.definition_id))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 4
    assert len(set(map(id, found))) == 1
    assert apart == [1]
