"""The environment that the product uses: Handlebars' own helpers and Losant's."""

from collections.abc import Callable
from datetime import datetime

from webhooks.templating.block_helpers import BLOCK_HELPERS
from webhooks.templating.environment import Environment
from webhooks.templating.losant_helpers import HELPERS


def standard_environment(now: Callable[[], datetime]) -> Environment:
    """Return a new environment; ``now`` gives the current moment with its zone."""
    return Environment((*BLOCK_HELPERS, *HELPERS), now)
