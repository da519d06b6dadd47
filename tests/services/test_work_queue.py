"""The work queue: every delivery to one script at a time, until it is done."""

from contextlib import ExitStack

import pytest

from tests.frozen_clock import FrozenClock
from tests.services.arrivals import arrive, webhook
from webhooks.errors import Invalid, NotFound, Unavailable
from webhooks.runtime.live import QUEUE_LENGTH
from webhooks.services import deliveries, work_queue
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.work_queue import TakeQuery
from webhooks.storage.models import QueueItem


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_RATE_LIMIT": "0", "SWITCHHOOK_PEER_RATE_LIMIT": "0"}


@pytest.fixture
def hook(site: Site) -> Webhook:
    made = webhook(site)
    assert take(site, made) is None
    return made


def take(site: Site, hook: Webhook, **query: object) -> Delivery | None:
    asked = TakeQuery(**query)  # type: ignore[arg-type]
    return work_queue.take(site, hook.application_id, hook.id, asked)


def taken(site: Site, hook: Webhook, **query: object) -> str | None:
    row = take(site, hook, **query)
    return None if row is None else row.id


def number_of(site: Site, hook: Webhook, delivery_id: str) -> int:
    return deliveries.get(site, hook.application_id, hook.id, delivery_id).seq


def ack(site: Site, hook: Webhook, delivery_id: str | None) -> None:
    work_queue.ack(site, hook.application_id, hook.id, delivery_id or "")


def test_it_gives_out_in_the_order_of_arrival(site: Site, hook: Webhook) -> None:
    sent = [arrive(site, hook).delivery_id for _ in range(3)]
    assert [taken(site, hook) for _ in range(4)] == [*sent, None]


def test_what_came_before_the_first_call_is_not_in_the_queue(site: Site) -> None:
    hook = webhook(site)
    arrive(site, hook)
    assert taken(site, hook) is None
    sent = arrive(site, hook).delivery_id
    assert taken(site, hook) == sent


def test_since_reaches_back_at_the_first_call_only(site: Site) -> None:
    hook = webhook(site)
    first, second = (arrive(site, hook).delivery_id for _ in range(2))
    assert taken(site, hook, since=first) == second
    assert taken(site, hook, since="0") is None


def test_since_zero_reaches_back_to_everything(site: Site) -> None:
    hook = webhook(site)
    sent = [arrive(site, hook).delivery_id for _ in range(2)]
    assert [taken(site, hook, since="0") for _ in range(2)] == sent


def test_a_lease_that_ran_out_is_given_out_again(
    site: Site, hook: Webhook, clock: FrozenClock
) -> None:
    first, second = (arrive(site, hook).delivery_id for _ in range(2))
    assert taken(site, hook, lease_seconds=10) == first
    clock.move(9.9)
    assert taken(site, hook) == second
    clock.move(0.1)
    assert taken(site, hook) == first
    assert taken(site, hook) is None


def test_what_was_acknowledged_never_comes_again(
    site: Site, hook: Webhook, clock: FrozenClock
) -> None:
    sent = arrive(site, hook).delivery_id
    assert taken(site, hook) == sent
    ack(site, hook, sent)
    clock.move(4000)
    assert taken(site, hook) is None
    arrive(site, hook)
    assert taken(site, hook) is not None


def test_acknowledging_leaves_nothing_behind(site: Site, hook: Webhook) -> None:
    for _ in range(5):
        arrive(site, hook)
        ack(site, hook, taken(site, hook))
    with site.store.reading() as session:
        assert session.query(QueueItem).count() == 0


def test_what_nobody_holds_cannot_be_acknowledged(site: Site, hook: Webhook) -> None:
    sent = arrive(site, hook).delivery_id
    for unknown in (sent, "a" * 24, ""):
        with pytest.raises(NotFound):
            ack(site, hook, unknown)


