"""Losant's template helpers, in families of one file each.

``HELPERS`` is the whole table; ``if``, ``unless``, ``each``, ``with`` and
``lookup`` are Handlebars' own and stand elsewhere.
"""

from webhooks.templating.helper import Helper
from webhooks.templating.losant_helpers import (
    base64_text,
    comparison,
    construction,
    dates,
    formatting,
    gps,
    json_values,
    markup,
    nesting,
    numbers,
    pattern,
    searching,
    text,
    urls,
)

HELPERS: tuple[Helper, ...] = (
    *comparison.HELPERS,
    *pattern.HELPERS,
    *numbers.HELPERS,
    *text.HELPERS,
    *formatting.HELPERS,
    *dates.HELPERS,
    *json_values.HELPERS,
    *construction.HELPERS,
    *searching.HELPERS,
    *urls.HELPERS,
    *base64_text.HELPERS,
    *gps.HELPERS,
    *nesting.HELPERS,
    *markup.HELPERS,
)
