"""The settings in force: read once, checked, and handed to whoever needs them.

A value comes from the environment (with the prefix), else from
``instance/config.py`` (without it), else from the default. A value that does
not parse or does not pass its check stops the start with a sentence that
names the setting, the kind of value that is expected, and where it came from.
"""

import os
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webhooks.setting_table import BODY_CEILING_BYTES, PREFIX, SETTINGS, Setting

__all__ = [
    "BODY_CEILING_BYTES",
    "PREFIX",
    "SETTINGS",
    "Setting",
    "SettingError",
    "Settings",
    "load",
]


class SettingError(ValueError):
    """A setting's value cannot be used; the message says how to mend it."""


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
