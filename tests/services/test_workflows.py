"""Workflows: creating, changing, deleting, and what is kept of old states."""

from datetime import timedelta
from typing import Any

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services import flow_parts as parts
from webhooks.errors import Invalid, NotFound
from webhooks.ids import new_id
from webhooks.services import (
    applications,
    webhooks,
    workflow_definitions,
    workflow_versions,
    workflows,
)
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.storage.models import WorkflowTrigger


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


def shown(site: Site, workflow: Any) -> Any:
    return workflows.definition(site, workflow.definition_id)


def test_a_name_is_all_it_needs(site: Site, owner: Application) -> None:
    who = cast.principal(site, cast.alice(site))
    created = workflows.create(site, owner.id, {"name": "Orders"}, who)
    found = workflows.get(site, owner.id, created.id)
    assert (found.enabled, found.flow_class, found.default_version_id) == (
        True,
        "cloud",
        None,
    )
    assert (found.created_by_id, found.created_by_type) == (who.id, "user")
    assert shown(site, found).nodes == []
    with pytest.raises(Invalid):
        workflows.create(site, owner.id, {})


def test_what_is_missing_is_made_and_the_rest_stays(
    site: Site, owner: Application
) -> None:
    node = {key: value for key, value in parts.DEBUG.items() if key != "id"}
    error = {"type": "flowError", "key": "other-flowError"}
    made = cast.workflow(
        site,
        owner,
        triggers=[parts.BUTTON | {"outputIds": []}, parts.timer(), error],
        nodes=[node],
    )
    definition = shown(site, made)
    button, timer, fault = definition.triggers
    assert button["key"].startswith(f"{made.id}-")
    assert len(button["key"]) == len(timer["key"]) == 24 + 1 + 21
    assert fault["key"] == f"{made.id}-flowError"
    assert len(definition.nodes[0]["id"]) == 10
    assert definition.nodes[0]["config"] == parts.DEBUG["config"]
    assert list(definition.nodes[0])[:-1] == list(node)


def test_a_made_key_stays_unless_it_is_taken(site: Site, owner: Application) -> None:
    trigger = parts.timer("mine-1")
    first = cast.workflow(site, owner, triggers=[trigger])
    assert shown(site, first).triggers[0]["key"] == "mine-1"
    copy = cast.workflow(site, owner, triggers=[trigger, trigger])
    keys = [each["key"] for each in shown(site, copy).triggers]
    assert "mine-1" not in keys
    assert len(set(keys)) == 2
    again = workflows.update(site, owner.id, first.id, {"triggers": [trigger] * 2})
    kept, other = (each["key"] for each in shown(site, again).triggers)
    assert kept == "mine-1" != other


def test_a_new_definition_is_made_only_when_it_changes(
    site: Site, owner: Application, clock: FrozenClock
) -> None:
    made = cast.workflow(site, owner, nodes=[parts.DEBUG])
    clock.move(1)
    same = workflows.update(
        site, owner.id, made.id, {"nodes": [parts.DEBUG], "name": "Orders"}
    )
    assert (same.definition_id, same.last_updated) == (
        made.definition_id,
        made.last_updated,
    )
    named = workflows.update(site, owner.id, made.id, {"name": "Renamed"})
    assert named.definition_id == made.definition_id
    assert named.last_updated > made.last_updated
    other = workflows.update(site, owner.id, made.id, {"nodes": []})
    assert other.definition_id > made.definition_id
    assert shown(site, other).nodes == []


def test_a_list_is_replaced_and_the_others_stay(site: Site, owner: Application) -> None:
    globals_ = [{"key": "limit", "json": "5"}]
    made = cast.workflow(
        site, owner, triggers=[parts.BUTTON], nodes=[parts.DEBUG], globals=globals_
    )
    changed = workflows.update(site, owner.id, made.id, {"globals": []})
    definition = shown(site, changed)
    assert definition.globals == []
    assert definition.nodes == [parts.DEBUG]
    with pytest.raises(Invalid, match=r"Referenced output ID a does not exist\."):
        workflows.update(site, owner.id, made.id, {"nodes": []})


def test_old_definitions_go_unless_something_refers_to_them(
    site: Site, owner: Application, clock: FrozenClock
) -> None:
    made = cast.workflow(site, owner)
    published = workflow_versions.create(site, owner.id, made.id, {"version": "v1"})
    parts.run(site, made)
    kept = [made.definition_id, published.definition_id]
    last = 0
    for number in range(3):
        clock.move(1)
        globals_ = [{"key": "n", "json": str(number)}]
        last = made.definition_id
        made = workflows.update(site, owner.id, made.id, {"globals": globals_})
    assert parts.definitions(site, made.id) == [*kept, last, made.definition_id]


def test_a_definition_stays_if_not_all_of_its_runs_were_looked_at(
    site: Site,
    owner: Application,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workflow_definitions, "_RUNS_LOOKED_AT", 2)
    made = cast.workflow(site, owner)
    used = made.definition_id
    parts.run(site, made)
    for number in range(4):
        clock.move(1)
        globals_ = [{"key": "n", "json": str(number)}]
        made = workflows.update(site, owner.id, made.id, {"globals": globals_})
        parts.run(site, made)
    assert used in parts.definitions(site, made.id)


