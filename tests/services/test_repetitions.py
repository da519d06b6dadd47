"""A delivery that comes again is known by its id, and starts nothing."""

import pytest

from tests.frozen_clock import FrozenClock
from tests.ingress.signatures.asking import signed, unsigned
from tests.services.repeated import (
    SECRET,
    WHSEC,
    arrive,
    push,
    receiver,
    reply,
    row,
    status,
)
from tests.services.serving import stored_runs
from webhooks.ingress.signatures.placing import put_header
from webhooks.runtime.claims import Claims
from webhooks.services import (
    deliveries,
    expired_rows,
    hour_counts,
    replay,
    sample_request,
    webhooks,
    work_queue,
)
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.native_reading import read
from webhooks.services.sample_draft import Draft
from webhooks.services.site import Site
from webhooks.services.work_queue import TakeQuery

pytestmark = pytest.mark.usefixtures("serving")


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_RATE_LIMIT": "0", "SWITCHHOOK_PEER_RATE_LIMIT": "0"}


def test_without_the_switch_every_delivery_runs(site: Site) -> None:
    hook = receiver(site, signature={"deduplicate": False})
    found = [status(site, hook, arrive(site, hook, push())) for _ in range(2)]
    assert found == ["accepted", "accepted"]
    assert len(stored_runs(site)) == 2


def test_a_repetition_by_hand_runs_if_its_owner_lets_it(site: Site) -> None:
    hook = receiver(site, signature={"allowRedelivery": True})
    found = [status(site, hook, arrive(site, hook, push())) for _ in range(3)]
    assert found == ["accepted"] * 3


def test_a_repetition_that_says_it_is_automatic_does_not(site: Site) -> None:
    hook = receiver(site, signature={"provider": "slack", "allowRedelivery": True})
    event = signed("slack", SECRET, b'{"event_id":"Ev1"}')
    again = put_header(event, "X-Slack-Retry-Num", "1")
    by_hand = signed("slack", SECRET, b'{"event_id":"Ev1"}', ago=5)
    found = [
        status(site, hook, arrive(site, hook, each)) for each in (event, again, by_hand)
    ]
    assert found == ["accepted", "duplicate", "accepted"]


def test_a_message_whose_id_is_signed_with_its_body_counts_once(site: Site) -> None:
    """Whoever has seen one could send it again while its time stamp is good."""
    hook = receiver(site, signature={"provider": "stripe", "deduplicate": False})
    seen = signed("stripe", SECRET, b'{"id":"evt_1"}')
    repeated = signed("stripe", SECRET, b'{"id":"evt_1"}', ago=5)
    found = [
        status(site, hook, arrive(site, hook, each)) for each in (seen, seen, repeated)
    ]
    assert found == ["accepted", "duplicate", "accepted"]


def test_another_id_is_another_delivery_also_on_another_webhook(site: Site) -> None:
    hook, other = receiver(site), receiver(site)
    for at, delivery in ((hook, "1"), (hook, "2"), (other, "1")):
        assert status(site, at, arrive(site, at, push(delivery))) == "accepted"


def test_what_was_refused_did_not_come_yet(site: Site) -> None:
    hook = receiver(site)
    wrong = put_header(push(), "X-Hub-Signature-256", f"sha256={'0' * 64}")
    found = [status(site, hook, arrive(site, hook, r)) for r in (wrong, push())]
    assert found == ["refused", "accepted"]


def test_a_copy_with_a_wrong_signature_learns_nothing(site: Site) -> None:
    hook = receiver(site, [reply("private")], wait_for_reply=True)
    arrive(site, hook, push())
    wrong = put_header(push(), "X-Hub-Signature-256", f"sha256={'0' * 64}")
    refused = arrive(site, hook, wrong)
    assert (refused.reply.status, b"private" in refused.reply.body) == (401, False)


def test_after_a_week_a_delivery_is_new_and_its_id_forgotten(
    site: Site, clock: FrozenClock
) -> None:
    hook = receiver(site)
    arrive(site, hook, push())
    clock.move(7 * 86_400 - 1)
    assert status(site, hook, arrive(site, hook, push())) == "duplicate"
    clock.move(2)
    expired_rows.delete(site)
    with site.store.reading() as session:
        table = session.connection().exec_driver_sql
        assert table("SELECT count(*) FROM delivery_identity").scalar() == 0
    assert status(site, hook, arrive(site, hook, push())) == "accepted"


def test_it_is_known_after_a_restart(site: Site) -> None:
    """What is in memory is only who is at it now."""
    hook = receiver(site)
    first = arrive(site, hook, push())
    site.claims = Claims()
    again = arrive(site, hook, push())
    assert row(site, hook, again).duplicate_of == first.delivery_id


