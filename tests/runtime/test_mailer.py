"""Mails go out as they should, or the workflow learns why not."""

import base64
import email
import email.policy
import ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

import pytest

from tests.certificates_factory import Signer, make_leaf, make_root
from tests.runtime.smtp_server import SmtpServer
from tests.runtime.test_http_client import resolving
from tests.server.callers import until
from webhooks.runtime.guarded_connection import ANYWHERE, Deadline, Route
from webhooks.runtime.mailer import Mailer, MailServer
from webhooks.settings import load
from webhooks.workflows.errors import NodeError

TO = ["ann@example.org"]
ROUTE = Route(ANYWHERE.allowed, resolver=resolving(mail_test="127.0.0.1"))


def mailer(server: SmtpServer, security: str = "none", **options: Any) -> Mailer:
    login = options.pop("login", ("", ""))
    target = MailServer(
        "mail.test", server.port, "hooks@example.org", *login, security=security
    )
    return Mailer(target, ROUTE, **options)


def parsed(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def test_a_mail_has_html_and_its_text() -> None:
    with SmtpServer() as server:
        mailer(server, now=lambda: 1_700_000_000.0).send(
            ["ann@example.org", "bob@example.org"],
            "Grüße ✓",
            "<h1>Grüße</h1><p>Ann &amp; Bob</p>",
        )
    taken = server.taken[0]
    assert taken.sender == "hooks@example.org"
    assert taken.recipients == ["ann@example.org", "bob@example.org"]
    mail = parsed(taken.data)
    assert mail["Subject"] == "Grüße ✓"
    assert mail["From"] == "hooks@example.org"
    assert mail["To"] == "ann@example.org, bob@example.org"
    assert mail["Date"] == "Tue, 14 Nov 2023 22:13:20 -0000"
    assert mail["Message-ID"].endswith("@example.org>")
    plain = mail.get_body(("plain",))
    rich = mail.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().splitlines() == ["Grüße", "Ann & Bob"]
    assert rich.get_content().strip() == "<h1>Grüße</h1><p>Ann &amp; Bob</p>"
    # Every server takes seven bits, and lines of at most 998 characters.
    assert taken.data.isascii()


def test_long_lines_and_halves_of_characters_are_made_fit() -> None:
    with SmtpServer() as server:
        mailer(server).send(TO, "half \ud83d", "<p>" + "x" * 5000 + "\udc00</p>")
    assert max(map(len, server.taken[0].data.splitlines())) <= 998
    assert parsed(server.taken[0].data)["Subject"] == "half ?"


@pytest.mark.parametrize(
    "to",
    [
        [],
        [""],
        ["ann"],
        ["ann@example.org\r\nBcc: eve@example.org"],
        ["ann@example.org, eve@example.org"],
        ["Ann <ann@example.org>"],
        ["ann@exa mple.org"],
        ["ann@example.org>"],
        ["a@b@c"],
        ["a" * 65 + "@example.org"],
        ["ann@example.org"] * 51,
    ],
)
def test_only_bare_addresses_are_mailed_to(to: list[str]) -> None:
    with SmtpServer() as server, pytest.raises(NodeError) as caught:
        mailer(server).send(to, "Hello", "<p>Hello</p>")
    assert caught.value.name == "InvalidMail"
    assert server.commands == []


@pytest.mark.parametrize(
    ("subject", "html"),
    [
        ("Hello\r\nBcc: eve@example.org", ""),
        ("Hello\nX: y", ""),
        ("Hello\0", ""),
        ("x" * 501, ""),
        ("Hello", "x" * (512 * 1024 + 1)),
    ],
)
def test_headers_cannot_be_smuggled_in_and_mails_are_bounded(
    subject: str, html: str
) -> None:
    with SmtpServer() as server, pytest.raises(NodeError) as caught:
        mailer(server).send(TO, subject, html)
    assert caught.value.name == "InvalidMail"
    assert server.commands == []


def test_without_a_server_the_workflow_is_told() -> None:
    with pytest.raises(NodeError, match="SWITCHHOOK_SMTP_HOST") as caught:
        Mailer(None).send(TO, "Hello", "")
    assert caught.value.name == "MailNotConfigured"


def test_the_user_name_and_password_are_used() -> None:
    with SmtpServer() as server:
        mailer(server, login=("ann", "secret")).send(TO, "Hello", "")
    assert base64.b64decode(server.taken[0].login) == b"\0ann\0secret"


@pytest.fixture(scope="module")
def root() -> Signer:
    return make_root(datetime.now(UTC))


@pytest.fixture(scope="module")
def tls_server(root: Signer, tmp_path_factory: pytest.TempPathFactory) -> Any:
    leaf = make_leaf(root, datetime.now(UTC), host="mail.test")
    path: Path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(leaf.pem + leaf.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_connection_is_secured_with_the_servers_name(
    root: Signer, tls_server: ssl.SSLContext, security: str
) -> None:
    trust = ssl.create_default_context(cadata=root.pem.decode())
    with SmtpServer(tls_server, tls_from_the_start=security == "tls") as server:
        mailer(server, security, tls=trust).send(TO, "Hello", "")
        assert server.taken[0].under_tls
        with pytest.raises(NodeError, match="TLS"):
            mailer(server, security).send(TO, "Hello", "")


def test_nothing_is_sent_in_the_clear_where_tls_is_asked_for() -> None:
    with SmtpServer() as server, pytest.raises(NodeError, match="cannot do"):
        mailer(server, "starttls", login=("a", "b")).send(TO, "Hello", "")
    assert server.taken == []
    assert not any(line.startswith("AUTH") for line in server.commands)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"greeting": "554 go away"}, "554 go away"),
        ({"AUTH": "535 wrong"}, "user name or password"),
        ({"MAIL": "550 not you"}, "550 not you"),
        ({"RCPT": "550 unknown"}, "refused ann@example.org"),
        ({"end of data": "552 too large"}, "552 too large"),
        ({"greeting": "not smtp"}, "said -1 smtp"),
    ],
)
def test_what_the_server_refuses_is_said(answers: dict[str, str], problem: str) -> None:
    with SmtpServer(answers=answers) as server:
        with pytest.raises(NodeError, match=problem) as caught:
            mailer(server, login=("a", "b")).send(TO, "Hello", "")
        assert caught.value.name == "MailFailed"


