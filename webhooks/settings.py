"""The settings table: one row each, read by start-up, docs and ``flask settings``.

A value comes from the environment (with the prefix), else from
``instance/config.py`` (without it), else from the default. A value that does
not parse or does not pass its check stops the start with a sentence that
names the setting, the kind of value that is expected, and where it came from.
"""

import os
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhooks.setting_kinds import (
    address,
    hosts,
    networks,
    plain_text,
    rate,
    waiting_callers,
    whole_number,
)

PREFIX = "SWITCHHOOK_"
BODY_CEILING_BYTES = 16 * 1024 * 1024
_ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A setting's value cannot be used; the message says how to mend it."""


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
)


class Settings:
    """The values in force, as attributes in lower case.

    ``sources`` tells for each setting whether it came from the environment,
    from ``config.py`` or from the default.
    """

    def __init__(self, values: Mapping[str, Any], sources: Mapping[str, str]) -> None:
        self._values = dict(values)
        self.sources = dict(sources)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name.upper()]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def public_url(self) -> str:
        """The address others use, without a slash at its end."""
        configured: str = self._values["PUBLIC_URL"]
        if configured:
            return configured
        host = self._values["HOST"]
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  # shown, not bound
        shown = f"[{shown}]" if ":" in shown else shown
        return f"http://{shown}:{self._values['PORT']}"

    @property
    def public_url_is_guessed(self) -> bool:
        """Listening for everybody, while nobody said under which address."""
        host = self._values["HOST"]
        return not self._values["PUBLIC_URL"] and host in {"0.0.0.0", "::"}  # noqa: S104

    @property
    def database_path(self) -> Path:
        """The database file inside the data directory."""
        instance: Path = self._values["INSTANCE"]
        return instance / "webhooks.sqlite"

    def greeting(self) -> str:
        """Return what a starting server says: where it is."""
        said = f"Switchhook is at {self.public_url}"
        if self.public_url_is_guessed:
            said += (
                "\n  Set SWITCHHOOK_PUBLIC_URL: others cannot reach the address "
                "above, and shown webhook URLs are built from it."
            )
        return said

    def forget_admin_password(self) -> None:
        """Drop the first user's password once it has been used or ignored."""
        self._values["ADMIN_PASSWORD"] = ""
        os.environ.pop(PREFIX + "ADMIN_PASSWORD", None)


def load(
    environment: Mapping[str, str] | None = None, instance: Path | None = None
) -> Settings:
    """Read every setting, or raise SettingError at the first unusable one."""
    given = os.environ if environment is None else environment
    if instance is None:
        row = next(row for row in SETTINGS if row.name == "INSTANCE")
        instance = row.parse(given.get(row.environment_name) or row.default)
    config_file = instance / "config.py"
    config = _read_config(config_file) if config_file.is_file() else {}
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for row in SETTINGS:
        if row.environment_name in given:
            text, source = given[row.environment_name], "environment"
        elif row.name in config:
            text, source = str(config[row.name]), "config.py"
        else:
            text, source = row.default, "default"
        try:
            values[row.name] = row.parse(text.strip())
        except ValueError as error:
            where = row.environment_name if source == "environment" else row.name
            raise SettingError(
                f"{where} (from {source}) must be {error}; it has another value."
            ) from None
        sources[row.name] = source
    values["INSTANCE"] = instance
    return Settings(values, sources)


def _read_config(path: Path) -> dict[str, Any]:
    known = {row.name for row in SETTINGS}
    try:
        variables = runpy.run_path(str(path))
    except Exception as error:
        line = f" in line {error.lineno}" if isinstance(error, SyntaxError) else ""
        raise SettingError(
            f"instance/config.py cannot be read: {type(error).__name__}{line}."
        ) from error
    found = {key: value for key, value in variables.items() if key.isupper()}
    unknown = sorted(set(found) - known)
    if unknown:
        raise SettingError(
            f"instance/config.py sets {', '.join(unknown)}, which is no setting; "
            "`flask settings` lists them all."
        )
    return found
