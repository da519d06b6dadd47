"""The table of settings: one row each, read by start-up, docs and ``flask settings``.

Apart from the reading so that a new setting is a new row and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhooks.setting_kinds import (
    address,
    broker,
    hosts,
    mail_address,
    networks,
    one_of,
    plain_text,
    rate,
    waiting_callers,
    whole_number,
)

PREFIX = "SWITCHHOOK_"
BODY_CEILING_BYTES = 16 * 1024 * 1024
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting; ``parse`` turns text into the value or raises."""

    name: str
    kind: str
    default: str
    help: str
    parse: Callable[[str], Any]
    unit: str = ""
    secret: bool = False

    @property
    def environment_name(self) -> str:
        """The name that the environment uses."""
        return PREFIX + self.name


SETTINGS: tuple[Setting, ...] = (
    Setting("HOST", "text", "127.0.0.1", "The address to listen on.", plain_text),
    Setting(
        "PORT", "number", "8000", "The port to listen on.", whole_number(1, 65_535)
    ),
    Setting(
        "INSTANCE",
        "path",
        "instance/",
        "The data directory: database, secret key, lock, backups.",
        lambda text: (_ROOT / text).resolve(),
    ),
    Setting(
        "PUBLIC_URL",
        "address",
        "",
        "The address others use; shown URLs are built from it alone. "
        "Empty means http://HOST:PORT.",
        address,
    ),
    Setting(
        "ADMIN_EMAIL",
        "text",
        "",
        "With ADMIN_PASSWORD: creates the first user on a first start.",
        plain_text,
    ),
    Setting(
        "ADMIN_PASSWORD",
        "text",
        "",
        "The first user's password (8 to 2048 characters). Ignored once a user exists.",
        plain_text,
        secret=True,
    ),
    Setting(
        "REPLY_TIMEOUT_SECONDS",
        "number",
        "30",
        "How long a caller waits for a reply, unless the webhook sets its own.",
        whole_number(1, 120),
        unit="seconds",
    ),
    Setting(
        "MAX_BODY_BYTES",
        "number",
        "1048576",
        "The largest request body that is accepted.",
        whole_number(1, BODY_CEILING_BYTES),
        unit="bytes",
    ),
    Setting(
        "BODY_TIMEOUT_SECONDS",
        "number",
        "20",
        "How long a sender may take for its whole request body.",
        whole_number(1, 30),
        unit="seconds",
    ),
    Setting(
        "RATE_LIMIT",
        "rate",
        "100/10",
        "Requests per seconds for each webhook; 0 switches it off.",
        rate,
    ),
    Setting(
        "PEER_RATE_LIMIT",
        "rate",
        "1000/10",
        "Requests per seconds from one address to all webhooks; 0 switches it off.",
        rate,
    ),
    Setting(
        "RETENTION_DAYS",
        "number",
        "30",
        "How long deliveries are kept; 0 keeps them for ever.",
        whole_number(0, 36_500),
        unit="days",
    ),
    Setting(
        "MAX_DATABASE_BYTES",
        "number",
        "0",
        "How large the database may grow; 0 means no limit. "
        "The oldest finished deliveries go first.",
        whole_number(0, 2**53),
        unit="bytes",
    ),
    Setting(
        "MIN_FREE_BYTES",
        "number",
        "268435456",
        "How much of the disk is left free.",
        whole_number(0, 2**53),
        unit="bytes",
    ),
    Setting(
        "METRICS_TOKEN",
        "text",
        "",
        "Bearer token for /metrics. Empty: only a direct loopback peer may read it.",
        plain_text,
        secret=True,
    ),
    Setting(
        "MAX_WAITING",
        "number",
        "",
        "How many callers may wait for a reply at once. "
        "Empty: from the limit of open files, at most 10000.",
        waiting_callers,
    ),
    Setting(
        "ALLOW_PRIVATE_NETWORKS",
        "networks",
        "",
        "Networks that outbound requests may reach although they are private.",
        networks,
    ),
    Setting(
        "TRUSTED_PROXIES",
        "number",
        "0",
        "How many reverse proxies of yours stand in front.",
        whole_number(0, 8),
    ),
    Setting(
        "TRUSTED_HOSTS",
        "list",
        "",
        "Host names that the pages and the API answer to; others get 400. "
        "Empty: any. Webhook URLs answer to every name.",
        hosts,
    ),
    Setting(
        "SMTP_HOST",
        "text",
        "",
        "The mail server that workflows send mail through; it may have a private "
        "address. Empty: no mail.",
        plain_text,
    ),
    Setting(
        "SMTP_PORT",
        "number",
        "587",
        "The mail server's port; 465 is usual with SMTP_SECURITY=tls.",
        whole_number(1, 65_535),
    ),
    Setting(
        "SMTP_USERNAME", "text", "", "The user name at the mail server.", plain_text
    ),
    Setting(
        "SMTP_PASSWORD",
        "text",
        "",
        "The password at the mail server.",
        plain_text,
        secret=True,
    ),
    Setting(
        "SMTP_FROM",
        "text",
        "",
        "The address that mails come from. Empty: SMTP_USERNAME if that is an "
        "address, else switchhook at the host of PUBLIC_URL.",
        mail_address,
    ),
    Setting(
        "SMTP_SECURITY",
        "choice",
        "starttls",
        "How the connection to the mail server is secured: starttls, tls (from the "
        "first byte) or none.",
        one_of("none", "starttls", "tls"),
    ),
    Setting(
        "MQTT_URL",
        "text",
        "",
        "The broker that workflows publish to, such as mqtt://user:password@host:1883 "
        "or mqtts://host; it may have a private address. Empty: none.",
        broker,
        secret=True,
    ),
)
