"""The reference of template helpers, from their table."""

import json
from collections.abc import Sequence

from webhooks.docs_writer.markdown import code, page, table
from webhooks.templating.helper import Helper

_INTRODUCTION = """\
What can be used inside `{{ }}`, beside payload paths. Each example is run by the
test suite. Two braces escape for HTML, three do not; `jsonEncode` needs only two."""


def helpers_page(helpers: Sequence[Helper]) -> str:
    """Return the page."""
    rows = [
        (
            code(_call(helper)),
            helper.summary,
            code(helper.example),
            code(json.dumps(helper.example_payload, default=str)),
            code(helper.example_result),
        )
        for helper in sorted(helpers, key=lambda each: each.name.lower())
    ]
    titles = ("Helper", "What it does", "Example", "With the payload", "Gives")
    return page(
        "Template helpers",
        "`webhooks/templating/`",
        [_INTRODUCTION, table(titles, rows)],
    )


def _call(helper: Helper) -> str:
    return f"{'#' if helper.block else ''}{helper.name} {helper.arguments}".strip()
