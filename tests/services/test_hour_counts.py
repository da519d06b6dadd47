"""Counts by the hour: always everything, once, whatever happens in between."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services.stored_deliveries import stored
from webhooks.errors import Unavailable
from webhooks.services import applications, expired_rows, hour_counts, webhooks
from webhooks.services.applications import Application
from webhooks.services.hour_counts import Deliveries, Pair, this_hour
from webhooks.services.native_reading import read
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.storage import counting
from webhooks.storage.models import Delivery, DeliveryCount, Run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def application(site: Site) -> Application:
    return cast.application(site)


@pytest.fixture
def webhook(site: Site, application: Application) -> Webhook:
    return cast.webhook(site, application)


def totals(site: Site, application: Application, since: int = 0) -> dict[int, Pair]:
    return read(site, lambda c: Deliveries(c, application.id).totals(since))


def counted(site: Site) -> list[tuple[int, int, int]]:
    """Return what is in the table alone."""
    with site.store.reading() as session:
        rows = session.query(DeliveryCount).order_by(DeliveryCount.hour)
        return [(row.hour, row.accepted, row.refused) for row in rows]


def test_accepted_and_refused_are_told_apart_by_the_hour(
    site: Site, application: Application, webhook: Webhook
) -> None:
    now = this_hour(site)
    stored(site, webhook)
    stored(site, webhook, status="handshake")
    stored(site, webhook, status="handshake", verdict="failed")
    stored(site, webhook, status="refused")
    stored(site, webhook, days_old=1)
    wanted = {now: (2, 2), now - 24: (1, 0)}
    assert totals(site, application) == wanted
    hour_counts.update(site)
    assert counted(site) == [(now - 24, 1, 0), (now, 2, 2)]
    assert totals(site, application) == wanted
    assert totals(site, application, now) == {now: (2, 2)}


def test_what_comes_after_counting_is_added_by_whoever_reads(
    site: Site, application: Application, webhook: Webhook
) -> None:
    now = this_hour(site)
    stored(site, webhook)
    hour_counts.update(site)
    stored(site, webhook)
    other = cast.webhook(site, application)
    stored(site, other, status="refused")
    elsewhere = cast.webhook(site, cast.application(site, "Elsewhere"))
    stored(site, elsewhere)
    assert totals(site, application) == {now: (2, 1)}

    def look(connection: object) -> object:
        found = Deliveries(connection, application.id)  # type: ignore[arg-type]
        return found.sums(now), found.each([webhook.id], now)

    sums = {webhook.id: (2, 0), other.id: (0, 1)}
    assert read(site, look) == (sums, {webhook.id: {now: (2, 0)}})
    hour_counts.update(site)
    assert read(site, look) == (sums, {webhook.id: {now: (2, 0)}})


def test_counting_goes_in_steps_and_ends(
    site: Site,
    application: Application,
    webhook: Webhook,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "STEP_ROWS", 2)
    for _ in range(5):
        stored(site, webhook)
    hour_counts.update(site)
    assert counted(site) == [(this_hour(site), 5, 0)]
    hour_counts.update(site)
    assert counted(site) == [(this_hour(site), 5, 0)]
    stored(site, webhook)
    stored(site, webhook)
    hour_counts.update(site)
    assert counted(site) == [(this_hour(site), 7, 0)]


def test_a_few_are_left_to_whoever_reads(
    site: Site, application: Application, webhook: Webhook
) -> None:
    stored(site, webhook)
    stored(site, webhook)
    hour_counts.update(site, at_least=3)
    assert counted(site) == []
    assert totals(site, application) == {this_hour(site): (2, 0)}
    stored(site, webhook)
    hour_counts.update(site, at_least=3)
    assert counted(site) == [(this_hour(site), 3, 0)]


def test_what_is_deleted_before_it_was_counted_counts(
    site: Site, application: Application, webhook: Webhook
) -> None:
    stored(site, webhook)
    hour_counts.update(site)
    stored(site, webhook, status="refused")
    stored(site, webhook)
    with site.store.writing() as session:
        session.execute(delete(Delivery))
    assert totals(site, application) == {this_hour(site): (2, 1)}
    hour_counts.update(site)
    stored(site, webhook)
    assert totals(site, application) == {this_hour(site): (3, 1)}


def test_a_failed_step_counts_nothing(
    site: Site, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(site, webhook)
    monkeypatch.setattr(counting, "_MOVE", "UPDATE no_table SET value = ?")
    hour_counts.update(site)
    assert counted(site) == []
    monkeypatch.undo()
    hour_counts.update(site)
    assert counted(site) == [(this_hour(site), 1, 0)]


KILLED = """
import os, sys
from pathlib import Path
from app import create_app
from webhooks import settings
from webhooks.services import hour_counts
from webhooks.storage import counting
from webhooks.web.current import site_of

