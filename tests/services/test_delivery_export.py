"""Exports: complete, in order, in small steps, masked, and in known formats."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.services.arrivals import webhook
from tests.services.stored_deliveries import stored
from webhooks.errors import Invalid, NotFound, TooMany
from webhooks.services import delivery_export, export_lines, har, webhooks
from webhooks.services.delivery_export import Export
from webhooks.services.delivery_query import DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

PNG = b"\x89PNG\r\n\x1a\n\0"


@pytest.fixture
def hook(site: Site) -> Webhook:
    return webhook(site)


def export(site: Site, hook: Webhook, render: Any, **more: Any) -> Export:
    secrets = more.pop("secrets", False)
    everywhere = more.pop("everywhere", False)
    return Export(
        site,
        hook.application_id,
        None if everywhere else hook.id,
        DeliveryQuery(**more),
        render,
        secrets,
    )


def steps(
    site: Site, hook: Webhook, render: Any = lambda row: row["seq"], **more: Any
) -> Iterator[list[Any]]:
    made = export(site, hook, render, **more)
    try:
        yield from made.steps()
    finally:
        made.close()


def flat(found: Iterator[list[Any]]) -> list[Any]:
    return [one for step in found for one in step]


def test_it_holds_everything_that_the_filters_find_newest_first(
    site: Site, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_export, "FOUND_AT_ONCE", 20)
    for number in range(50):
        stored(site, hook, method="PUT" if number % 3 else "GET")
    assert flat(steps(site, hook)) == list(range(50, 0, -1))
    found = flat(steps(site, hook, method="GET"))
    assert found == [seq for seq in range(50, 0, -1) if seq % 3 == 1]


def test_it_may_hold_all_webhooks_of_an_application(site: Site, hook: Webhook) -> None:
    other = webhooks.create(site, hook.application_id, {"name": "other"})
    for each in (hook, other, webhook(site), hook):
        stored(site, each)
    assert flat(steps(site, hook, everywhere=True)) == [4, 2, 1]


def test_few_bytes_are_in_memory_at_a_time(site: Site, hook: Webhook) -> None:
    for size in (10, 700_000, 700_000, 3_000_000, 10, 10):
        stored(site, hook, body=b"x" * size)
    assert list(steps(site, hook)) == [[6, 5], [4], [3], [2, 1]]


def test_what_is_deleted_meanwhile_is_left_out(site: Site, hook: Webhook) -> None:
    for _ in range(3):
        stored(site, hook, body=b"x" * 2_000_000)
    going = steps(site, hook)
    assert next(going) == [3]
    with site.store.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM delivery WHERE seq < 3")
    assert flat(going) == []


def test_it_ends_at_its_limit(
    site: Site, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_export, "MOST_DELIVERIES", 2)
    for _ in range(3):
        stored(site, hook)
    assert flat(steps(site, hook)) == [3, 2]


def test_only_some_go_on_at_once_and_each_gives_its_place_back(
    site: Site, hook: Webhook
) -> None:
    with pytest.raises(NotFound):
        Export(site, hook.application_id, "0" * 24, DeliveryQuery(), str, False)
    with pytest.raises(Invalid):
        export(site, hook, str, status="odd")
    running = [export(site, hook, str) for _ in range(4)]
    with pytest.raises(TooMany):
        export(site, hook, str)
    for each in running:
        each.close()
        each.close()
    export(site, hook, str).close()


def a_full_one(site: Site, hook: Webhook, **columns: Any) -> None:
    values = {
        "path": "/a%20b",
        "raw_query": "x=1&x=%20&y",
        "headers": [["Content-Type", "text/plain"], ["X-Token", "sesame"]],
        "content_type": "text/plain",
        "body": '=1+1, „ü“\n"x"'.encode(),
        "response_status": 201,
        "response_headers": [["Content-Type", "application/json"]],
        "response_body": b"{}",
        "response_source": "static",
        "duration_ms": 1.5,
    }
    stored(site, hook, **{**values, **columns})


def test_lines_of_json_are_exact(site: Site, hook: Webhook) -> None:
    a_full_one(site, hook)
    a_full_one(site, hook, body=PNG, response_status=None)
    lines = flat(steps(site, hook, export_lines.json_line))
    assert all(line.count("\n") == 1 for line in lines)
    binary, text = (json.loads(line) for line in lines)
    assert text["body"] == '=1+1, „ü“\n"x"'
    assert text["headers"] == [["Content-Type", "text/plain"], ["X-Token", ""]]
    assert (text["path"], text["rawQuery"]) == ("/a%20b", "x=1&x=%20&y")
    assert text["response"]["statusCode"] == 201
    assert text["response"]["body"] == "{}"
    assert binary["bodyBase64"] == "iVBORw0KGgoA"
    assert "body" not in binary
    assert binary["response"] is None


def test_secrets_are_there_for_who_asked_and_may(site: Site, hook: Webhook) -> None:
    a_full_one(site, hook, status="handshake", raw_query="code=sesame")
    hidden = flat(steps(site, hook, export_lines.json_line))
    assert "sesame" not in hidden[0]
    (shown,) = flat(steps(site, hook, export_lines.json_line, secrets=True))
    assert shown.count("sesame") == 2


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_holds_every_byte_and_no_formula(site: Site, hook: Webhook) -> None:
    a_full_one(site, hook)
    a_full_one(site, hook, body=PNG, method="@SUM", path="-1", raw_query="+1")

    def line(row: Any) -> str:
        return export_lines.csv_line(row, "=cmd|'/C calc'!A0")

    text = export_lines.csv_head() + "".join(flat(steps(site, hook, line)))
    binary, plain = read_csv(text)
    assert plain["body"] == '\'=1+1, „ü“\n"x"'
    assert (binary["body"], binary["body_base64"]) == ("", "iVBORw0KGgoA")
    assert plain["webhook"] == "'=cmd|'/C calc'!A0"
    assert [binary[n] for n in ("method", "path", "query")] == ["'@SUM", "'-1", "'+1"]
    assert plain["duration_ms"] == "1.5"
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


# What HAR 1.2 requires (www.softwareishard.com/blog/har-12-spec), by object.
REQUIRED: dict[str, dict[str, Any]] = {
    "log": {"version": str, "creator": dict, "entries": list},
    "creator": {"name": str, "version": str},
    "entry": {
        "startedDateTime": str,
        "time": (int, float),
        "request": dict,
        "response": dict,
        "cache": dict,
        "timings": dict,
    },
    "request": {
        **{"method": str, "url": str, "httpVersion": str, "cookies": list},
        **{"headers": list, "queryString": list, "headersSize": int, "bodySize": int},
    },
    "response": {
        **{"status": int, "statusText": str, "httpVersion": str, "cookies": list},
        **{"headers": list, "content": dict, "redirectURL": str},
        **{"headersSize": int, "bodySize": int},
    },
    "content": {"size": int, "mimeType": str},
    "postData": {"mimeType": str, "text": str},
    "timings": dict.fromkeys(("send", "wait", "receive"), (int, float)),
    "pair": {"name": str, "value": str},
}
OPTIONAL = {"comment", "postData", "text", "encoding"}


def check(kind: str, value: dict[str, Any]) -> None:
    """Check that an object has what its kind needs, and nothing unknown."""
    for name, type_ in REQUIRED[kind].items():
        assert isinstance(value[name], type_), (kind, name)
    unknown = value.keys() - REQUIRED[kind].keys() - OPTIONAL
    assert not [name for name in unknown if not name.startswith("_")], kind


def check_entry(entry: dict[str, Any]) -> None:
    request, response = entry["request"], entry["response"]
    check("entry", entry)
    check("request", request)
    check("response", response)
    check("content", response["content"])
    check("timings", entry["timings"])
    if "postData" in request:
        check("postData", request["postData"])
    for pair in request["headers"] + request["queryString"] + response["headers"]:
        check("pair", pair)


def test_a_har_has_all_that_its_format_requires(site: Site, hook: Webhook) -> None:
    a_full_one(site, hook)
    a_full_one(site, hook, body=PNG, response_body=PNG)
    a_full_one(site, hook, body=b"", response_status=None, response_headers=None)
    a_full_one(site, hook, response_status=799, duration_ms=None, path="/")

    def entry(row: Any) -> str:
        return har.har_entry(row, "Shop", "https://x.test/webhooks/t")

    entries = flat(steps(site, hook, entry))
    archive = json.loads(har.HEAD + har.BETWEEN.join(entries) + har.TAIL)
    check("log", archive["log"])
    check("creator", archive["log"]["creator"])
    assert archive["log"]["version"] == "1.2"
    found = archive["log"]["entries"]
    for each in found:
        check_entry(each)
    odd, unanswered, binary, text = found
    assert odd["request"]["url"] == "https://x.test/webhooks/t?x=1&x=%20&y"
    assert (unanswered["response"]["status"], odd["response"]["status"]) == (0, 799)
    assert "postData" not in unanswered["request"]
    assert binary["request"]["postData"]["_encoding"] == "base64"
    assert binary["response"]["content"]["encoding"] == "base64"
    assert text["request"]["queryString"][1] == {"name": "x", "value": " "}
    assert text["response"]["statusText"] == "Created"
    assert json.loads(har.HEAD + har.TAIL)["log"]["entries"] == []
