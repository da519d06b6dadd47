"""Deleting in steps: each is short, and one walks on where the last ended."""

from contextlib import closing

import pytest

from tests import cast
from tests.services.stored_deliveries import kept, stored
from webhooks.errors import Unavailable
from webhooks.services.site import Site
from webhooks.storage import pruning
from webhooks.storage.pruning import Pruner


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """No step ends for its time, however slow the machine is."""
    monkeypatch.setattr(pruning, "_STEP_SECONDS", 600)


def test_a_step_ends_at_the_limit_of_rows(site: Site) -> None:
    webhook = cast.webhook(site, cast.application(site))
    for _ in range(pruning.BATCH_ROWS + 1):
        stored(site, webhook)
    with closing(Pruner(site.store.writer)) as pruner:
        first = pruner.step(0, lambda candidate: True, dry_run=False)
        second = pruner.step(first.last_seq, lambda candidate: True, dry_run=False)
    assert (first.deleted, second.deleted) == (pruning.BATCH_ROWS, 1)
    assert kept(site) == []


def test_a_step_ends_at_the_limit_of_bytes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "BATCH_BYTES", 2500)
    webhook = cast.webhook(site, cast.application(site))
    for _ in range(5):
        stored(site, webhook, body=b"x" * 1000)
    with closing(Pruner(site.store.writer)) as pruner:
        step = pruner.step(0, lambda candidate: True, dry_run=False)
    assert (step.deleted, kept(site)) == (2, [3, 4, 5])
    assert step.bytes >= 2500


def test_what_is_not_wanted_stays_and_is_walked_over(site: Site) -> None:
    webhook = cast.webhook(site, cast.application(site))
    for _ in range(4):
        stored(site, webhook)
    with closing(Pruner(site.store.writer)) as pruner:
        step = pruner.step(0, lambda candidate: candidate.seq % 2 == 0, dry_run=False)
        end = pruner.step(step.last_seq, lambda candidate: True, dry_run=False)
    assert (step.seen, step.last_seq, step.deleted) == (4, 4, 2)
    assert (end.seen, kept(site)) == (0, [1, 3])


def test_a_failed_step_deletes_nothing_and_hands_the_turn_on(site: Site) -> None:
    webhook = cast.webhook(site, cast.application(site))
    stored(site, webhook)

    def fail(candidate: pruning.Candidate) -> bool:
        raise RuntimeError("no")

    with closing(Pruner(site.store.writer)) as pruner:
        with pytest.raises(RuntimeError):
            pruner.step(0, fail, dry_run=False)
        assert not site.store.writer.arbiter.taken
        assert pruner.step(0, lambda candidate: True, dry_run=False).deleted == 1


def test_a_database_that_was_replaced_is_not_touched(site: Site) -> None:
    webhook = cast.webhook(site, cast.application(site))
    stored(site, webhook)
    with closing(Pruner(site.store.writer)) as pruner:
        site.settings.database_path.rename(site.settings.instance / "elsewhere")
        with pytest.raises(Unavailable):
            pruner.step(0, lambda candidate: True, dry_run=False)


def test_a_step_that_takes_long_ends_and_the_next_goes_on_behind_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs go with their deliveries, and may be much more than those."""
    monkeypatch.setattr(pruning, "_STEP_SECONDS", -1)
    webhook = cast.webhook(site, cast.application(site))
    for _ in range(5):
        stored(site, webhook)
    with closing(Pruner(site.store.writer)) as pruner:
        first = pruner.step(0, lambda candidate: candidate.seq > 1, dry_run=False)
        assert (first.last_seq, first.deleted) == (2, 1)
        second = pruner.step(2, lambda candidate: True, dry_run=False)
        assert (second.deleted, second.bytes, kept(site)) == (1, first.bytes, [1, 4, 5])
        assert [pruner.step_of(webhook.id) for _ in range(4)] == [True] * 3 + [False]
