"""The demo: a story that really happened to an instance, the same each time."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app
from tests import cast
from tests.frozen_clock import START, FrozenClock
from webhooks import settings
from webhooks.errors import Conflict, Invalid
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.services import application_globals, sign_in, users
from webhooks.services.demo import fill
from webhooks.services.demo.people import ADMINISTRATOR
from webhooks.services.site import Site
from webhooks.storage.models import ApiToken, Application, Delivery, Run, Workflow
from webhooks.web.current import site_of

DAYS = 3


def rows(site: Site, model: type) -> int:
    with site.store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def told(site: Site) -> list[tuple[object, ...]]:
    """What happened, without what is random by its nature: ids and tokens."""
    columns = (
        Delivery.received_at,
        Delivery.method,
        Delivery.path,
        Delivery.body,
        Delivery.status,
        Delivery.response_status,
        Delivery.duration_ms,
    )
    with site.store.reading() as session:
        return [tuple(row) for row in session.execute(select(*columns))]


@dataclass
class Story:
    """An instance that the story was told to, and what came of it."""

    site: Site
    filled: fill.Filled


@pytest.fixture(scope="module")
def story(
    migrated_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """Told once: the tests below only look at it."""
    site = empty_site(migrated_database, tmp_path_factory.mktemp("demo"))
    yield Story(site, fill.fill(site, cast.PASSWORD, DAYS))
    site.close()


def empty_site(migrated_database: Path, folder: Path) -> Site:
    """An instance without anything in it, where time stands still."""
    shutil.copy(migrated_database, folder / migrated_database.name)
    return site_of(create_app(settings.load({}, folder), FrozenClock().clock))


def test_there_is_everything_to_look_at(story: Story) -> None:
    site, filled = story.site, story.filled
    assert filled.applications == rows(site, Application) == 2
    assert filled.deliveries == rows(site, Delivery) > 100 * DAYS
    assert filled.runs == rows(site, Run) > 100 * DAYS
    assert rows(site, Workflow) == 6
    assert rows(site, ApiToken) == 3
    with site.store.reading() as session:
        statuses = set(session.scalars(select(Delivery.status).distinct()))
        sources = set(session.scalars(select(Delivery.response_source).distinct()))
        verdicts = set(session.scalars(select(Delivery.verdict).distinct()))
        ended = set(session.scalars(select(Run.status).distinct()))
        late = session.scalar(
            select(func.count(Delivery.seq)).where(Delivery.late_reply.is_not(None))
        )
    assert statuses == {"accepted", "refused", "handshake", "duplicate"}
    assert sources >= {"automatic", "static", "reply", "timeout", "refusal"}
    assert verdicts >= {"verified", "failed"}
    assert ended == {"succeeded", "failed", "waiting"}
    assert late


def test_payments_are_verified_repeated_and_refused_for_several_reasons(
    story: Story,
) -> None:
    with story.site.store.reading() as session:
        rows_ = session.execute(
            select(Delivery.status, Delivery.verdict, Delivery.reason)
            .where(Delivery.scheme == "stripe")
            .distinct()
        ).all()
    found = {(row.status, row.verdict) for row in rows_}
    assert found == {
        ("accepted", "verified"),
        ("duplicate", "verified"),
        ("refused", "failed"),
    }
    reasons = {row.reason.split(" ")[1] for row in rows_ if row.verdict == "failed"}
    assert reasons == {"header", "time", "body", "signature"}


def test_every_workflow_ran(story: Story) -> None:
    site = story.site
    with site.store.reading() as session:
        names = set(session.scalars(select(Workflow.name)))
        ran = set(
            session.scalars(
                select(Workflow.name).join(Run, Run.workflow_id == Workflow.id)
            )
        )
        failed = session.scalars(select(Run.error).where(Run.status == "failed")).all()
    assert names - ran <= {"Trouble list"}
    # A refusal by the guard, and no node that is missing or set up wrong.
    assert {error["name"] for error in failed if error} <= {"RequestRefused", "Error"}


def test_it_fills_the_days_before_now(story: Story) -> None:
    site = story.site
    with site.store.reading() as session:
        first, last = session.execute(
            select(func.min(Delivery.received_at), func.max(Delivery.received_at))
        ).one()
    assert (START - first).days in {DAYS - 1, DAYS}
    assert (START - last).total_seconds() < 3600
    assert last <= START


def test_everybody_signs_in_in_their_role(story: Story) -> None:
    site, filled = story.site, story.filled
    found = {}
    for email in filled.emails:
        user = sign_in.authenticate(site, email, cast.PASSWORD, "192.0.2.1")
        found[email] = sorted(set(users.roles_of(site, user.id).values()))
    assert found.pop(ADMINISTRATOR) == ["owner"]
    assert sorted(found.values()) == [["editor"], ["owner"], ["viewer"]]


def test_globals_hold_a_secret_that_works(story: Story) -> None:
    site = story.site
    with site.store.reading() as session:
        stored = session.scalars(select(Application.globals)).all()
    keys = {row["key"] for rows_ in stored for row in rows_}
    assert {"valveCode", "tillPassword"} <= keys
    assert all(application_globals.clean_globals(rows_) for rows_ in stored)


def test_the_same_seed_tells_the_same_story(
    site: Site, migrated_database: Path, tmp_path: Path
) -> None:
    other = empty_site(migrated_database, tmp_path)
    fill.fill(site, cast.PASSWORD, 1, seed=7)
    fill.fill(other, cast.PASSWORD, 1, seed=7)
    assert told(site) == told(other)
    other.close()


@pytest.mark.parametrize("what", ["user", "application"])
def test_it_refuses_an_instance_that_holds_anything(site: Site, what: str) -> None:
    if what == "user":
        cast.charlie(site)
    else:
        cast.application(site)
    before = rows(site, Delivery), users.count(site)
    with pytest.raises(Conflict, match="in use"):
        fill.fill(site, cast.PASSWORD, 1)
    assert (rows(site, Delivery), users.count(site)) == before


def test_it_refuses_while_a_server_runs(site: Site) -> None:
    lock = InstanceLock(site.settings.instance)
    lock.acquire()
    try:
        with pytest.raises(Conflict):
            fill.fill(site, cast.PASSWORD, 1)
    finally:
        lock.release()
    assert users.count(site) == 0


def test_a_password_that_breaks_the_rules_leaves_nothing(site: Site) -> None:
    with pytest.raises(Invalid):
        fill.fill(site, "short", 1)
    assert users.count(site) == 0
    assert rows(site, Delivery) == 0
