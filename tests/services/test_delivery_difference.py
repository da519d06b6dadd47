"""What differs between two stored requests."""

import json
from typing import Any

from tests.services.arrivals import webhook
from tests.services.stored_deliveries import stored
from webhooks.services import text_difference
from webhooks.services.delivery_difference import (
    BodyDifference,
    DeliveryDifference,
    difference,
    neighbours,
)
from webhooks.services.json_difference import MOST_CHANGES, Change
from webhooks.services.secret_parts import DOTS
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.storage.models import Delivery


def made(site: Site, hook: Webhook, **columns: Any) -> Delivery:
    seq = stored(site, hook, **columns)
    with site.store.reading() as session:
        row = session.get_one(Delivery, seq)
        assert row.body is not None
    return row


def compared(
    site: Site, old: dict[str, Any], new: dict[str, Any], revealed: bool = False
) -> DeliveryDifference:
    hook = webhook(site)
    return difference(site, made(site, hook, **old), made(site, hook, **new), revealed)


def bodies(site: Site, old: bytes, new: bytes) -> BodyDifference:
    return compared(site, {"body": old}, {"body": new}).body


def names(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.name, change.word) for change in changes]


def test_two_that_are_the_same_differ_in_nothing(site: Site) -> None:
    found = compared(site, {}, {})
    assert found == DeliveryDifference((), (), (), BodyDifference("same"))


def test_line_query_and_headers_are_compared_name_by_name(site: Site) -> None:
    found = compared(
        site,
        {
            "path": "/a",
            "raw_query": "x=1&y=2&x=3",
            "headers": [["A", "1"], ["B", "1"], ["A", "2"]],
        },
        {
            "method": "PUT",
            "path": "/a",
            "raw_query": "x=1&x=4&z=%20",
            "headers": [["a", "1"], ["C", "1"], ["A", "2"]],
        },
    )
    assert found.line == (Change("method", "POST", "PUT"),)
    assert found.query == (
        Change("x", "1\n3", "1\n4"),
        Change("y", "2", None),
        Change("z", None, " "),
    )
    assert names(found.headers) == [("b", "removed"), ("c", "added")]


def test_secrets_are_dots_until_somebody_asks(site: Site) -> None:
    old = {"headers": [["X-Token", "one"]], "raw_query": "c=1", "status": "handshake"}
    new = {"headers": [["X-Token", "two"]], "raw_query": "c=2", "status": "handshake"}
    hidden = compared(site, old, new)
    assert hidden.headers == (Change("x-token", DOTS, DOTS),)
    assert hidden.query == (Change("c", DOTS, DOTS),)
    shown = compared(site, old, new, revealed=True)
    assert shown.headers == (Change("x-token", "one", "two"),)
    assert shown.query == (Change("c", "1", "2"),)


def test_json_is_compared_path_by_path(site: Site) -> None:
    old = {"a": {"b c": [1, {"d": True}], "e": None}, "f": "x", "g": 1}
    new = {"g": 1, "a": {"b c": [1, {"d": 1}, "n"]}, "f": {"h": 1}}
    found = bodies(site, json.dumps(old).encode(), json.dumps(new).encode())
    assert found.kind == "json"
    assert found.changes == (
        Change("data.body.a.b c[1].d", "true", "1"),
        Change("data.body.a.b c[2]", None, '"n"'),
        Change("data.body.a.e", "null", None),
        Change("data.body.f", '"x"', "object with 1 key"),
    )


def test_json_that_is_only_written_otherwise_is_compared_as_text(site: Site) -> None:
    found = bodies(site, b'{"a": 1}', b'{"a":1}')
    assert found.kind == "text"


def test_deep_and_long_json_is_compared_within_bounds(site: Site) -> None:
    deep = b"[" * 95 + b"%d" + b"]" * 95
    found = bodies(site, deep % 1, deep % 2)
    assert [(c.old, c.new) for c in found.changes] == [("1", "2")]
    deeper = b"[" * 950 + b"%d" + b"]" * 950
    assert bodies(site, deeper % 1, deeper % 2).kind == "text"
    many = [json.dumps([value] * 100_000).encode() for value in (1, 2)]
    found = bodies(site, *many)
    assert (found.kind, len(found.changes), found.cut) == ("json", MOST_CHANGES, True)
    same = json.dumps([1] * 100_000)[:-1]
    found = bodies(site, f"{same}, 2]".encode(), f"{same}, 3]".encode())
    assert found.kind != "same"


def test_what_no_path_can_reach_is_named_as_far_as_one_goes(site: Site) -> None:
    body = {"a…": {"b": 1}, "n" * 900: {"m" * 200: {"x": [1], "y": 1}}}
    old = json.dumps(body).encode()
    found = bodies(site, old, old.replace(b"1", b"2"))
    assert [change.name for change in found.changes] == [
        "data.body.a….b",
        f"data.body.{'n' * 900}[…]",
        f"data.body.{'n' * 900}[…]",
    ]


def test_text_is_compared_line_by_line(site: Site) -> None:
    old = [f"line {number}" for number in range(40)]
    new = [*old[:20], "other", *old[21:], "end"]
    found = bodies(site, "\n".join(old).encode(), "\n".join(new).encode())
    assert (found.kind, found.cut) == ("text", False)
    assert found.text is not None
    lines = [(line.mark, line.text) for line in found.text.lines]
    assert lines[0] == ("@", "Line 18")
    assert [line for line in lines if line[0] in "+-"] == [
        ("-", "line 20"),
        ("+", "other"),
        ("+", "end"),
    ]
    assert ("@", "Line 38") in lines


def test_only_so_many_lines_are_compared_and_that_is_said(site: Site) -> None:
    most = text_difference.MOST_LINES
    for count, cut in ((most, False), (most + 1, True)):
        old = "\n".join(["a"] + ["x"] * (count - 2) + ["b"])
        new = "\n".join(["c"] + ["y"] * (count - 2) + ["d"])
        assert bodies(site, old.encode(), new.encode()).cut is cut


def test_bytes_are_compared_by_where_they_first_differ(site: Site) -> None:
    old, new = b"\x00" * 70_000 + b"\x01\x02", b"\x00" * 70_000 + b"\xff"
    found = bodies(site, old, new).bytes
    assert found is not None
    assert (found.offset, found.old, found.new) == (70_000, b"\x01\x02", b"\xff")
    shorter = bodies(site, old, old[:-1]).bytes
    assert shorter is not None
    assert (shorter.offset, shorter.old, shorter.new) == (70_001, b"\x02", b"")


def test_neighbours_are_the_nearest_of_the_same_webhook(site: Site) -> None:
    hook, other = webhook(site), webhook(site)
    rows = [made(site, hook) for _ in range(3)]
    made(site, other)
    rows += [made(site, hook) for _ in range(3)]
    found = neighbours(site, rows[3], 2)
    assert [row.seq for row in found] == [rows[n].seq for n in (2, 1, 5, 4)]