def test_one_whose_first_was_deleted_is_new(site: Site) -> None:
    hook = receiver(site)
    first = arrive(site, hook, push())
    seq = row(site, hook, first).seq
    with site.store.writing() as session:
        session.delete(session.get_one(Delivery, seq))
    assert status(site, hook, arrive(site, hook, push())) == "accepted"


def test_a_signed_message_that_is_replayed_is_known_without_the_switch(
    site: Site, clock: FrozenClock
) -> None:
    fields = {"provider": "standard-webhooks", "secrets": [WHSEC], "deduplicate": False}
    hook = receiver(site, signature=fields)
    message = signed("standard-webhooks", WHSEC)
    found = [status(site, hook, arrive(site, hook, message)) for _ in range(2)]
    assert found == ["accepted", "duplicate"]
    # With another body its signature is wrong, with another id too.
    for changed in (
        message.with_body(b"{}"),
        put_header(message, "webhook-id", "other"),
    ):
        assert status(site, hook, arrive(site, hook, changed)) == "refused"


def test_what_the_owner_sends_again_is_no_repetition(site: Site) -> None:
    hook = receiver(site)
    first = arrive(site, hook, push())
    done = replay.replay(site, hook.application_id, hook.id, first.delivery_id or "")
    again = deliveries.get(site, hook.application_id, hook.id, done.delivery_id or "")
    assert (again.status, again.replay_of) == ("accepted", first.delivery_id)
    assert len(stored_runs(site)) == 2
    # The sender's own repetition is still one of the first.
    later = arrive(site, hook, push())
    assert row(site, hook, later).duplicate_of == first.delivery_id


def test_a_replay_of_what_was_refused_makes_the_senders_repetition_one(
    site: Site,
) -> None:
    """Its owner has set the right secret and let it in: it must not run twice."""
    hook = receiver(site, signature={"secrets": ["wrong"]})
    refused = arrive(site, hook, push())
    assert status(site, hook, refused) == "refused"
    right = {"provider": "github", "secrets": [SECRET], "deduplicate": True}
    webhooks.update(site, hook.application_id, hook.id, {"signature": right})
    done = replay.replay(site, hook.application_id, hook.id, refused.delivery_id or "")
    assert row(site, hook, arrive(site, hook, push())).duplicate_of == done.delivery_id


def test_a_test_request_neither_is_nor_makes_a_repetition(site: Site) -> None:
    hook = receiver(site)
    headers = (("X-GitHub-Delivery", "d-1"), ("Content-Type", "application/json"))
    request = push()
    signature = request.header("X-Hub-Signature-256") or ""
    draft = Draft(
        "POST",
        "/",
        request.body,
        (*headers, ("X-Hub-Signature-256", signature)),
    )
    for _ in range(2):
        sent = sample_request.send(site, hook.application_id, hook.id, draft)
        found = deliveries.get(
            site, hook.application_id, hook.id, sent.delivery_id or ""
        )
        assert (found.status, found.source) == ("accepted", "test")
    assert status(site, hook, arrive(site, hook, push())) == "accepted"


def test_a_script_never_gets_a_repetition_to_work_on(site: Site) -> None:
    hook = receiver(site)
    ask = TakeQuery()
    assert work_queue.take(site, hook.application_id, hook.id, ask) is None
    first = arrive(site, hook, push())
    arrive(site, hook, push())
    taken = work_queue.take(site, hook.application_id, hook.id, ask)
    assert taken is not None
    assert taken.id == first.delivery_id
    work_queue.ack(site, hook.application_id, hook.id, taken.id)
    assert work_queue.take(site, hook.application_id, hook.id, ask) is None


def test_it_shows_in_lists_streams_and_numbers(site: Site) -> None:
    hook = receiver(site)
    with site.live.watch(hook.id) as watcher:
        first, second = (arrive(site, hook, push()) for _ in range(2))
        seen = {watcher.get(10) for _ in range(2)}
    assert {row(site, hook, each).seq for each in (first, second)} <= seen
    for wanted, ids in (
        ("duplicate", [second.delivery_id]),
        ("accepted", [first.delivery_id]),
        ("refused", []),
    ):
        query = DeliveryQuery(status=wanted)
        page = deliveries.list_(site, hook.application_id, hook.id, query)
        assert [each.id for each in page.items] == ids
    hour_counts.update(site)
    owner = hook.application_id
    counts = read(site, lambda c: hour_counts.Deliveries(c, owner).totals(0))
    # Like a handshake it counts among what came and was not turned away.
    assert list(counts.values()) == [(2, 0)]


def test_an_unsigned_sender_is_not_believed(site: Site) -> None:
    hook = receiver(site)
    bare = put_header(unsigned(b"{}"), "X-GitHub-Delivery", "d-1")
    assert status(site, hook, arrive(site, hook, bare)) == "refused"
    assert status(site, hook, arrive(site, hook, push())) == "accepted"
