"""All generated pages: where each stands, and its text."""

from collections.abc import Mapping
from typing import Any

import click

from webhooks.docs_writer.api import api_page
from webhooks.docs_writer.commands import commands_page
from webhooks.docs_writer.settings import settings_page


def references(root: click.Group, openapi: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of each page by its path below the checkout."""
    return {
        "docs/reference/api.md": api_page(openapi),
        "docs/reference/cli.md": commands_page(root),
        "docs/reference/settings.md": settings_page(),
    }
