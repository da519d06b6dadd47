"""What is turned away is kept within bounds and costs no more than it should."""

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from tests.frozen_clock import FrozenClock
from tests.services.arrivals import Waiting, arrive, webhook
from webhooks.errors import Conflict
from webhooks.services import delivery_rows, replay, work_queue
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

WRONG = "hub.mode=subscribe&hub.verify_token=guess&hub.challenge=x"


def plan(site: Site, statement: str, values: object) -> list[str]:
    """Return how SQLite would run a statement."""
    with site.store.reading() as session:
        raw = session.connection().connection.dbapi_connection
        assert raw is not None
        cursor = raw.cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [row[3] for row in cursor.fetchall()]
        cursor.close()
    return steps


def count(site: Site, hook: Webhook) -> int:
    with site.store.reading() as session:
        return session.scalar(
            text("SELECT count(*) FROM delivery WHERE webhook_id = :id"),
            {"id": hook.id},
        )


def test_questions_that_anybody_may_ask_are_kept_in_the_ring(
    site: Site, clock: FrozenClock
) -> None:
    """They are answered, whatever the limits say, and must not fill the disk."""
    signature = {"provider": "dropbox", "secrets": ["s3cret"]}
    hook = webhook(site, signature=signature)
    for _ in range(50):
        asked = arrive(site, hook, b"", method="GET", query="challenge=echo")
        assert asked.reply.body == b"echo"
    assert count(site, hook) == 20
    for _ in range(300):
        clock.move(1)
        arrive(site, hook, b"", method="GET", query="challenge=echo")
    assert count(site, hook) == delivery_rows.RING_REQUESTS


def test_failed_checks_of_the_address_are_kept_in_the_ring(
    site: Site, clock: FrozenClock
) -> None:
    """Guessing codes must not fill the disk."""
    hook = webhook(site, verification_type="facebook", verification_code="code")
    for _ in range(delivery_rows.RING_REQUESTS + 10):
        assert arrive(site, hook, b"", method="GET", query=WRONG).reply.status == 403
        clock.move(1)
    assert count(site, hook) == delivery_rows.RING_REQUESTS


def test_a_flood_of_failed_checks_is_counted_and_not_written(site: Site) -> None:
    hook = webhook(site, verification_type="facebook", verification_code="code")
    for _ in range(50):
        arrive(site, hook, b"", method="GET", query=WRONG)
    assert count(site, hook) == 20


def test_the_ring_is_trimmed_without_reading_accepted_deliveries(site: Site) -> None:
    """Anybody who knows the URL can cause it, and it runs in the hub."""
    steps = plan(site, delivery_rows._TRIM, ("w", 1, 1))
    reads = [step for step in steps if " delivery" in step]
    assert len(reads) == 2
    assert all("status_seq" in step or "PRIMARY KEY" in step for step in reads)


def test_waiting_callers_are_found_without_reading_every_delivery(site: Site) -> None:
    hook = webhook(site, wait_for_reply=True)
    statements: list[tuple[str, object]] = []

    def note(
        _connection: Connection,
        _cursor: object,
        statement: str,
        values: object,
        _context: object,
        _many: bool,
    ) -> None:
        if statement.startswith("SELECT delivery."):
            statements.append((statement, values))

    waiting = Waiting(site, hook)
    event.listen(site.engine, "before_cursor_execute", note)
    query = work_queue.TakeQuery(waiting=True, since="0")
    taken = work_queue.take(site, hook.application_id, hook.id, query)
    event.remove(site.engine, "before_cursor_execute", note)
    site.replies.release(hook.id)
    waiting.result()
    assert taken is not None
    assert statements
    for statement, values in statements:
        assert "PRIMARY KEY" in plan(site, statement, values)[0]


@pytest.mark.parametrize("name", ["content-length", "transfer-encoding"])
def test_what_was_refused_unread_cannot_be_replayed(site: Site, name: str) -> None:
    """Its body is not known: an empty one would be another request."""
    hook = webhook(site, allowed_methods=["GET"])
    headers = ((name, "5" if name == "content-length" else "chunked"),)
    sent = arrive(site, hook, b"12345", headers=headers).delivery_id or ""
    with pytest.raises(Conflict, match="before its body was read"):
        replay.replay(site, hook.application_id, hook.id, sent)


def test_what_was_refused_and_had_no_body_can_be_replayed(site: Site) -> None:
    hook = webhook(site, allowed_methods=["GET"])
    sent = arrive(site, hook, b"", method="DELETE", headers=()).delivery_id or ""
    assert replay.replay(site, hook.application_id, hook.id, sent).reply.status == 405
