"""What templates can call: addresses of static files, icons, times and sizes."""

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app
from markupsafe import Markup

from webhooks import __version__
from webhooks.clock import iso

ICONS: Final = "vendor/tabler-icons-3.51.0/icons.svg"
_NOTHING: Final = "\N{EN DASH}"
_UNITS: Final = ("B", "KB", "MB", "GB", "TB")
# The first that fits: each names itself after those before it in history.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_ICON = Markup(
    '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">'
    '<use href="{}#{}"></use></svg>'
)
_TIME = Markup('<time datetime="{}" title="{}" data-relative>{}</time>')


def register(app: Flask) -> None:
    """Add everything here to the application's templates."""
    app.jinja_env.filters.update(
        size=size,
        moment=moment,
        duration=duration,
        status_tone=status_tone,
        printable=printable,
        browser=browser,
    )
    app.jinja_env.globals.update(asset=asset, icon=icon, version=__version__)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": False}


def asset(name: str) -> str:
    """Return the address of a static file; it changes when the file does."""
    versioned = not name.startswith("vendor/")
    return _address(current_app.static_url_path or "", name, versioned)


def icon(name: str) -> Markup:
    """Return a decorative icon of the sprite."""
    return _ICON.format(sprite(), name)


def sprite() -> str:
    """Return the address of the icons; it changes when one is added."""
    return _address(current_app.static_url_path or "", ICONS, versioned=True)


def moment(when: datetime | None) -> Any:
    """Return a time as an element: UTC here, the reader's zone by script."""
    if when is None:
        return "never"
    exact = when.strftime("%Y-%m-%d %H:%M:%S UTC")
    return _TIME.format(iso(when), exact, exact)


def size(count: int | None) -> str:
    """Return a number of bytes as people read it, such as ``1.4 KB``."""
    if count is None:
        return _NOTHING
    amount, place = float(count), 0
    while amount >= 1024 and place < len(_UNITS) - 1:
        amount, place = amount / 1024, place + 1
    return f"{amount:.1f} {_UNITS[place]}" if place else f"{count} B"


def duration(milliseconds: float | None) -> str:
    """Return a duration as people read it, such as ``12 ms`` or ``3.2 s``."""
    if milliseconds is None:
        return _NOTHING
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"


def status_tone(status: int | None) -> str:
    """Return the tone of an HTTP status: ``good``, ``warn``, ``bad`` or ``none``."""
    if status is None:
        return "none"
    if status < 400:
        return "good"
    return "warn" if status < 500 else "bad"


def browser(user_agent: str) -> str:
    """Return ``Firefox on Linux`` for what a browser says of itself."""
    name = next((n for mark, n in _BROWSERS if mark in user_agent), "")
    system = next((n for mark, n in _SYSTEMS if mark in user_agent), "")
    if not name:
        return printable(user_agent[:60]) or "Unknown browser"
    return f"{name} on {system}" if system else name


def printable(text: str) -> str:
    """Return text with control and direction characters made visible.

    A header or path may hold characters that reorder or hide what follows.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


@lru_cache(maxsize=128)
def _address(folder: str, name: str, versioned: bool) -> str:
    # Each page asks some fifty times; ``url_for`` took a tenth of its time.
    if not versioned:
        return f"{folder}/{name}"
    path = Path(__file__).resolve().parents[2] / "static" / name
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"{folder}/{name}?v={version}"
