"""Secrets stay where they were put: not in the log, not in errors (P14)."""

import base64
import json
import subprocess
import sys

import pytest

from tests.server.conftest import Start
from tests.server.running import PASSWORD, ROOT, RunningServer

pytestmark = pytest.mark.server

BASIC = "basic-auth-secret-1"
CODE = "verification-secret-2"
METRICS = "metrics-secret-3"
WRONG = "wrong-password-4"
SENT = "sender-secret-5"


def basic(password: str) -> dict[str, str]:
    pair = base64.b64encode(f"user:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}", "Content-Type": "application/json"}


def answers_of_a_bad_day(server: RunningServer) -> tuple[list[bytes], list[str]]:
    """Use every secret rightly and wrongly; return the answers and the secrets."""
    hook = server.webhook(
        basicAuthUsername="user",
        basicAuthPassword=BASIC,
        verificationType="facebook",
        verificationCode=CODE,
    )
    signed = {"X-Hub-Signature": f"sha1={SENT}"}
    sign_in = json.dumps({"email": "alice@example.org", "password": WRONG})
    as_json = {"Content-Type": "application/json"}
    answers = [
        hook.send(headers=basic(BASIC)),
        hook.send(headers={**basic(BASIC), **signed}),
        hook.send(headers=basic(WRONG)),
        hook.send(suffix=f"?hub.mode=subscribe&hub.verify_token={WRONG}", method="GET"),
        server.ask("POST", "/api/auth/user", sign_in, as_json),
        server.api("GET", "/me", token=SENT),
        server.api("PATCH", hook.api_path, {"verificationType": WRONG}),
        server.api("PATCH", hook.api_path, {"basicAuthPassword": [SENT]}),
        server.ask("GET", "/metrics", headers={"Authorization": f"Bearer {SENT}"}),
        server.ask("POST", f"/sign-in?{SENT}", f"password={WRONG}"),
    ]
    token_in_url = hook.path.rpartition("/")[2]
    secrets = [BASIC, CODE, METRICS, WRONG, SENT, PASSWORD, token_in_url]
    return [answer.body for answer in answers], [*secrets, server.token]


@pytest.fixture
def busy(start: Start) -> RunningServer:
    return start(SWITCHHOOK_METRICS_TOKEN=METRICS)


def test_no_secret_is_logged_or_repeated_in_an_answer(busy: RunningServer) -> None:
    busy.start()
    answers, secrets = answers_of_a_bad_day(busy)
    busy.stop()
    for secret in secrets:
        assert secret not in busy.output
        assert not any(secret.encode() in answer for answer in answers)


def test_no_command_shows_a_secret_that_is_stored(busy: RunningServer) -> None:
    busy.start()
    hook = busy.webhook(basicAuthUsername="user", basicAuthPassword=BASIC)
    shown = [
        flask(busy, *words)
        for words in (
            ("settings",),
            ("webhooks", "list", "--application", hook.application_id, "--json"),
            ("users", "create", "not an address", "--password-stdin"),
        )
    ]
    assert hook.id in shown[1]
    for secret in (BASIC, METRICS, WRONG, PASSWORD):
        assert not any(secret in output for output in shown)


def flask(server: RunningServer, *words: str) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env=server.environment,
        input=WRONG,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    return result.stdout + result.stderr
