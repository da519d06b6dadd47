"""The environment: helpers, partials and limits, and what was compiled for them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from webhooks.templating.block_helpers import MISSING_HELPERS
from webhooks.templating.cache import SourceCache
from webhooks.templating.errors import TemplateError
from webhooks.templating.expression import Expression
from webhooks.templating.frame import PartialBody
from webhooks.templating.helper import Helper
from webhooks.templating.limits import Limits
from webhooks.templating.partial import named_partial
from webhooks.templating.scope import Scope
from webhooks.templating.template import Template, compiled_piece


class Environment:
    """Compiles templates and expressions, each text once as long as it is used.

    ``now`` is what helpers about time call; ``partials`` are templates by name.
    Safe to share between threads.
    """

    def __init__(
        self,
        helpers: Iterable[Helper],
        now: Callable[[], datetime],
        limits: Limits | None = None,
        partials: Mapping[str, str] | None = None,
    ) -> None:
        self.now = now
        self.limits = limits or Limits()
        self.helpers: Mapping[str, Helper] = {
            helper.name: helper for helper in (*MISSING_HELPERS, *helpers)
        }
        self._partial_sources = dict(partials or {})
        self._partials: dict[str, PartialBody] = {}
        self._templates: SourceCache[Template] = SourceCache()
        self._expressions: SourceCache[Expression] = SourceCache()
        self._scope = Scope(self.helpers, self._partial)

    def template(self, text: str) -> Template:
        """Return the compiled template; raises TemplateError."""
        found = self._templates.get(text)
        if found is None:
            _check_size(text, self.limits.source_characters)
            found = Template(text, self, self._scope)
            self._templates.put(text, found)
        return found

    def expression(self, text: str) -> Expression:
        """Return the compiled expression; raises TemplateError."""
        found = self._expressions.get(text)
        if found is None:
            _check_size(text, self.limits.expression_characters)
            found = Expression(text, self, self._scope)
            self._expressions.put(text, found)
        return found

    def _partial(self, name: str) -> PartialBody | None:
        found = self._partials.get(name)
        if found is None and name in self._partial_sources:
            source = self._partial_sources[name]
            piece = compiled_piece(source, self._scope, self.limits)
            found = self._partials[name] = named_partial(piece)
        return found


def _check_size(text: str, limit: int) -> None:
    if len(text) > limit:
        raise TemplateError(f"the text is longer than {limit} characters", 1, 1)