kept = counting.open_connection

def killed_at_commit(path):
    def look(statement):
        if statement == "COMMIT":
            os.kill(os.getpid(), 9)
    connection = kept(path)
    connection.set_trace_callback(look)
    return connection

counting.open_connection = killed_at_commit
hour_counts.update(site_of(create_app(settings.load({}, Path(sys.argv[1])))))
"""


def test_a_kill_in_the_middle_neither_loses_nor_doubles(
    site: Site, webhook: Webhook
) -> None:
    stored(site, webhook)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(site.settings.instance)],
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert killed.returncode == -9
    assert counted(site) == []
    hour_counts.update(site)
    assert counted(site) == [(this_hour(site), 1, 0)]


def test_counting_waits_while_nothing_can_be_written(
    site: Site, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(site, webhook)

    def full(_: object) -> bool:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(counting.Counter, "step", full)
    hour_counts.update(site)
    assert counted(site) == []


def test_counts_go_with_their_webhook_and_application(
    site: Site, application: Application, webhook: Webhook
) -> None:
    stored(site, webhook)
    hour_counts.update(site)
    stored(site, webhook)
    webhooks.delete(site, application.id, webhook.id)
    assert (counted(site), totals(site, application)) == ([], {})
    stored(site, cast.webhook(site, application))
    applications.delete(site, application.id)
    assert counted(site) == []


def test_counts_are_kept_longer_than_a_year_and_then_go(
    site: Site, application: Application, webhook: Webhook, clock: FrozenClock
) -> None:
    stored(site, webhook)
    hour_counts.update(site)
    clock.move(timedelta(days=399).total_seconds())
    assert expired_rows.delete(site) == 0
    clock.move(timedelta(days=2).total_seconds())
    assert expired_rows.delete(site) == 1
    assert counted(site) == []


def test_old_counts_are_found_without_a_scan(site: Site) -> None:
    sql = (
        "EXPLAIN QUERY PLAN DELETE FROM delivery_count "
        "WHERE webhook_id IN (SELECT id FROM webhook) AND hour < 1"
    )
    plan = [row["detail"] for row in site.reader.rows(sql)]
    assert "SEARCH delivery_count USING PRIMARY KEY (webhook_id=? AND hour<?)" in plan


def test_runs_are_counted_once_when_they_end(
    site: Site, application: Application
) -> None:
    flow = cast.workflow(site, application)
    now = this_hour(site)

    def add(status: str) -> int:
        with site.store.writing() as session:
            row = Run(
                id=f"{status:0<24.24}",
                application_id=application.id,
                workflow_id=flow.id,
                definition_id=flow.definition_id,
                trigger_type="timer",
                trigger_key="",
                status=status,
                created_at=site.clock.now(),
            )
            session.add(row)
            session.flush()
            return row.seq

    def turn(seq: int, status: str) -> None:
        with site.store.writing() as session:
            session.execute(update(Run).where(Run.seq == seq).values(status=status))

    add("succeeded")
    add("cancelled")
    queued, running, waiting = add("queued"), add("running"), add("waiting")
    turn(queued, "running")
    assert read(site, lambda c: hour_counts.run_totals(c, application.id, now)) == {
        now: (1, 0)
    }
    turn(queued, "failed")
    turn(queued, "failed")
    turn(running, "interrupted")
    turn(waiting, "cancelled")
    [found] = read(site, lambda c: hour_counts.run_sums(c, application.id, now))
    assert (found.succeeded, found.failed, found.interrupted) == (1, 1, 1)
    assert read(site, lambda c: hour_counts.runs_of_each(c, [flow.id], now)) == {
        flow.id: {now: (1, 2)}
    }
    assert read(site, lambda c: hour_counts.run_sums(c, application.id, now + 1)) == []
