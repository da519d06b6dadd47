"""The log: one line per event, and the service does not depend on it."""

import subprocess
import sys

from tests.server.conftest import Start
from tests.server.running import ROOT, RunningServer
from tests.server.wire import alive, head, send


def test_what_a_sender_writes_cannot_forge_lines(server: RunningServer) -> None:
    """O23: new lines, quotes and control characters, where we look and not."""
    webhook = server.webhook()
    before = len(server.output)
    agent = 'User-Agent: "\x85\u00e2\u0080\u00a8'
    send(webhook, head(webhook, agent, suffix="/%0aFAKE%0d%1b[31m"))
    send(webhook, head(webhook, "Content-Length: 3\u0085FAKE"))
    send(webhook, head(webhook, "Bad Name\x0b: FAKE"))
    server.ask("GET", "/api/%0aFAKE%1b[31m")
    server.ask("GET", "/%0aFAKE", headers={"User-Agent": '"FAKE'})
    added = server.output[before:]
    assert not any(line.startswith("FAKE") for line in added.splitlines())
    assert not set(added) & {"\x1b", "\x85", "\x0b", "\u2028"}


def test_tokens_do_not_reach_the_log(server: RunningServer) -> None:
    """P14: the webhook's URL and the API's tokens are secrets."""
    webhook = server.webhook(basicAuthUsername="u", basicAuthPassword="hunter2hunter2")
    webhook.send()
    send(webhook, head(webhook, "Content-Length: 3") + b"ab", half_close=True)
    send(webhook, head(webhook, "Transfer-Encoding: chunked") + b"zz\r\n")
    server.raw(f"GET {webhook.path} HTTP/9.9\r\n\r\n".encode())
    token = webhook.path.removeprefix("/webhooks/")
    for secret in (token, server.token, "hunter2hunter2", "correct horse battery"):
        assert secret not in server.output


def test_a_log_that_nobody_reads_any_more_stops_nothing(start: Start) -> None:
    """O21: the reader of the pipe has gone."""
    server = start()
    server.log.touch()
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as server.process:
        server.wait_until_ready()
        assert server.process.stdout is not None
        server.process.stdout.close()
        webhook = server.webhook()
        for _ in range(20):
            assert send(webhook, head(webhook, "Content-Length: x")).status == 400
        alive(webhook)
        assert server.stop() == 0


def test_a_certificate_that_cannot_be_fetched_harms_nothing_else(start: Start) -> None:
    """O28: only the loopback device is there, and no name can be resolved."""
    server = start(RES_OPTIONS="timeout:1 attempts:1").start()
    alexa = server.webhook(verificationType="alexa", verificationCode="amzn1.ask.x")
    webhook = server.webhook()
    chain = "SignatureCertChainUrl: https://s3.amazonaws.com/echo.api/x.pem"
    refused = send(
        alexa, head(alexa, chain, "Signature-256: eA==", "Content-Length: 0")
    )
    assert refused.status == 400
    alive(webhook)
    assert len(webhook.deliveries()) == 1
