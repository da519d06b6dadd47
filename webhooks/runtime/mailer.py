"""Outbound mail through the SMTP server that the operator has set up.

The server's address is the operator's choice and may be a private one; what
workflows choose are recipients, subject and text, so those are checked here.
"""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import formatdate, make_msgid
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from webhooks.runtime.guarded_connection import (
    ANYWHERE,
    Deadline,
    OutboundFailed,
    OutboundRefused,
    Route,
    dial,
)
from webhooks.runtime.plain_text import plain_text
from webhooks.runtime.tls import Tls
from webhooks.settings import Settings
from webhooks.workflows.errors import NodeError

TIMEOUT_SECONDS: Final = 15.0
MAX_RECIPIENTS: Final = 50
MAX_SUBJECT_CHARACTERS: Final = 500
MAX_HTML_CHARACTERS: Final = 512 * 1024

# RFC 5321 section 4.5.3.1 bounds both parts; quoted local parts are not taken.
_ADDRESS: Final = re.compile(r"[^\s\x00-\x1f\x7f@<>()\[\],;:\\\"]{1,64}@[^\s@]{1,255}")
_DOMAIN: Final = re.compile(r"[\w.-]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class MailServer:
    """The operator's SMTP server. ``security`` is none, starttls or tls.

    ``sender`` is the address that mails come from.
    """

    host: str
    port: int
    sender: str
    username: str = ""
    password: str = ""
    security: str = "starttls"

    @property
    def domain(self) -> str:
        """The sender's domain, which is also how we introduce ourselves."""
        return self.sender.rpartition("@")[2]

    @classmethod
    def from_settings(cls, settings: Settings) -> "MailServer | None":
        """Return the server that the settings name, or None."""
        if not settings.smtp_host:
            return None
        username = settings.smtp_username
        sender = settings.smtp_from or username
        if not is_mail_address(sender):
            host = urlsplit(settings.public_url).hostname or "localhost"
            sender = f"switchhook@{host}"
        return cls(
            settings.smtp_host,
            settings.smtp_port,
            sender,
            username,
            settings.smtp_password,
            settings.smtp_security,
        )


Dial = Callable[[str, int], socket.socket]


class Mailer:
    """The ``Mail`` port; without a server every mail is refused.

    ``tls`` replaces the usual check of the server's certificate.
    """

    def __init__(
        self,
        server: MailServer | None,
        route: Route = ANYWHERE,
        *,
        tls: ssl.SSLContext | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._route = route
        self._tls = tls
        self._timeout_seconds = timeout_seconds
        self._now = now
        self._monotonic = monotonic

    def send(self, to: Sequence[str], subject: str, html: str) -> None:
        """Send a mail of HTML, with its text for readers without HTML.

        Raises NodeError: ``MailNotConfigured``, ``InvalidMail`` for what cannot
        be a mail, ``MailFailed`` when the server did not take it for everybody
        within 15 seconds.
        """
        server = self._server
        if server is None:
            raise NodeError(
                "No mail server is set up here: the server's operator can name one "
                "with SWITCHHOOK_SMTP_HOST.",
                "MailNotConfigured",
            )
        _check(to, subject, html)
        message = self._message(server, to, _encodable(subject), _encodable(html))
        try:
            with Deadline(self._timeout_seconds, self._monotonic) as deadline:
                self._deliver(server, deadline, message, to)
        except (OutboundFailed, OutboundRefused) as error:
            raise NodeError(f"The mail was not sent: {error}.", "MailFailed") from None

    def _message(
        self, server: MailServer, to: Sequence[str], subject: str, html: str
    ) -> EmailMessage:
        message = EmailMessage(policy=SMTP_POLICY)
        message["From"] = server.sender
        message["To"] = ", ".join(to)
        message["Subject"] = subject
        message["Date"] = formatdate(self._now())
        message["Message-ID"] = make_msgid(domain=server.domain)
        message["Auto-Submitted"] = "auto-generated"
        # Base64 fits any server, and is by far the quickest to make.
        message.set_content(plain_text(html), cte="base64")
        message.add_alternative(html, subtype="html", cte="base64")
        return message

    def _deliver(
        self,
        server: MailServer,
        deadline: Deadline,
        message: EmailMessage,
        to: Sequence[str],
    ) -> None:
        try:
            with closing(self._connection(server, deadline)) as connection:
                if server.security == "starttls":
                    connection.starttls(context=self._context())
                if server.username:
                    connection.login(server.username, server.password)
                refused = connection.send_message(message, server.sender, list(to))
                # The mail is on its way: what the server says now matters no more.
                with suppress(smtplib.SMTPException, OSError):
                    connection.quit()
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            deadline.left_seconds()
            raise OutboundFailed(_in_words(error)) from error
        if refused:
            raise OutboundFailed(_in_words(smtplib.SMTPRecipientsRefused(refused)))

    def _connection(self, server: MailServer, deadline: Deadline) -> smtplib.SMTP:
        dialled = partial(dial, self._route, deadline)
        timeout = deadline.left_seconds()
        if server.security == "tls":
            return _GuardedSmtps(server, dialled, timeout, self._context())
        return _GuardedSmtp(server, dialled, timeout)

    def _context(self) -> ssl.SSLContext:
        return self._tls or Tls().context()


class _GuardedSmtp(smtplib.SMTP):
    """An SMTP connection to an address that was checked."""

    def __init__(self, server: MailServer, dialled: Dial, timeout: float) -> None:
        self._dialled = dialled
        super().__init__(server.host, server.port, server.domain, timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._dialled(host, port)


class _GuardedSmtps(smtplib.SMTP_SSL):
    """The same under TLS from its first byte."""

    def __init__(
        self,
        server: MailServer,
        dialled: Dial,
        timeout: float,
        context: ssl.SSLContext,
    ) -> None:
        self._dialled = dialled
        super().__init__(
            server.host, server.port, server.domain, timeout=timeout, context=context
        )

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = self._dialled(host, port)
        try:
            return self.context.wrap_socket(plain, server_hostname=host)
        except (OSError, ValueError):
            plain.close()
            raise


def _check(to: Sequence[str], subject: str, html: str) -> None:
    if not to:
        raise NodeError("The mail has no recipient.", "InvalidMail")
    if len(to) > MAX_RECIPIENTS:
        message = f"The mail has more than {MAX_RECIPIENTS} recipients."
        raise NodeError(message, "InvalidMail")
    for address in to:
        if not is_mail_address(address):
            message = f"{address[:100]!r} is not a mail address."
            raise NodeError(message, "InvalidMail")
    if len(subject) > MAX_SUBJECT_CHARACTERS or _CONTROL.search(subject):
        message = (
            f"The subject must be one line of at most {MAX_SUBJECT_CHARACTERS} "
            "characters."
        )
        raise NodeError(message, "InvalidMail")
    if len(html) > MAX_HTML_CHARACTERS:
        message = f"The mail's body has more than {MAX_HTML_CHARACTERS} characters."
        raise NodeError(message, "InvalidMail")


def is_mail_address(text: str) -> bool:
    """Tell whether a text is one bare address, without a name or a comment."""
    if _ADDRESS.fullmatch(text) is None:
        return False
    return _DOMAIN.fullmatch(text.rpartition("@")[2]) is not None


def _encodable(text: str) -> str:
    """Return the text without halves of characters, which JavaScript can leave."""
    return text.encode("utf-8", "replace").decode()


def _in_words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"the server refused {', '.join(sorted(error.recipients))}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "the server refused the user name or password"
    if isinstance(error, smtplib.SMTPResponseException):
        said: Any = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"the server said {error.smtp_code} {' '.join(text.split())[:200]}"
    if isinstance(error, ssl.SSLError):
        return "the server's TLS certificate or connection is not acceptable"
    if isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError):
        return "the server cannot do what its settings ask for"
    return "the connection to the mail server broke"
