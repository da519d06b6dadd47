"""``flask docs``: the references that are generated from declarations."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from webhooks.cli.output import Answer, command

_ROOT = Path(__file__).resolve().parent.parent.parent


def make_group(references: Callable[[], Mapping[str, str]]) -> click.Group:
    """Return the commands over documents made by ``references``."""
    group = click.Group("docs", help="Generate or check docs/reference.")

    @command(group, "write")
    def write() -> Answer:
        """Write the generated references anew."""
        made = references()
        for name, text in made.items():
            path = _ROOT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Answer(sorted(made), "\n".join(f"wrote {name}" for name in sorted(made)))

    @command(group, "check")
    def check() -> Answer:
        """Fail if a generated reference is not what would be written now."""
        stale = sorted(
            name for name, text in references().items() if not _holds(name, text)
        )
        lines = [f"{name} is stale; run `flask docs write`" for name in stale]
        return Answer({"stale": stale}, "\n".join(lines) or "up to date", not stale)

    return group


def _holds(name: str, text: str) -> bool:
    path = _ROOT / name
    return path.is_file() and path.read_text(encoding="utf-8") == text
