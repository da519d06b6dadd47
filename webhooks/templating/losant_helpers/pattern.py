"""The block ``match``: does a text match a regular expression?

Apart because patterns come from workflows and texts from strangers: RE2 takes
time that grows with the text and never exponentially, and what it may take at
most is bounded here, since nothing else runs meanwhile.
"""

import re
from functools import lru_cache
from typing import Any

import re2

from webhooks.payload.values import UNDEFINED, to_text
from webhooks.templating.errors import RenderError
from webhooks.templating.helper import Helper, HelperCall
from webhooks.templating.losant_helpers.text import text_of, well_formed

MAX_PATTERN_LENGTH = 1_000
# Steps of the compiled pattern times characters of the text. Measured at the
# worst patterns: 70 milliseconds.
MAX_WORK = 10_000_000
_MEMORY = 1 << 20
# JavaScript writes a character as \u00e9, RE2 as \x{00e9}.
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


def matches(text: str, pattern: str) -> bool:
    """Tell whether a pattern, as for JavaScript's RegExp, is found in a text.

    :raises RenderError: if RE2 cannot take the pattern (it knows neither
        look-around nor references back), or text and pattern are too large.
    """
    compiled = _compiled(pattern)
    if compiled.programsize * len(text) > MAX_WORK:
        raise RenderError(
            f"match: a text of {len(text):,} characters is too long for a pattern "
            "of this size"
        )
    return compiled.search(well_formed(text)) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise RenderError(
            f"match: a pattern may have {MAX_PATTERN_LENGTH:,} characters, "
            f"not {len(pattern):,}"
        )
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    text = _ESCAPE.sub(_as_re2, well_formed(pattern)).replace("[^]", r"[\s\S]")
    try:
        return re2.compile(text, options)
    except re2.error as error:
        why = error.args[0] if error.args else b""
        reason = why.decode(errors="replace") if isinstance(why, bytes) else str(why)
        raise RenderError(f"match: {reason} in the pattern {pattern!r}") from None


def _as_re2(match: re.Match[str]) -> str:
    return f"\\x{{{match[1]}}}" if match[1] else match[0]


def match(call: HelperCall, value: Any = UNDEFINED, pattern: Any = UNDEFINED) -> str:
    """Render the block if the value matches; nothing counts as empty text."""
    if matches(text_of(value), to_text(pattern)):
        return call.fn()
    return call.inverse()


HELPERS = (
    Helper(
        name="match",
        function=match,
        summary="Renders the block if the regular expression is found in the text; "
        "RE2's language, which knows neither look-around nor references back.",
        arguments="text pattern",
        example="{{#match data.status '^crit'}}alarm{{else}}fine{{/match}}",
        example_payload={"data": {"status": "critical"}},
        example_result="alarm",
        block=True,
    ),
)
