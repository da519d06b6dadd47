"""Which workflows a list shows: class, triggers, names and queries."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services import flow_parts as parts
from webhooks import settings
from webhooks.errors import Invalid
from webhooks.services import workflow_versions, workflows
from webhooks.services.applications import Application
from webhooks.services.paging import ListQuery
from webhooks.services.site import Site
from webhooks.services.workflow_search import MOST_CONDITIONS, FlowFilter
from webhooks.web.current import site_of

HOOK = "a" * 24


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, migrated_database: Path
) -> Iterator[Site]:
    """One instance for all tests here: they look and change nothing."""
    folder = tmp_path_factory.mktemp("instance")
    (folder / migrated_database.name).write_bytes(migrated_database.read_bytes())
    site = site_of(create_app(settings.load({}, folder), FrozenClock().clock))
    yield site
    site.close()


@pytest.fixture(scope="module")
def owner(site: Site) -> Application:
    """An application with four workflows."""
    owner = cast.application(site)
    cast.workflow(site, owner, name="Orders", description="50% off_")
    cast.workflow(site, owner, name="orders late", triggers=[parts.on_webhook(HOOK)])
    cast.workflow(site, owner, name="Ümlaut", enabled=False)
    cast.workflow(site, owner, name="Node", flow_class="customNode")
    return owner


def names(site: Site, owner: Application, wanted: FlowFilter | None = None) -> Any:
    page = workflows.list_(site, owner.id, ListQuery(), wanted)
    return [row.name for row in page.items]


def found(site: Site, owner: Application, query: Any) -> Any:
    return names(site, owner, FlowFilter(query=query))


def test_without_a_class_only_cloud_is_listed(site: Site, owner: Application) -> None:
    assert names(site, owner) == ["Orders", "orders late", "Ümlaut"]
    assert names(site, owner, FlowFilter("customNode")) == ["Node"]
    assert len(names(site, owner, FlowFilter(None))) == 4
    with pytest.raises(Invalid):
        names(site, owner, FlowFilter("nonsense"))


@pytest.mark.parametrize(
    ("triggers", "count"),
    [
        ([("webhook", HOOK)], 1),
        ([("webhook", "")], 1),
        ([("", HOOK)], 1),
        ([("webhook", "b" * 24)], 0),
        ([("timer", ""), ("webhook", HOOK)], 1),
    ],
)
def test_workflows_of_a_webhook_are_found(
    site: Site, owner: Application, triggers: Any, count: int
) -> None:
    assert len(names(site, owner, FlowFilter(triggers=triggers))) == count


def test_the_default_version_counts_for_triggers(site: Site) -> None:
    owner = cast.application(site, "Other")
    flow = cast.workflow(site, owner, triggers=[parts.on_webhook(HOOK)])
    wanted = FlowFilter(triggers=[("webhook", HOOK)])
    assert names(site, owner, wanted) == ["Orders"]
    version = workflow_versions.create(site, owner.id, flow.id, {"version": "v1"})
    workflows.update(site, owner.id, flow.id, {"default_version_id": version.id})
    assert names(site, owner, wanted) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, 4),
        ({"name": "Orders"}, 1),
        ({"name": {"$eq": "orders", "$ci": True}}, 1),
        ({"name": {"$ne": "Orders"}}, 3),
        ({"name": {"$startsWith": "ord"}}, 1),
        ({"name": {"$startsWith": "ord", "$ci": True}}, 2),
        ({"name": {"$endsWith": "late"}}, 1),
        ({"description": {"$contains": "0% o"}}, 1),
        ({"description": {"$contains": "_"}}, 1),
        ({"description": {"$endsWith": "far longer than any of them"}}, 0),
        ({"enabled": False}, 1),
        ({"flowClass": {"$in": ["customNode", "edge"]}}, 1),
        ({"flowClass": {"$nin": ["customNode"]}}, 3),
        ({"$or": [{"name": "Orders"}, {"enabled": False}]}, 2),
        ({"$and": [{"name": "Orders"}, {"enabled": False}]}, 0),
        ({"$nor": [{"name": "Orders"}, {"enabled": False}]}, 2),
        ({"creationDate": {"$gt": "2020-01-01T00:00:00Z"}}, 4),
        ({"creationDate": {"$lt": 0}}, 0),
        ({"lastUpdated": {"$gte": "2026-01-05", "$lte": "2026-01-06"}}, 4),
        ({"id": "nobody"}, 0),
        ({"$or": []}, 0),
        ({"name": None}, 0),
    ],
)
def test_a_query_finds_what_it_says(
    site: Site, owner: Application, query: Any, expected: int
) -> None:
    assert len(found(site, owner, query)) == expected


@pytest.mark.parametrize(
    "query",
    [
        [],
        "name",
        5,
        {"token": "x"},
        {"__class__": "x"},
        {"name": {"$regex": "(a+)+$"}},
        {"name": {"$in": "x"}},
        {"name": {"$in": ["x"] * 101}},
        {"name": {"$startsWith": ""}},
        {"name": {"$eq": {"$eq": "x"}}},
        {"name": ["x"]},
        {"name": "\0"},
        {"name": 10**30},
        {"enabled": "yes"},
        {"creationDate": "yesterday"},
        {"creationDate": 10**30},
        {"creationDate": {"$contains": "2026"}},
        {"$and": {"name": "x"}},
        {"$and": [{"name": "x"}] * 101},
        {"$or": [{"$or": [{"name": {"$in": []}}] * 100}] * 3},
        {"name": {"": "x"}},
    ],
)
def test_a_query_outside_the_language_is_refused(
    site: Site, owner: Application, query: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        found(site, owner, query)
    assert refused.value.field == "query"


def test_a_query_is_bounded_in_depth_and_number(site: Site, owner: Application) -> None:
    deep: Any = {"name": "x"}
    for _ in range(11):
        deep = {"$and": [deep]}
    many = {"$or": [{"$or": [{"name": "x"}] * 100}] * (MOST_CONDITIONS // 100)}
    for query in (deep, many):
        with pytest.raises(Invalid):
            found(site, owner, query)