def test_refused_requests_and_handshakes_never_enter(site: Site) -> None:
    hook = webhook(site, verification_type="facebook", verification_code="code")
    assert taken(site, hook) is None
    asked = "hub.mode=subscribe&hub.verify_token={}&hub.challenge=x"
    for code in ("code", "wrong"):
        arrive(site, hook, b"", method="GET", query=asked.format(code))
    arrive(site, hook, method="TRACE")
    rows = deliveries.list_(site, hook.application_id, hook.id, DeliveryQuery()).items
    assert {row.status for row in rows} == {"handshake", "refused"}
    assert taken(site, hook) is None


@pytest.mark.parametrize(
    "query",
    [
        {"wait_seconds": -1.0},
        {"wait_seconds": 61.0},
        {"wait_seconds": float("nan")},
        {"lease_seconds": 0},
        {"lease_seconds": 3601},
    ],
)
def test_it_refuses_times_out_of_range(
    site: Site, hook: Webhook, query: dict[str, float]
) -> None:
    with pytest.raises(Invalid):
        take(site, hook, **query)


def test_an_unknown_cursor_is_refused_and_starts_nothing(site: Site) -> None:
    hook = webhook(site)
    arrive(site, hook)
    for cursor in ("x", "a" * 24, "-1", "9" * 30):
        with pytest.raises(Invalid):
            take(site, hook, since=cursor)
    assert taken(site, hook, since="0") is not None


def test_the_queue_of_another_application_does_not_exist(
    site: Site, hook: Webhook
) -> None:
    other = webhook(site)
    with pytest.raises(NotFound):
        work_queue.take(site, other.application_id, hook.id, TakeQuery())


def test_waiting_gives_only_deliveries_whose_caller_waits(
    site: Site, hook: Webhook
) -> None:
    arrive(site, hook)
    sent = [arrive(site, hook).delivery_id or "" for _ in range(2)]
    with site.replies.open("r", hook.id, sent[1]) as caller:
        caller.seq = number_of(site, hook, sent[1])
        assert taken(site, hook, waiting=True) == sent[1]
        assert taken(site, hook, waiting=True) is None
    assert taken(site, hook) != sent[1]


def test_waiting_looks_behind_the_callers_that_somebody_holds(
    site: Site, hook: Webhook
) -> None:
    """However many are held, the next one is found."""
    with ExitStack() as stack:
        for number in range(501):
            sent = arrive(site, hook).delivery_id or ""
            opened = site.replies.open(str(number), hook.id, sent)
            stack.enter_context(opened).seq = number_of(site, hook, sent)
        found = {taken(site, hook, waiting=True) for _ in range(501)}
    assert len(found) == 501
    assert None not in found


def test_a_burst_of_news_does_not_end_the_wait(site: Site, hook: Webhook) -> None:
    """More was announced than a watcher's queue holds: look again, do not give up."""

    class Impatient(Exception):
        pass

    looks: list[float] = []

    def monotonic() -> float:
        # The wait begins, then everything is announced at once.
        looks.append(0.0)
        if len(looks) == 2:
            for number in range(QUEUE_LENGTH + 10):
                site.work.publish(hook.id, number + 1)
        if len(looks) == 4:
            arrive(site, hook)
        if len(looks) > 10:
            raise Impatient
        return 0.0

    object.__setattr__(site.clock, "monotonic", monotonic)
    assert take(site, hook, wait_seconds=5.0) is not None


def test_a_stopping_server_ends_the_wait(site: Site, hook: Webhook) -> None:
    site.work.close()
    with pytest.raises(Unavailable, match="shutting down"):
        take(site, hook, wait_seconds=5.0)


def test_acknowledging_twice_is_as_good_as_once(site: Site, hook: Webhook) -> None:
    """A script whose first call was answered too late says it again."""
    taken(site, hook)
    arrive(site, hook)
    delivery = taken(site, hook)
    ack(site, hook, delivery)
    ack(site, hook, delivery)
    assert taken(site, hook) is None
