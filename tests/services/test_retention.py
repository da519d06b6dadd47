"""Retention: what goes, in which order, and what never does."""

import logging
from datetime import timedelta

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services.flow_parts import run
from tests.services.serving import stored_runs
from tests.services.stored_deliveries import kept, stored
from webhooks.services import retention, usage
from webhooks.services.retention import Retention
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.storage.models import LoginAttempt, QueueItem, WorkQueue

HOUR = 3600.0
DAY = 24 * HOUR


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_RETENTION_DAYS": "30", "SWITCHHOOK_MIN_FREE_BYTES": "0"}


@pytest.fixture
def webhook(site: Site) -> Webhook:
    return cast.webhook(site, cast.application(site))


def limit_to(site: Site, most_bytes: int) -> None:
    site.settings._values["MAX_DATABASE_BYTES"] = most_bytes


def begin_queue(site: Site, webhook: Webhook, cursor: int) -> None:
    with site.store.writing() as session:
        session.add(WorkQueue(webhook_id=webhook.id, cursor=cursor))


def hold(site: Site, webhook: Webhook, seq: int, acknowledged: bool = False) -> None:
    with site.store.writing() as session:
        until = site.clock.now() + timedelta(seconds=60)
        session.add(
            QueueItem(
                delivery_seq=seq,
                webhook_id=webhook.id,
                lease_until=until,
                acknowledged=acknowledged,
            )
        )


def test_it_deletes_what_is_older_than_the_days_to_keep(
    site: Site, webhook: Webhook
) -> None:
    for days in (40, 31, 29.9, 0):
        stored(site, webhook, days)
    swept = retention.sweep(site)
    assert swept.deliveries == 2
    assert kept(site) == [3, 4]


def test_a_dry_run_counts_and_deletes_nothing(site: Site, webhook: Webhook) -> None:
    stored(site, webhook, 40, body=b"x" * 1000)
    swept = retention.sweep(site, dry_run=True)
    assert swept.deliveries == 1
    assert swept.bytes >= 1000
    assert kept(site) == [1]


def test_zero_days_keep_for_ever(site: Site, webhook: Webhook) -> None:
    site.settings._values["RETENTION_DAYS"] = 0
    stored(site, webhook, 3000)
    assert retention.sweep(site).deliveries == 0


def test_it_goes_on_past_one_batch(site: Site, webhook: Webhook) -> None:
    for _ in range(1001):
        stored(site, webhook, 40)
    young = stored(site, webhook)
    assert retention.sweep(site).deliveries == 1001
    assert kept(site) == [young]


def test_a_clock_that_was_set_back_hides_nothing(site: Site, webhook: Webhook) -> None:
    stored(site, webhook, 20)
    stored(site, webhook, 40)
    retention.sweep(site)
    assert kept(site) == [1]


def test_age_spares_waiting_callers_alone(site: Site, webhook: Webhook) -> None:
    begin_queue(site, webhook, 0)
    stored(site, webhook, 40, response_status=None, reply_id="waits")
    stored(site, webhook, 40, response_status=None, reply_id="gone")
    with site.replies.open("waits", webhook.id, "0" * 24):
        retention.sweep(site)
        assert kept(site) == [1]
    retention.sweep(site)
    assert kept(site) == []


def test_a_full_database_loses_its_oldest_finished_deliveries(
    site: Site, webhook: Webhook
) -> None:
    for _ in range(10):
        stored(site, webhook, body=b"x" * 100_000)
    limit_to(site, usage.measure(site).database_bytes - 250_000)
    retention.sweep(site)
    left = kept(site)
    assert left == list(range(11 - len(left), 11))
    assert 5 <= len(left) <= 7
    assert usage.excess(site, usage.measure(site)) == 0


def test_space_is_given_back_to_the_disk(site: Site, webhook: Webhook) -> None:
    for _ in range(10):
        stored(site, webhook, 40, body=b"x" * 200_000)
    before = usage.measure(site).database_bytes
    retention.sweep(site)
    with site.store.reading() as session:
        unused = session.connection().exec_driver_sql("PRAGMA freelist_count").scalar()
    assert unused == 0
    assert usage.measure(site).database_bytes <= before - 10 * 200_000


def test_space_spares_what_a_script_still_has_to_do(
    site: Site, webhook: Webhook
) -> None:
    big = {"body": b"x" * 100_000}
    held, acknowledged, finished, queued = (
        stored(site, webhook, **big) for _ in range(4)
    )
    begin_queue(site, webhook, finished)
    hold(site, webhook, held)
    done_ahead = stored(site, webhook, **big)
    hold(site, webhook, done_ahead, acknowledged=True)
    refused = stored(site, webhook, status="refused", **big)
    limit_to(site, 1)
    retention.sweep(site)
    assert kept(site) == [held, queued]
    assert {acknowledged, refused}.isdisjoint(kept(site))


