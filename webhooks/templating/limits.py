"""How large templates and expressions may be, and how much one may do.

They run inside the server, beside everybody else's requests: without bounds a
single one could hold all of them up.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every number is a maximum; more is an error."""

    # Of the text of a template, and of an expression.
    source_characters: int = 256 * 1024
    expression_characters: int = 32 * 1024
    # Of tags and the words in them, which cost more than the text around them.
    words: int = 20_000
    # Of blocks, partials and parentheses inside one another, written or run.
    depth: int = 50
    # Of what one rendering returns.
    output_characters: int = 1024 * 1024
    # Of everything that its blocks build on the way, inner ones counted again.
    built_characters: int = 16 * 1024 * 1024
    # Helper calls and rounds of blocks. Every 256 characters or 8 items that a
    # helper takes or gives count as one more.
    steps: int = 100_000