def test_a_server_that_is_rude_after_taking_the_mail_is_forgiven() -> None:
    with SmtpServer(answers={"QUIT": "500 what"}) as server:
        mailer(server).send(TO, "Hello", "")
    assert len(server.taken) == 1


def test_a_server_that_says_no_goodbye_until_the_time_is_over_is_forgiven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deadlines: list[Deadline] = []

    class Watched(Deadline):
        def __enter__(self) -> Self:
            deadlines.append(self)
            return super().__enter__()

    def end_the_time() -> None:
        until(lambda: "quit" in server.commands, "the mail is on its way")
        deadlines[0]._cut()

    monkeypatch.setattr("webhooks.runtime.mailer.Deadline", Watched)
    with SmtpServer(answers={"QUIT": ""}) as server, ThreadPoolExecutor() as pool:
        ending = pool.submit(end_the_time)
        mailer(server).send(TO, "Hello", "")
        ending.result()
        server.done.set()
    assert deadlines[0].is_over
    assert len(server.taken) == 1


@pytest.mark.parametrize("where", ["greeting", "EHLO", "end of data"])
def test_a_server_that_stalls_is_left(where: str) -> None:
    with SmtpServer(answers={where: ""}) as server:
        with pytest.raises(NodeError, match=r"longer than 0\.2 seconds"):
            mailer(server, timeout_seconds=0.2).send(TO, "Hello", "")
        server.done.set()


def test_a_password_that_smtp_cannot_say_is_an_error_not_a_crash() -> None:
    with SmtpServer() as server, pytest.raises(NodeError, match="cannot do"):
        mailer(server, login=("ann", "gehëim")).send(TO, "Hello", "")


def test_the_settings_name_the_server(tmp_path: Path) -> None:
    assert MailServer.from_settings(load({}, tmp_path)) is None
    given = {"SWITCHHOOK_SMTP_HOST": "mail.example", "SWITCHHOOK_SMTP_USERNAME": "ann"}
    server = MailServer.from_settings(load(given, tmp_path))
    assert server == MailServer("mail.example", 587, "switchhook@127.0.0.1", "ann")
    given["SWITCHHOOK_SMTP_USERNAME"] = "ann@example.org"
    server = MailServer.from_settings(load(given, tmp_path))
    assert server is not None
    assert server.sender == "ann@example.org"
