"""What runs came to: counters, series, logs and errors, within their bounds."""

from datetime import timedelta
from typing import Any

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services import flow_parts as parts
from webhooks.services import workflow_statistics as statistics
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow

ERROR = {"name": "Oops", "message": "It broke.", "nodeId": "a", "nodeType": "DebugNode"}
HOUR = 3_600_000


@pytest.fixture
def flow(site: Site) -> Workflow:
    return cast.workflow(site, cast.application(site), nodes=[parts.DEBUG])


def fail(site: Site, flow: Workflow, **more: Any) -> None:
    parts.run(site, flow, status="failed", error=ERROR, paths_completed=0, **more)


def test_the_last_day_is_counted_by_version(
    site: Site, flow: Workflow, clock: FrozenClock
) -> None:
    parts.run(site, flow)
    clock.move(86_401)
    other = cast.workflow(site, cast.application(site, "Other"))
    parts.run(site, flow)
    fail(site, flow, version="v1")
    parts.run(site, flow, version="v1", status="queued")
    found = statistics.counts(site, [flow, other])
    assert found == {flow.id: {"develop": (1, 0), "v1": (2, 1)}, other.id: {}}
    assert statistics.counts(site, []) == {}


def test_a_series_has_every_stretch_even_the_empty(
    site: Site, flow: Workflow, clock: FrozenClock
) -> None:
    parts.run(site, flow)
    clock.move(2 * 3600)
    parts.run(site, flow, paths_completed=3)
    fail(site, flow)
    wanted = statistics.span(site, 3 * HOUR, None, None)
    step, found = statistics.series(site, flow, wanted, HOUR)
    assert step == HOUR
    assert [each.runs for each in found] == [0, 1, 2]
    last = found[-1]
    assert (last.paths_completed, last.paths_failed, last.wall_time_ms) == (3, 1, 5.0)


@pytest.mark.parametrize(
    ("duration", "resolution", "length", "step"),
    [
        (None, None, statistics.DAY_MS, HOUR),
        (1, 1, 900_000, 900_000),
        (10**15, 10**15, 31 * statistics.DAY_MS, 31 * statistics.DAY_MS),
        (HOUR, 2 * HOUR, HOUR, HOUR),
    ],
)
def test_what_is_out_of_bounds_is_moved_to_them(
    site: Site,
    flow: Workflow,
    duration: int | None,
    resolution: int | None,
    length: int,
    step: int,
) -> None:
    wanted = statistics.span(site, duration, None, None)
    assert wanted.end_ms - 1 - wanted.start_ms == length
    used, found = statistics.series(site, flow, wanted, resolution)
    assert used == step
    assert len(found) == -(-length // step)


def test_the_end_is_now_or_a_time_or_so_long_ago(site: Site, flow: Workflow) -> None:
    now = site.clock.now_ms()
    ends = [statistics.span(site, HOUR, end, None).end_ms for end in (0, 5000, -1000)]
    assert ends == [now + 1, 5001, now - 999]


def test_errors_name_their_node_newest_first(
    site: Site, flow: Workflow, clock: FrozenClock
) -> None:
    for number in range(30):
        clock.move(1)
        fail(site, flow, version="v1" if number % 2 else "develop")
    wanted = statistics.span(site, None, None, None)
    found = statistics.errors(site, flow, wanted, 1000, "desc")
    assert len(found) == statistics.MOST_ERRORS
    assert found[0].time_ms > found[1].time_ms
    first = found[0]
    assert (first.node_id, first.node_label, first.name) == ("a", "Say", "Oops")
    oldest = statistics.errors(site, flow, wanted, 1, "asc")
    assert oldest[0].time_ms < found[-1].time_ms
    named = statistics.span(site, None, None, "v1")
    assert len(statistics.errors(site, flow, named, 25, "desc")) == 15


def test_the_log_tells_quarters_of_an_hour_and_versions_apart(
    site: Site, flow: Workflow, clock: FrozenClock
) -> None:
    began = site.clock.now()
    parts.run(site, flow)
    fail(site, flow, version="v1", version_id="b" * 24)
    clock.move(3600)
    parts.run(site, flow)
    since = began - timedelta(hours=1)
    wanted = statistics.Span(
        int(since.timestamp() * 1000), site.clock.now_ms() + 1, None
    )
    found = statistics.log(site, flow, wanted, 10)
    assert [bucket.runs for bucket, _ in found] == [1, 1, 1]
    times = [bucket.time_ms for bucket, _ in found]
    assert times[0] > times[1] == times[2]
    assert all(time % statistics.LOG_STEP_MS == 0 for time in times)
    failed = {bucket.version_id: len(errors) for bucket, errors in found[1:]}
    assert failed == {None: 0, "b" * 24: 1}
    assert len(statistics.log(site, flow, wanted, 1)) == 1
