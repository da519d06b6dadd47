"""What whoever repeats a delivery is answered: what the first one was."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.services.flow_parts import count, node
from tests.services.repeated import arrive, push, receiver, reply, row, status
from tests.services.serving import stored_runs, until
from webhooks.errors import Gone
from webhooks.ingress.pipeline import Accept
from webhooks.runtime.replies import PendingReply
from webhooks.services import replies
from webhooks.services.arrival import Arrival
from webhooks.services.ingress import Received
from webhooks.services.repetitions import First
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

pytestmark = pytest.mark.usefixtures("serving")


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_RATE_LIMIT": "0", "SWITCHHOOK_PEER_RATE_LIMIT": "0"}


def waiting(site: Site) -> list[PendingReply]:
    """Return who waits now; others come and go meanwhile."""
    return list(site.replies._pending.values())


@pytest.mark.parametrize(
    ("nodes", "fields"),
    [
        ([count()], {"response_code": 202}),
        (
            [reply("made", responseCodeTemplate="201", headerInfo=[])],
            {"wait_for_reply": True},
        ),
        (
            [count()],
            {
                "static_reply": {
                    "statusCode": 203,
                    "headers": [["X-A", "b"]],
                    "body": "x",
                }
            },
        ),
    ],
)
def test_the_second_gets_the_firsts_answer_and_starts_nothing(
    site: Site, nodes: list[dict[str, Any]], fields: dict[str, Any]
) -> None:
    hook = receiver(site, nodes, **fields)
    first, second = (arrive(site, hook, push()) for _ in range(2))
    assert second.reply == first.reply
    kept = row(site, hook, second)
    assert (kept.status, kept.verdict) == ("duplicate", "verified")
    assert kept.duplicate_of == first.delivery_id
    assert first.delivery_id is not None
    assert first.delivery_id in kept.reason
    assert kept.response_status == first.reply.status
    assert len(stored_runs(site)) == 1


@pytest.mark.parametrize("waits", [False, True])
def test_of_many_copies_at_once_one_runs(site: Site, waits: bool) -> None:
    hook = receiver(site, [reply("made")] if waits else None, wait_for_reply=waits)
    ready = threading.Barrier(20)

    def one(_: int) -> Received:
        ready.wait(60)
        return arrive(site, hook, push())

    with ThreadPoolExecutor(20) as pool:
        received = list(pool.map(one, range(20)))
    found = sorted(status(site, hook, each) for each in received)
    assert found == ["accepted"] + ["duplicate"] * 19
    assert len({(each.reply.status, each.reply.body) for each in received}) == 1
    assert len(stored_runs(site)) == 1
    assert site.claims._held == {}


def test_a_copy_keeps_no_other_waiting_while_it_is_stored(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, held = receiver(site), []
    repeat = Arrival.repeat

    def watched(arrival: Arrival, decision: Accept, first: First) -> Received:
        held.append(dict(site.claims._held))
        return repeat(arrival, decision, first)

    monkeypatch.setattr(Arrival, "repeat", watched)
    for _ in range(2):
        arrive(site, hook, push())
    assert held == [{}]


def test_copies_wait_for_a_reply_that_comes_through_the_api(site: Site) -> None:
    hook = receiver(site, wait_for_reply=True)
    with ThreadPoolExecutor(4) as pool:
        copies = [pool.submit(arrive, site, hook, push()) for _ in range(4)]
        until(lambda: [bool(p.seq) for p in waiting(site)] == [True], "it waits")
        (pending,) = waiting(site)
        owner, name = hook.application_id, pending.reply_id
        replies.reply(site, owner, name, 201, [], b"made")
        received = [copy.result(60) for copy in copies]
    assert [(e.reply.status, e.reply.body) for e in received] == [(201, b"made")] * 4
    assert len(stored_runs(site)) == 1


def test_a_first_that_still_waits_holds_up_no_other_delivery(site: Site) -> None:
    hook = receiver(site, wait_for_reply=True)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(arrive, site, hook, push(name)) for name in "12"]
        until(lambda: [bool(p.seq) for p in waiting(site)] == [True] * 2, "both wait")
        for pending in waiting(site):
            replies.reply(site, hook.application_id, pending.reply_id, 200, [], b"")
        assert [each.result(60).reply.status for each in both] == [200, 200]


def test_a_workflow_that_failed_is_given_another_try(site: Site) -> None:
    hook = receiver(
        site, [reply("no", responseCodeTemplate="500")], wait_for_reply=True
    )
    found = []
    for _ in range(3):
        received = arrive(site, hook, push())
        found.append((received.reply.status, status(site, hook, received)))
    assert found == [(500, "accepted")] * 3


def test_a_workflow_that_failed_before_it_replied_is_given_another_try(
    site: Site,
) -> None:
    broken = node("ThrowErrorNode", {"messageTemplate": "no"})
    hook = receiver(site, [broken], wait_for_reply=True, answer_when_runs_end=True)
    found = []
    for _ in range(2):
        received = arrive(site, hook, push())
        found.append((received.reply.status, status(site, hook, received)))
    assert found == [(500, "accepted")] * 2


def timed_out(site: Site) -> tuple[Webhook, str, Received]:
    hook = receiver(site, wait_for_reply=True)
    received = arrive(site, hook, push(), reply_timeout_seconds=0.01)
    assert received.reply.status == 504
    reply_id = row(site, hook, received).reply_id
    assert reply_id is not None
    return hook, reply_id, received


@pytest.mark.parametrize(
    ("late", "wanted"), [(201, "duplicate"), (404, "duplicate"), (503, "accepted")]
)
def test_a_reply_that_came_too_late_is_for_the_repetition(
    site: Site, late: int, wanted: str
) -> None:
    hook, reply_id, _ = timed_out(site)
    headers = [("X-A", "b"), ("Content-Type", "text/plain")]
    with pytest.raises(Gone):
        replies.reply(site, hook.application_id, reply_id, late, headers, b"made")
    again = arrive(site, hook, push(), reply_timeout_seconds=0.01)
    assert status(site, hook, again) == wanted
    if wanted == "duplicate":
        assert (again.reply.status, again.reply.body) == (late, b"made")
        assert ("X-A", "b") in again.reply.headers


def test_who_repeats_in_vain_is_told_so_again(site: Site) -> None:
    """The workflow has begun and may have ended by now: it must not run twice."""
    hook, _, first = timed_out(site)
    again = arrive(site, hook, push())
    assert (again.reply, status(site, hook, again)) == (first.reply, "duplicate")


def test_a_stop_is_told_to_copies_while_it_lasts_but_not_afterwards(
    site: Site,
) -> None:
    hook = receiver(site, wait_for_reply=True)
    with ThreadPoolExecutor(3) as pool:
        copies = [pool.submit(arrive, site, hook, push()) for _ in range(3)]
        until(lambda: [bool(p.seq) for p in waiting(site)] == [True], "it waits")
        site.replies.shutdown()
        assert [copy.result(60).reply.status for copy in copies] == [503] * 3
    site.replies.closed = False
    again = arrive(site, hook, push())
    assert (again.reply.status, status(site, hook, again)) == (200, "duplicate")


def test_a_second_reply_is_not_what_the_first_was_answered(site: Site) -> None:
    first = reply("first") | {"outputIds": [["b"]]}
    hook = receiver(site, [first, reply("second") | {"id": "b"}], wait_for_reply=True)
    received = arrive(site, hook, push())
    until(lambda: row(site, hook, received).late_reply is not None, "both replied")
    assert arrive(site, hook, push()).reply.body == received.reply.body == b"first"
