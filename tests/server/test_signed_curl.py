"""The script beside a signed test request: bash, openssl and curl sign it alike."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.server.running import RemoteWebhook, RunningServer
from tests.signed_webhooks import TEXT, signature
from webhooks.ingress.providers import PROVIDERS

ODD = 'it\'s "x" `date` $HOME $(id) \\ !! 100% %s\n\u00e9 \U0001f600\t\r\n\n'
PADDED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw1A=="
GENERIC: dict[str, dict[str, str]] = {
    "SHA-1": {"algorithm": "hmac-sha1", "encoding": "base64"},
    "SHA-384": {"algorithm": "hmac-sha384", "encoding": "base64url"},
    "SHA-512": {"algorithm": "hmac-sha512", "prefix": "sha512="},
    "address and method": {"content": "{method} {url}|{header.Content-Type}'$X"},
    "milliseconds": {
        "content": "{id}.{timestamp}.{body}",
        "timestamp": "header.X-Time",
        "timeUnit": "ms",
        "id": "header.X-Id",
    },
    "date in its own header": {
        "content": "v0:{timestamp}:{body}",
        "timestamp": "item.t",
        "timeUnit": "rfc3339",
        "separator": "comma",
        "prefix": "v1=",
    },
}
KEYS = {
    "base64": "/+8gZXZlbnQgc2VjcmV0IQAK/w==",
    "hex": "00ff0a27",
    "whsec": PADDED,
}


def make(server: RunningServer, value: dict[str, Any], **fields: Any) -> RemoteWebhook:
    return server.webhook(signature=value, **fields)


def ask(webhook: RemoteWebhook, **request: Any) -> dict[str, Any]:
    answer = webhook.server.api("POST", f"{webhook.api_path}/test", request)
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.json
    return found


def run(text: str, folder: Path, **environment: str) -> int:
    """Run a script as somebody who pastes it; return the status of the answer."""
    done = subprocess.run(
        ["bash", "-u"],
        input=text.encode(),
        cwd=folder,
        env={**os.environ, **environment, "HOME": str(folder), "NO_PROXY": "*"},
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, (text[:2000], done.stderr)
    return int(done.stdout.split()[1])


def is_verified(
    text: str, webhook: RemoteWebhook, folder: Path, **secrets: str
) -> bool:
    """Run the script; accepted requests are stored before they are answered."""
    if run(text, folder, **secrets) != 200:
        return False
    newest = webhook.deliveries("?limit=1")[0]
    return bool(newest["verification"]["verdict"] == "verified")


def samples() -> list[tuple[str, str]]:
    return [
        (key, sample.name)
        for key, provider in PROVIDERS.items()
        for sample in provider.samples
    ]


@pytest.mark.parametrize(("key", "sample"), samples())
def test_the_script_of_every_sample_verifies(
    server: RunningServer, tmp_path: Path, key: str, sample: str
) -> None:
    value = signature(key)
    webhook = make(server, value)
    sent = ask(webhook, sample=sample)
    verification = sent["verification"]
    assert verification["verdict"] != "failed", verification
    if sent["curl"] is None:
        assert "private key" in sent["curlNote"]
        return
    secret = (value.get("secrets") or [""])[0]
    assert not secret or secret not in sent["curl"]
    assert 200 <= run(sent["curl"], tmp_path, SECRET=secret) < 300
    newest = webhook.deliveries("?limit=2")
    assert len(newest) == 2
    assert newest[0]["source"] == "request"
    assert newest[0]["verification"] == verification, newest[0]


def test_a_number_that_is_an_id_stays_one_in_a_shell(
    server: RunningServer, tmp_path: Path
) -> None:
    value = signature("telegram")
    webhook = make(server, value)
    script = ask(webhook, sample="message")["curl"]
    for _ in range(2):
        assert is_verified(script, webhook, tmp_path, SECRET=value["secrets"][0])
    ids = [each["body"]["update_id"] for each in webhook.deliveries("?limit=3")]
    assert [type(each) for each in ids] == [int] * 3
    assert len(set(ids)) == 3
    assert all(0 <= each < 2**31 for each in ids)


@pytest.mark.parametrize("name", GENERIC)
def test_whatever_is_built_can_be_signed_in_a_shell(
    server: RunningServer, tmp_path: Path, name: str
) -> None:
    webhook = make(server, signature("generic", **GENERIC[name]))
    sent = ask(webhook, body=ODD, path="/a/b?c=%27&d='$x", headers={"X-Odd": "'$y"})
    assert sent["verification"]["verdict"] == "verified", sent
    assert is_verified(sent["curl"], webhook, tmp_path, SECRET=TEXT)
    first, second = webhook.deliveries("?limit=2")
    assert first["rawQuery"] == second["rawQuery"]
    assert server_body(webhook, first["id"]) == ODD.encode()


def server_body(webhook: RemoteWebhook, delivery_id: str) -> bytes:
    path = f"{webhook.api_path}/deliveries/{delivery_id}/body"
    return webhook.server.api("GET", path).body


@pytest.mark.parametrize("kind", KEYS)
def test_keys_are_read_as_the_server_reads_them(
    server: RunningServer, tmp_path: Path, kind: str
) -> None:
    value = signature("generic", key=kind) | {"secrets": [KEYS[kind]]}
    webhook = make(server, value)
    script = ask(webhook)["curl"]
    assert is_verified(script, webhook, tmp_path, SECRET=KEYS[kind])
    if kind == "whsec":
        unpadded = KEYS[kind].rstrip("=")
        assert is_verified(script, webhook, tmp_path, SECRET=unpadded)


@pytest.mark.parametrize(
    "request_",
    [
        {"body": "b=2&a=%27%24x+y&a=1&a=%27%24x+y&%C3%A9=", "path": "/x?y='$z"},
        {"body": '{"a": "$x\'"}', "path": "/?bodySHA256=", "headers": {}},
        {"method": "GET", "body": "", "path": "/?a=1"},
    ],
)
def test_forms_and_digests_in_the_address_are_signed_too(
    server: RunningServer, tmp_path: Path, request_: dict[str, Any]
) -> None:
    webhook = make(server, signature("twilio"))
    kind = "application/x-www-form-urlencoded"
    sent = ask(webhook, **{"headers": {"Content-Type": kind}, **request_})
    assert sent["verification"]["verdict"] == "verified", sent
    assert is_verified(sent["curl"], webhook, tmp_path, SECRET=TEXT)


def test_a_secret_in_the_address_is_encoded(
    server: RunningServer, tmp_path: Path
) -> None:
    webhook = make(server, signature("shared-secret", where="query", name="key"))
    assert is_verified(ask(webhook)["curl"], webhook, tmp_path, SECRET=TEXT)


def test_a_script_made_wrong_is_refused(server: RunningServer, tmp_path: Path) -> None:
    for key in ("github", "gitlab"):
        webhook = make(server, signature(key))
        sent = ask(webhook, wrong=True)
        assert sent["verification"]["verdict"] == "failed"
        assert run(sent["curl"], tmp_path, SECRET=TEXT) == 401


def test_a_login_is_a_variable_too(server: RunningServer, tmp_path: Path) -> None:
    password = {"basicAuthUsername": "u", "basicAuthPassword": "p w"}
    webhook = make(server, signature("github"), **password)
    sent = ask(webhook)
    assert "p w" not in sent["curl"]
    login = "u:p w"
    assert is_verified(sent["curl"], webhook, tmp_path, SECRET=TEXT, LOGIN=login)


def test_without_a_signature_it_is_one_plain_call(
    server: RunningServer, tmp_path: Path
) -> None:
    webhook = server.webhook()
    sent = ask(webhook, method="PUT", body="@/etc/passwd", headers={"X-A": "é'"})
    assert sent["curl"].startswith("curl ")
    assert run(sent["curl"], tmp_path) == 200
    first = webhook.deliveries("?limit=1")[0]
    assert (first["method"], first["body"]) == ("PUT", "@/etc/passwd")
    assert ["x-a", "é'"] in first["headers"]


def test_a_long_body_does_not_become_an_argument(
    server: RunningServer, tmp_path: Path
) -> None:
    webhook = make(server, signature("github"))
    sent = ask(webhook, body="it's " * 40_000)
    assert is_verified(sent["curl"], webhook, tmp_path, SECRET=TEXT)