def test_space_spares_waiting_callers(site: Site, webhook: Webhook) -> None:
    stored(site, webhook, response_status=None, reply_id="waits")
    stored(site, webhook)
    limit_to(site, 1)
    with site.replies.open("waits", webhook.id, "0" * 24):
        retention.sweep(site)
    assert kept(site) == [1]


def test_expired_sign_ins_and_old_failures_go(site: Site, clock: FrozenClock) -> None:
    user = cast.alice(site)
    cast.user_token(site, user)
    with site.store.writing() as session:
        session.add(LoginAttempt(key="k", failures=3, last_failure=site.clock.now()))
    assert retention.sweep(site).expired == 0
    clock.move(25 * HOUR)
    assert retention.sweep(site, dry_run=True).expired == 2
    assert retention.sweep(site).expired == 2
    assert retention.sweep(site).expired == 0


def test_a_clock_that_jumps_ahead_deletes_nothing_that_time(
    site: Site,
    webhook: Webhook,
    clock: FrozenClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    keeper = Retention(site)
    stored(site, webhook, 20)
    keeper.sweep()
    clock.jump(15 * DAY)
    with caplog.at_level(logging.WARNING):
        assert keeper.sweep().deliveries == 0
    assert "the clock jumped ahead" in caplog.text
    clock.jump(-15 * DAY)
    clock.move(HOUR)
    assert keeper.sweep().deliveries == 0
    assert kept(site) == [1]


def test_a_clock_that_stays_ahead_deletes_the_next_time(
    site: Site, webhook: Webhook, clock: FrozenClock
) -> None:
    keeper = Retention(site)
    stored(site, webhook, 20)
    keeper.sweep()
    clock.jump(15 * DAY)
    keeper.sweep()
    clock.move(HOUR)
    assert keeper.sweep().deliveries == 1


def test_a_limit_that_is_met_is_relieved_at_once(site: Site, webhook: Webhook) -> None:
    keeper = Retention(site)
    for _ in range(10):
        stored(site, webhook, body=b"x" * 100_000)
    limit_to(site, usage.measure(site).database_bytes - 250_000)
    keeper.relieve()
    assert site.trouble is None
    assert len(kept(site)) < 10


def test_trouble_is_told_while_nothing_more_can_go(
    site: Site, webhook: Webhook, clock: FrozenClock
) -> None:
    keeper = Retention(site)
    limit_to(site, 1)
    keeper.relieve()
    assert site.trouble is not None
    assert "largest size" in site.trouble
    stored(site, webhook)
    keeper.relieve()
    assert kept(site) == [1], "it looks again only after a while"
    clock.move(30)
    keeper.relieve()
    assert kept(site) == []
    limit_to(site, 0)
    keeper.relieve()
    assert site.trouble is None


def test_too_little_free_disk_is_trouble_when_nothing_can_go(site: Site) -> None:
    site.settings._values["MIN_FREE_BYTES"] = 2**62
    Retention(site).relieve()
    assert site.trouble is not None
    assert "less free space" in site.trouble


def test_a_sweep_stops_when_the_server_drains(site: Site, webhook: Webhook) -> None:
    stored(site, webhook, 40)
    site.draining = True
    assert retention.sweep(site).deliveries == 0


def timer_runs(site: Site, days: float, count: int) -> None:
    """Runs that no delivery takes with it, of about 10,000 bytes each."""
    flow = cast.workflow(site, cast.application(site, "Timers"))
    at = site.clock.now() - timedelta(days=days)
    for _ in range(count):
        run(site, flow, trigger_type="timer", created_at=at, steps="x" * 10_000)


def test_runs_of_timers_make_room_before_requests_are_turned_away(
    site: Site, webhook: Webhook
) -> None:
    """A timer fires for years where no request comes in at all."""
    stored(site, webhook)
    timer_runs(site, 1, 40)
    limit_to(site, usage.measure(site).database_bytes - 100_000)
    Retention(site).relieve()
    assert site.trouble is None
    assert kept(site) == [1]
    assert 0 < len(stored_runs(site)) < 32


def test_runs_of_timers_go_when_nothing_else_can(site: Site, webhook: Webhook) -> None:
    stored(site, webhook, 2)
    begin_queue(site, webhook, 0)
    timer_runs(site, 1, 40)
    limit_to(site, usage.measure(site).database_bytes - 100_000)
    Retention(site).relieve()
    assert site.trouble is None
    assert kept(site) == [1]


def test_what_is_older_than_those_runs_goes_before_them(
    site: Site, webhook: Webhook
) -> None:
    for _ in range(40):
        stored(site, webhook, 2, body=b"x" * 10_000)
    timer_runs(site, 1, 5)
    limit_to(site, usage.measure(site).database_bytes - 100_000)
    Retention(site).relieve()
    assert 0 < len(kept(site)) < 32
    assert len(stored_runs(site)) == 5
