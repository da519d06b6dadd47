"""Values that outlive runs: the statements inside the writer's transaction."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests import cast
from webhooks.payload.values import UNDEFINED
from webhooks.services import workflow_entries as entries
from webhooks.services.site import Site
from webhooks.services.workflow_entries import NODE, STORAGE, EntryRefused


@pytest.fixture
def flow_id(site: Site) -> str:
    return cast.workflow(site, cast.application(site)).id


def do(site: Site, make: Callable[..., Any], flow_id: str, *values: Any) -> Any:
    return site.store.writer.submit(make(flow_id, STORAGE, *values, 0))


def test_values_are_kept_replaced_and_forgotten(site: Site, flow_id: str) -> None:
    assert entries.read(site.reader, flow_id, STORAGE, "a") is None
    do(site, entries.put, flow_id, "a", "1")
    do(site, entries.put, flow_id, "a", '{"b":2}')
    assert entries.read_all(site.reader, flow_id, STORAGE) == {"a": '{"b":2}'}
    assert entries.read(site.reader, flow_id, NODE, "a") is None
    assert do(site, entries.take, flow_id, "a") == '{"b":2}'
    assert do(site, entries.take, flow_id, "a") is None


def test_sums_of_many_threads_are_exact(site: Site, flow_id: str) -> None:
    def add() -> None:
        for _ in range(25):
            do(site, entries.add, flow_id, "n", 1)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert do(site, entries.add, flow_id, "n", -0.5) == 99.5


@pytest.mark.parametrize("held", ['"1"', "true", "null", "[]"])
def test_only_numbers_are_added_to(site: Site, flow_id: str, held: str) -> None:
    do(site, entries.put, flow_id, "a", held)
    with pytest.raises(EntryRefused, match="not a number"):
        do(site, entries.add, flow_id, "a", 1)
    assert entries.read(site.reader, flow_id, STORAGE, "a") == held


def test_a_change_is_made_at_one_stroke(site: Site, flow_id: str) -> None:
    seen: list[Any] = []

    def grow(held: Any) -> Any:
        seen.append(held)
        return [*(held or []), 1] if len(seen) < 3 else UNDEFINED

    for _ in range(3):
        do(site, entries.change, flow_id, "a", grow)
    assert seen == [UNDEFINED, [1], [1, 1]]
    assert entries.read(site.reader, flow_id, STORAGE, "a") is None


def test_a_change_that_fails_changes_nothing(site: Site, flow_id: str) -> None:
    do(site, entries.put, flow_id, "a", "1")

    def fail(_: Any) -> Any:
        raise KeyError("no")

    with pytest.raises(KeyError):
        do(site, entries.change, flow_id, "a", fail)
    assert entries.read(site.reader, flow_id, STORAGE, "a") == "1"


def test_keys_and_values_have_limits(site: Site, flow_id: str) -> None:
    for key in ("", "x" * 256):
        with pytest.raises(EntryRefused, match="1 to 255"):
            do(site, entries.put, flow_id, key, "1")
    do(site, entries.put, flow_id, "x" * 255, "1")
    largest = '"' + "é" * (8 * 1024 - 1) + '"'
    do(site, entries.put, flow_id, "a", largest)
    with pytest.raises(EntryRefused, match="16384 bytes"):
        do(site, entries.put, flow_id, "a", largest[:-1] + 'x"')
    assert entries.read(site.reader, flow_id, STORAGE, "a") == largest


def test_the_number_of_values_has_a_limit(
    site: Site, flow_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MOST_ENTRIES", 2)
    for key in ("a", "b", "a"):
        do(site, entries.put, flow_id, key, "1")
    with pytest.raises(EntryRefused, match="at most 2"):
        do(site, entries.put, flow_id, "c", "1")


def test_nodes_forget_what_they_have_not_needed_for_longest(
    site: Site, flow_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a sender that makes up ids would stop the workflow for good."""
    monkeypatch.setattr(entries, "MOST_ENTRIES", 150)
    for number in range(151):
        now_ms = 0 if number == 149 else number + 1
        key = f"k{number}"
        job = entries.change(flow_id, NODE, key, lambda _: 1, now_ms)
        site.store.writer.submit(job)
    left = entries.read_all(site.reader, flow_id, NODE)
    assert len(left) == 51
    assert "k149" not in left
    assert {"k148", "k150"} <= left.keys()
