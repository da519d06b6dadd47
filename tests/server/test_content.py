"""What a request carries: every byte is kept, whatever it pretends to be."""

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.server.rows import Row, rows
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import alive

JSON = "application/json"
ODD_JSON: dict[str, bytes] = {
    "nested 1,000 deep": b"[" * 1000,
    "nested 100,000 deep": b"[" * 100_000,
    "nested 950 deep, and closed": b"[" * 950 + b"]" * 950,
    "NaN": b'{"a":NaN}',
    "Infinity": b"[Infinity,-Infinity]",
    "overflow": b"1e999",
    "an integer of 5,000 digits": b"9" * 5000,
    "a key twice": b'{"a":1,"a":2}',
    "not UTF-8": b'"\xff"',
    "a byte order mark": b'\xef\xbb\xbf{"a":1}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "nothing": b"",
    "null": b"null",
    "a number": b"1",
    "a lone surrogate": b'"\\ud800"',
    "a NUL": b'{"\\u0000":"\\u0000"}',
}
HOSTILE = (
    b"<script>alert(1)</script>",
    b"<svg onload=alert(1)>",
    b"{{7*7}}${7*7}",
    b"=cmd|' /C calc'!A0",
    b"%n%s",
    b"\x1b[31m\x00\x85",
    "\u202eevil\u2028".encode(),
    b"x" * 1_000_000,
)


@pytest.fixture
def webhook(server: RunningServer) -> RemoteWebhook:
    return server.webhook()


def only(webhook: RemoteWebhook) -> Row:
    (row,) = rows(webhook)
    return row


def send(webhook: RemoteWebhook, body: bytes, kind: str) -> None:
    answer = webhook.send(body, headers={"Content-Type": kind})
    assert answer.status == 200
    assert sha256(only(webhook).body).digest() == sha256(body).digest()


@pytest.mark.parametrize("name", ODD_JSON)
def test_odd_json_is_stored_and_shown(webhook: RemoteWebhook, name: str) -> None:
    """I45 to I51: never an error, and what we show is strict JSON."""
    send(webhook, ODD_JSON[name], JSON)
    shown = webhook.server.api("GET", f"{webhook.api_path}/deliveries")
    assert shown.status == 200

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    json.loads(shown.body, parse_constant=refuse)
    alive(webhook)


def test_the_last_of_two_equal_keys_wins(webhook: RemoteWebhook) -> None:
    """I49."""
    send(webhook, b'{"a":1,"a":2}', JSON)
    assert webhook.deliveries()[0]["body"] == {"a": 2}


@pytest.mark.parametrize("cast", ["array", "base64", "binary", "hex", "utf8"])
def test_binary_bodies_round_trip(server: RunningServer, cast: str) -> None:
    """I52: the download is exact however the body is shown."""
    webhook = server.webhook(castBuffersAs=cast)
    body = bytes(range(256)) * 16
    send(webhook, body, "application/octet-stream")
    (shown,) = webhook.deliveries()
    path = f"/api{webhook.api_path}/deliveries/{shown['id']}/body"
    bearer = {"Authorization": f"Bearer {server.token}"}
    answer = server.ask("GET", path, headers=bearer)
    assert answer.body == body
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer.headers["Content-Disposition"]


def multipart(*parts: bytes) -> bytes:
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


FIELD = b'Content-Disposition: form-data; name="a"\r\n\r\n1'
FILE = b'Content-Disposition: form-data; name="f"; filename="%b"\r\n\r\n1'
FORMS: dict[str, bytes] = {
    "1,001 parts": multipart(*[FIELD] * 1001),
    "10,000 parts": multipart(*[FIELD] * 10_000),
    "a large field": multipart(FIELD + b"1" * 600_000),
    "a large part header": multipart(b"X: " + b"a" * 600_000 + b"\r\n" + FIELD),
    "no such boundary": multipart(FIELD).replace(b"--b", b"--c"),
    "truncated": multipart(FIELD)[:-20],
    "a path as file name": multipart(FILE % b"../../etc/passwd"),
    "a drive as file name": multipart(FILE % b"C:\\x"),
    "a NUL in the file name": multipart(FILE % b"a\0b"),
}


@pytest.mark.parametrize("name", FORMS)
def test_odd_forms_are_stored_and_shown(
    server: RunningServer, webhook: RemoteWebhook, name: str
) -> None:
    """I53: and no file appears anywhere in the data directory."""
    before = names(server.instance)
    send(webhook, FORMS[name], "multipart/form-data; boundary=b")
    shown = webhook.deliveries()[0]
    answer = server.api("GET", f"{webhook.api_path}/deliveries/{shown['id']}")
    assert answer.status == 200
    assert names(server.instance) == before


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*")}


def test_a_compressed_body_is_not_inflated(
    server: RunningServer, webhook: RemoteWebhook
) -> None:
    """I55: ten thousand small requests' worth of memory must not be needed."""
    body = gzip.compress(bytes(500_000_000), 9)
    before = memory_kb(server.worker_pid)
    headers = {"Content-Type": JSON, "Content-Encoding": "gzip"}
    for encoded in (body, b"not gzip", gzip.compress(body)):
        assert webhook.send(encoded, headers=headers).status == 200
    assert rows(webhook)[0].body == body
    assert len(webhook.deliveries()) == 3
    assert memory_kb(server.worker_pid) - before < 30 * 1024


def memory_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_stored_as_it_came(webhook: RemoteWebhook, body: bytes) -> None:
    """I56."""
    send(webhook, body, "text/html")


def test_every_unknown_address_gets_the_same_answer(server: RunningServer) -> None:
    """I57: unknown, malformed, changed and deleted tokens cannot be told apart."""
    webhook = server.webhook()
    gone = server.webhook()
    assert gone.send().status == 200
    assert server.api("DELETE", gone.api_path).status == 200
    token = webhook.path.removeprefix("/webhooks/")
    other = "a" * 26
    answers = set()
    for unknown in (other, "short", token + "a", token.upper(), token[:-1], "%00"):
        answers.add(seen(server, f"/webhooks/{unknown}"))
    answers.add(seen(server, gone.path))
    answers.add(seen(server, f"{gone.path}/sub/path?query"))
    answers.add(seen(server, "/webhooks/"))
    assert len(answers) == 1
    assert rows(webhook) == []
    assert rows(gone) == []


def seen(server: RunningServer, path: str) -> tuple[int, bytes, str]:
    answer = server.ask("POST", path, b"{}")
    assert answer.status == 404
    headers = [pair for pair in answer.headers.items() if pair[0] != "Date"]
    return answer.status, answer.body, str(headers)
