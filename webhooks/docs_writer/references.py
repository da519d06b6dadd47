"""All generated pages: where each stands, and its text."""

from collections.abc import Mapping
from typing import Any

import click

from webhooks.docs_writer.api import api_page
from webhooks.docs_writer.commands import commands_page
from webhooks.docs_writer.nodes import nodes_page
from webhooks.docs_writer.providers import providers_page
from webhooks.docs_writer.settings import settings_page
from webhooks.docs_writer.template_helpers import helpers_page
from webhooks.ingress.providers import PROVIDERS
from webhooks.templating.block_helpers import BLOCK_HELPERS
from webhooks.templating.losant_helpers import HELPERS
from webhooks.workflows.registry import Registry


def references(
    root: click.Group, openapi: Mapping[str, Any], registry: Registry
) -> dict[str, str]:
    """Return the text of each page by its path below the checkout."""
    return {
        "docs/reference/api.md": api_page(openapi),
        "docs/reference/cli.md": commands_page(root),
        "docs/reference/helpers.md": helpers_page((*BLOCK_HELPERS, *HELPERS)),
        "docs/reference/nodes.md": nodes_page(registry),
        "docs/reference/providers.md": providers_page(PROVIDERS),
        "docs/reference/settings.md": settings_page(),
    }
