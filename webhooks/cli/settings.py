"""``flask settings``: every setting, its value, and where the value came from."""

from typing import Any

from webhooks.cli.current import current_site
from webhooks.cli.output import Answer, command, plain
from webhooks.settings import SETTINGS, Setting, Settings

_HIDDEN = "(set, not shown)"


@command(None, "settings")
def settings() -> Answer:
    """List every setting with type, unit, default, value and help.

    Values come from the environment (SWITCHHOOK_ and the name), else from
    config.py in the data directory (the bare name), else from the default.
    """
    values = current_site().settings
    data = [_described(row, values) for row in SETTINGS]
    return Answer(data, "\n\n".join(_paragraph(row) for row in data))


def _described(row: Setting, values: Settings) -> dict[str, Any]:
    value = getattr(values, row.name.lower())
    if row.secret and values.sources[row.name] != "default":
        shown: Any = _HIDDEN
    elif row.name == "PUBLIC_URL":
        shown = values.public_url
    elif isinstance(value, tuple) and row.kind == "rate":
        shown = f"{value[0]}/{value[1]:g}"
    elif isinstance(value, tuple):
        shown = " ".join(map(str, value))
    elif value is None:
        shown = "0"
    else:
        shown = value if isinstance(value, int) else str(value)
    return {
        "name": row.name,
        "environment": row.environment_name,
        "type": row.kind,
        "unit": row.unit,
        "default": row.default,
        "value": shown,
        "source": values.sources[row.name],
        "help": row.help,
    }


def _paragraph(row: dict[str, Any]) -> str:
    kind = f"{row['type']}, {row['unit']}" if row["unit"] else row["type"]
    default = f"default {row['default']}" if row["default"] else "no default"
    return (
        f"{row['environment']} = {plain(row['value'])}  [{row['source']}]\n"
        f"    {row['help']}\n"
        f"    {kind}; {default}"
    )
