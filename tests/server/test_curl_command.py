"""A stored request as a command: bash and curl send it again, byte for byte."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.server.rows import Row, rows
from tests.server.running import RemoteWebhook, RunningServer
from tests.server.wire import head
from webhooks.services.curl_command import CurlCommand, curl_command
from webhooks.storage.models import Delivery

JSON = "Content-Type: application/json"
QUOTES = b'it\'s "quoted" `date` $HOME \\ !! \\n %s'
# Method, what follows the URL, header lines, body.
REQUESTS: dict[str, tuple[str, str, tuple[str, ...], bytes]] = {
    "JSON": (
        "POST",
        "/orders",
        (JSON, "User-Agent: shop/1", "Accept: */*"),
        b'{"a":1}',
    ),
    "quotes": ("POST", "", (JSON,), QUOTES),
    "lines": ("PUT", "/", (), b"one\ntwo\r\n\tthree\n\n"),
    "a leading at": ("POST", "/", (JSON,), b"@/etc/passwd"),
    "a leading dash": ("POST", "/", (JSON,), b"--help"),
    "what terminals obey": (
        "POST",
        "/",
        (),
        b"\x1b[201~\x07\x08 \xc2\x85 \xe2\x80\xae",
    ),
    "every byte": ("PATCH", "/", ("Content-Type: image/png",), bytes(range(256)) * 3),
    "a NUL in text": ("POST", "/", (JSON,), b"a\0b"),
    "no UTF-8": ("POST", "/", ("Content-Type: text/plain",), b"caf\xe9"),
    "no body": ("DELETE", "/7", ("X-Empty:", "Accept: text/xml"), b""),
    "GET with a body": ("GET", "/search", (JSON,), b'{"q": "x"}'),
    "HEAD": ("HEAD", "/probe", ("Accept: */*",), b""),
    "a path in Unicode": ("POST", "/k\xc3\xbcche/%F0%9F%8D%B3/../a//b", (), b"x"),
    "an odd query": ("GET", "/?a=[1]&a={2,3}&b='\"$x&c=%zz+ü&&d", (), b""),
    "repeated headers": (
        *("POST", "/", ("X-A: 1", "X-B: '$(id)'", "X-A: 2", "X-A: 1")),
        b"x",
    ),
    "bytes in a header": ("POST", "/", ("X-Name: caf\xe9", "X-Two: \xc3\xa9"), b"x"),
    "text of 100 KB": ("POST", "/", (JSON,), b"it's " * 20_000),
}


@pytest.fixture(scope="module")
def webhook(server: RunningServer) -> RemoteWebhook:
    return server.webhook()


def command(webhook: RemoteWebhook, row: Row, revealed: bool = True) -> CurlCommand:
    names = ("id", "method", "path", "raw_query", "headers", "body", "status")
    values = {name: getattr(row, name) for name in names}
    delivery = Delivery(**values, size=len(row.body))
    return curl_command(delivery, webhook.server.url + webhook.path, revealed)


def run(text: str, folder: Path, **environment: str) -> None:
    """Run a command as somebody who pastes it into a shell."""
    done = subprocess.run(
        ["bash"],
        input=text.encode(),
        cwd=folder,
        env={**os.environ, **environment, "HOME": str(folder), "NO_PROXY": "*"},
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, (text[:2000], done.stderr)


def seen(row: Row) -> tuple[object, ...]:
    """Return all that a sender decides, but for what is about the connection."""
    own = {"HOST", "CONNECTION", "CONTENT-LENGTH"}
    headers = [pair for pair in row.headers if pair[0].upper() not in own]
    return (row.method, row.path, row.raw_query, headers, row.body)


@pytest.mark.parametrize("name", REQUESTS)
def test_what_arrives_is_what_had_arrived(
    webhook: RemoteWebhook, tmp_path: Path, name: str
) -> None:
    method, suffix, lines, body = REQUESTS[name]
    if body:
        lines = (*lines, f"Content-Length: {len(body)}")
    sent = head(webhook, *lines, method=method, suffix=suffix)
    webhook.server.raw(sent + body)
    original = rows(webhook)[-1]
    run(command(webhook, original).text, tmp_path)
    again = rows(webhook)[-1]
    assert again.id != original.id
    assert seen(again) == seen(original)


def test_a_large_body_is_read_from_its_file(
    webhook: RemoteWebhook, tmp_path: Path
) -> None:
    webhook.send(bytes(range(256)) * 2000)
    original = rows(webhook)[-1]
    made = command(webhook, original)
    assert made.body_file is not None
    (tmp_path / made.body_file).write_bytes(original.body)
    run(made.text, tmp_path)
    assert seen(rows(webhook)[-1]) == seen(original)


def test_secrets_are_variables_until_somebody_asks(
    webhook: RemoteWebhook, tmp_path: Path
) -> None:
    headers = {"Authorization": "Bearer it's me", "X-Signature": "sha256=1"}
    webhook.send(b"x", headers=headers)
    original = rows(webhook)[-1]
    hidden = command(webhook, original, revealed=False).text
    assert "it's me" not in hidden
    assert "sha256=1" not in hidden
    values = {"SECRET": "Bearer it's me", "SECRET_2": "sha256=1"}
    run(hidden, tmp_path, **values)
    assert seen(rows(webhook)[-1]) == seen(original)


def test_a_code_in_the_query_is_a_variable_too(
    server: RunningServer, tmp_path: Path
) -> None:
    hook = server.webhook(verificationType="facebook", verificationCode="sesame")
    query = "hub.mode=subscribe&hub.challenge=1&hub.verify_token=sesame"
    answer = hook.send(b"", method="GET", suffix=f"?{query}", headers={})
    assert answer.status == 200, answer.body
    original = checks(hook)[-1]
    hidden = command(hook, original, revealed=False).text
    assert "sesame" not in hidden
    run(hidden, tmp_path, SECRET=query)
    again = checks(hook)
    assert len(again) == 2
    assert seen(again[-1]) == seen(original)


def checks(hook: RemoteWebhook) -> list[Row]:
    """Return the checks of the address, which are stored behind the answer."""
    hook.send(b"{}")
    return [row for row in rows(hook) if row.status == "handshake"]
