"""A node at work: its settings for the payload in hand, and what it may do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from webhooks.payload.path import Path, PathError
from webhooks.payload.size import measure
from webhooks.payload.values import UNDEFINED, to_number, to_text
from webhooks.workflows.composite_fields import ItemsSetting, RowsSetting
from webhooks.workflows.errors import LimitReached, NodeError
from webhooks.workflows.field import Setting
from webhooks.workflows.fields import PathSetting
from webhooks.workflows.limits import Limits
from webhooks.workflows.ports import Ports, RunInfo

_ROOM = Limits().value_bytes
_TOO_MUCH = "The run wrote too much to its payload (5 MB at once, 64 MB in all)."


class Recorder(Protocol):
    """Where a node's messages go."""

    def message(self, level: str, text: str, value: Any = UNDEFINED) -> None:
        """Keep a message, and the value that it is about."""


@dataclass(slots=True)
class Box:
    """Holds the payload, so that a node can put another in its place.

    Payloads are never changed: writing makes another that shares what stayed
    the same, so paths and iterations can begin with one payload. ``room`` is
    about how many bytes may be put into it, ``written`` how many were.
    """

    payload: Any
    room: int = _ROOM
    written: int = 0
    changed: bool = False

    def wrote(self, value: Any) -> None:
        """Count a value that was put into the payload. Raises LimitReached.

        At once and not when the node is done: a node that copies a value into
        itself a hundred times would not be done.
        """
        self.changed = True
        self.written += measure(value, self.room - self.written)
        if self.written > self.room:
            raise LimitReached(_TOO_MUCH, "PayloadTooLarge")


class Settings:
    """A node's configured values, or one row's, asked for by name."""

    __slots__ = ("_box", "_settings")

    def __init__(self, settings: Mapping[str, Setting], box: Box) -> None:
        self._settings = settings
        self._box = box

    @property
    def payload(self) -> Any:
        """The payload as it is now. Change it through ``put``."""
        return self._box.payload

    def has(self, name: str) -> bool:
        """Tell whether anything was configured."""
        return not self._settings[name].is_blank

    def value(self, name: str) -> Any:
        """Return the value: a path's, an expression's, or a template's."""
        return self._settings[name].resolve(self._box.payload)

    def value_over(self, name: str, scope: Any) -> Any:
        """Return the value worked out over something else than the payload."""
        return self._settings[name].resolve(scope)

    def text(self, name: str) -> str:
        """Return the value as text, "" if there is none."""
        value = self.value(name)
        return "" if value is None or value is UNDEFINED else to_text(value)

    def flag(self, name: str) -> bool:
        """Return whether it is switched on."""
        return bool(self.value(name))

    def number(self, name: str, default: float | None = None) -> float:
        """Return the value as a number; ``default`` when nothing is configured.

        Raises NodeError when it is not a number.
        """
        value = self.value(name)
        if default is not None and (value in (None, "") or value is UNDEFINED):
            return default
        number = to_number(value)
        if number != number or (isinstance(value, str) and not value.strip()):
            raise NodeError(f"{name} is not a number.", "InvalidNumber")
        return number

    def path(self, name: str) -> Path | None:
        """Return a configured path, or None when it is blank."""
        setting = self._settings[name]
        if not isinstance(setting, PathSetting) or setting.path.is_blank:
            return None
        return setting.path

    def put(self, name: str, value: Any) -> None:
        """Write to the place that the path field ``name`` leads to.

        A blank path drops the value; ``.`` replaces the payload, which must
        then be an object. Raises NodeError.
        """
        path = self.path(name)
        if path is not None:
            self.put_at(path, value)

    def put_at(self, path: Path, value: Any) -> None:
        """Write to a place in the payload. Raises NodeError."""
        if path.is_whole:
            self.replace(value)
            return
        box = self._box
        try:
            box.payload = path.placed(box.payload, value)
        except PathError as error:
            message = f"Nothing can be written to {path.text}: {error}."
            raise NodeError(message, "InvalidPath") from None
        box.wrote(value)

    def remove_at(self, path: Path) -> None:
        """Take away what is at a place in the payload. Raises NodeError."""
        box = self._box
        try:
            box.payload = path.removed(box.payload)
        except PathError as error:
            message = f"Nothing can be removed at {path.text}: {error}."
            raise NodeError(message, "InvalidPath") from None
        box.changed = True

    def replace(self, payload: Any) -> None:
        """Put another payload in place of this one. Raises NodeError."""
        if not isinstance(payload, dict):
            raise NodeError("A payload must be an object.", "InvalidPayload")
        self._box.payload = payload
        self._box.wrote(payload)

    def rows(self, name: str) -> list["Settings"]:
        """Return the rows of a list field."""
        setting = self._settings[name]
        if not isinstance(setting, RowsSetting):
            return []
        return [Settings(row, self._box) for row in setting.rows]

    def group(self, name: str) -> "Settings | None":
        """Return the object field's settings, or None when it does not matter."""
        rows = self.rows(name)
        return rows[0] if rows else None

    def items(self, name: str) -> list[Any]:
        """Return the values of a list field."""
        setting = self._settings[name]
        if not isinstance(setting, ItemsSetting):
            return []
        return setting.resolve(self._box.payload)


class NodeCall(Settings):
    """What a node's ``run`` receives.

    ``node_id`` and ``run`` say where it runs; ``ports`` are the only way out.
    """

    __slots__ = ("_now", "_recorder", "node_id", "ports", "run")

    def __init__(
        self,
        settings: Mapping[str, Setting],
        box: Box,
        node_id: str,
        ports: Ports,
        run: RunInfo,
        now: Callable[[], datetime],
        recorder: Recorder,
    ) -> None:
        super().__init__(settings, box)
        self.node_id = node_id
        self.ports = ports
        self.run = run
        self._now = now
        self._recorder = recorder

    @property
    def now(self) -> datetime:
        """The current time."""
        return self._now()

    def debug(self, level: str, text: str, value: Any = UNDEFINED) -> None:
        """Keep a debug message (verbose, info, warn or error) with its value."""
        self._recorder.message(level, text, value)

    def warn(self, text: str) -> None:
        """Keep a warning for whoever looks at the run."""
        self._recorder.message("warn", text)


@dataclass(slots=True)
class Messages:
    """A recorder that keeps everything: for tests of single nodes."""

    kept: list[tuple[str, str, Any]] = field(default_factory=list)

    def message(self, level: str, text: str, value: Any = UNDEFINED) -> None:
        """Keep a message."""
        self.kept.append((level, text, value))