def test_triggers_are_indexed_by_version(site: Site, owner: Application) -> None:
    made = cast.workflow(
        site, owner, triggers=[parts.timer("t"), parts.BUTTON | {"outputIds": []}]
    )
    version = workflow_versions.create(
        site, owner.id, made.id, {"version": "v1", "triggers": [parts.timer("t")]}
    )
    rows = parts.index(site, made.id)
    assert [(row.version_id, row.type, row.place) for row in rows] == [
        (None, "timer", 0),
        (None, "virtualButton", 1),
        (version.id, "timer", 0),
    ]
    workflows.update(site, owner.id, made.id, {"triggers": []})
    assert [row.version_id for row in parts.index(site, made.id)] == [version.id]


def test_a_timer_stays_due_unless_its_schedule_changes(
    site: Site, owner: Application
) -> None:
    first, second = parts.timer("one"), parts.timer("two")
    made = cast.workflow(site, owner, triggers=[first, second])
    due = site.clock.now() + timedelta(seconds=30)
    with site.store.writing() as session:
        for row in parts.index(site, made.id):
            found = session.get(WorkflowTrigger, row.seq)
            assert found is not None
            found.due_at = due
    faster = parts.timer("two", seconds=5)
    moved = first | {"meta": {"label": "Moved", "x": 5}}
    workflows.update(site, owner.id, made.id, {"triggers": [faster, moved]})
    rows = {row.key: row.due_at for row in parts.index(site, made.id)}
    assert rows == {"one": due, "two": None}


def test_a_draft_is_kept_with_settings_that_cannot_be_understood(
    site: Site, owner: Application
) -> None:
    broken = parts.DEBUG | {"config": {"message": "{{#if}"}}
    with pytest.raises(Invalid) as refused:
        cast.workflow(site, owner, nodes=[broken])
    pointers = [problem["pointer"] for problem in refused.value.problems]
    assert pointers == ["/nodes/0/config/message"]
    draft = workflows.create(
        site,
        owner.id,
        {"name": "Draft", "nodes": [broken]},
        how=workflows.Strictness(draft=True),
    )
    assert [p.pointer for p in workflows.problems(site, draft)] == pointers


def test_the_default_version_is_one_of_its_own(site: Site, owner: Application) -> None:
    made, other = cast.workflow(site, owner), cast.workflow(site, owner)
    own = workflow_versions.create(site, owner.id, made.id, {"version": "v1"})
    foreign = workflow_versions.create(site, owner.id, other.id, {"version": "v1"})
    for wrong in (foreign.id, new_id(), 5):
        with pytest.raises(Invalid):
            workflows.update(site, owner.id, made.id, {"default_version_id": wrong})
    for right in (own.id, None):
        changes = {"default_version_id": right}
        changed = workflows.update(site, owner.id, made.id, changes)
        assert changed.default_version_id == right


def test_deleting_takes_everything_along(site: Site, owner: Application) -> None:
    made = cast.workflow(site, owner, triggers=[parts.timer()])
    for _ in range(3):
        parts.run(site, made)
    workflows.delete(site, owner.id, made.id)
    assert parts.index(site, made.id) == []
    assert parts.definitions(site, made.id) == []
    with pytest.raises(NotFound):
        workflows.delete(site, owner.id, made.id)


def test_an_application_takes_its_workflows_along(
    site: Site, owner: Application
) -> None:
    made = cast.workflow(site, owner, triggers=[parts.timer()])
    parts.run(site, made)
    assert applications.summary(site, owner.id)["flowCount"] == 1
    applications.delete(site, owner.id)
    assert parts.index(site, made.id) == []
    assert parts.definitions(site, made.id) == []


def test_a_webhook_takes_its_workflows_along_where_that_is_asked(
    site: Site, owner: Application
) -> None:
    hook, other = cast.webhook(site, owner), cast.webhook(site, owner)
    trigger = parts.on_webhook(hook.id)
    both = [trigger, parts.timer()]
    listening = cast.workflow(site, owner, triggers=both)
    stays = cast.workflow(site, owner, triggers=[parts.on_webhook(other.id)])
    webhooks.delete(site, owner.id, other.id)
    webhooks.delete(site, owner.id, hook.id, include_workflows=True)
    with pytest.raises(NotFound):
        workflows.get(site, owner.id, listening.id)
    assert workflows.get(site, owner.id, stays.id).enabled


def test_a_workflow_of_another_application_does_not_exist(
    site: Site, owner: Application
) -> None:
    other, made = cast.application(site, "Other"), cast.workflow(site, owner)
    for call in (
        lambda: workflows.get(site, other.id, made.id),
        lambda: workflows.update(site, other.id, made.id, {"name": "x"}),
        lambda: workflows.delete(site, other.id, made.id),
        lambda: workflows.list_(site, new_id()),
        lambda: workflows.create(site, new_id(), {"name": "x"}),
    ):
        with pytest.raises(NotFound):
            call()
