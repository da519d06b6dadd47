"""The reference of settings, from the settings table."""

from webhooks.docs_writer.markdown import code, page, table
from webhooks.settings import SETTINGS, Setting

_INTRODUCTION = """\
A setting is read from the environment under the name below, else from
`config.py` in the data directory (a Python file with the names without
`SWITCHHOOK_`), else its default holds. A value that cannot be used stops the
start with a sentence that says why. `flask settings` shows what is in force and
where it came from."""


def settings_page() -> str:
    """Return the page."""
    titles = ("Name", "Type", "Default", "Meaning")
    rows = [_row(setting) for setting in SETTINGS]
    return page(
        "Settings", "`webhooks/setting_table.py`", [_INTRODUCTION, table(titles, rows)]
    )


def _row(setting: Setting) -> tuple[str, str, str, str]:
    kind = setting.kind + (f", {setting.unit}" if setting.unit else "")
    meaning = setting.help + (" Never shown or logged." if setting.secret else "")
    return code(setting.environment_name), kind, code(setting.default), meaning
