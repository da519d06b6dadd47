"""Readiness: each reason to send requests elsewhere, and none without one."""

import sqlite3
import threading

from tests.frozen_clock import FrozenClock
from tests.services.serving import until
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.services import health
from webhooks.services.jobs import make_scheduler
from webhooks.services.site import Site


def test_a_working_instance_has_no_problem(site: Site) -> None:
    assert health.problems(site) == []


def test_draining_is_a_problem(site: Site) -> None:
    site.draining = True
    assert health.problems(site) == ["the server is stopping"]


def test_a_limit_of_space_is_a_problem(site: Site) -> None:
    site.trouble = "Nothing was stored: the disk is full."
    assert health.problems(site) == [site.trouble]


def test_a_scheduler_that_does_not_beat_is_a_problem(
    site: Site, clock: FrozenClock
) -> None:
    scheduler = make_scheduler(site)
    clock.move(10)
    assert health.problems(site) == []
    clock.move(1)
    assert health.problems(site) == ["the background jobs have stalled"]
    scheduler._launch = lambda name, work: None
    scheduler.tick()
    assert health.problems(site) == []


def test_a_lock_that_is_not_held_is_a_problem(site: Site) -> None:
    site.lock = InstanceLock(site.settings.instance)
    assert len(health.problems(site)) == 1
    site.lock.acquire()
    assert health.problems(site) == []
    site.lock.release()


def test_another_schema_is_a_problem(site: Site) -> None:
    connection = sqlite3.connect(site.settings.database_path, isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    (problem,) = health.problems(site)
    assert "schema" in problem


def test_a_deleted_database_is_a_problem(site: Site) -> None:
    assert health.problems(site) == []
    site.settings.database_path.unlink()
    (problem,) = health.problems(site)
    assert "deleted or replaced" in problem


def test_a_missing_database_is_a_problem(site: Site) -> None:
    site.settings.database_path.unlink()
    assert health.problems(site) == ["the database cannot be opened"]


def test_copies_that_wait_are_counted(site: Site) -> None:
    registry, name = site.metrics.registry, "switchhook_waiting_copies"

    def copy() -> None:
        with site.claims.hold(["message"], 30) as held:
            assert held

    with site.claims.hold(["message"], 30):
        copies = [threading.Thread(target=copy) for _ in range(2)]
        for each in copies:
            each.start()
        until(lambda: site.claims.waiting == 2, "both copies wait")
        health.refresh_gauges(site)
        assert registry.get_sample_value(name) == 2
    for each in copies:
        each.join(30)
    health.refresh_gauges(site)
    assert registry.get_sample_value(name) == 0


def test_the_gauges_show_the_present(site: Site) -> None:
    with site.replies.open("r", "w", "d"):
        health.refresh_gauges(site)
    registry = site.metrics.registry
    assert registry.get_sample_value("switchhook_waiting_callers") == 1
    assert (registry.get_sample_value("switchhook_database_bytes") or 0) > 4096
    assert (registry.get_sample_value("switchhook_disk_free_bytes") or 0) > 0
