"""A template taken apart into text and tags.

Apart from the words inside tags, because here it is braces, backslashes and
comments that matter. Every scan takes linear time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webhooks.templating.errors import error_at
from webhooks.templating.syntax import Strip
from webhooks.templating.tokens import NAME_CHARACTERS, Token, read_tokens


@dataclass(frozen=True, slots=True)
class Text:
    """Text between tags."""

    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag; ``kind`` is what follows its braces, ``raw`` for four of them."""

    kind: str
    tokens: tuple[Token, ...]
    strip: Strip
    offset: int
    end: int
    # Of a raw block, the text up to its end, and the name there.
    body: str = ""
    closing_name: str = ""


_OPENER = re.compile(r"\{\{(~?)(!--|!|#\*|#>|#|/|\^|>|\{|&|\*|)")
_COMMENT_END = re.compile(r"--(~?)\}\}")
# After a tag that a backslash made text, the text goes on up to one of these.
_AFTER_ESCAPED = re.compile(r"\\{0,2}\{\{|\Z")
_RAW_EDGE = re.compile(
    rf"\{{\{{\{{\{{(?:/(?P<name>{NAME_CHARACTERS})\}}\}}\}}\}}|(?=[^/]))"
)


def read_pieces(source: str) -> Iterator[Text | Tag]:
    """Yield the pieces of a template in order; raises TemplateError."""
    offset = 0
    while True:
        start = source.find("{{", offset)
        before = source[offset : start if start >= 0 else len(source)]
        escaped = start >= 0 and _is_escaped(before)
        if start >= 0 and before.endswith("\\"):
            before = before[:-1]
        if before:
            yield Text(before)
        if start < 0:
            return
        if escaped:
            match = _AFTER_ESCAPED.search(source, start + 2)
            offset = match.start() if match else len(source)
            yield Text(source[start:offset])
        else:
            tag = read_tag(source, start)
            yield tag
            offset = tag.end


def _is_escaped(before: str) -> bool:
    """Tell whether a backslash stands there that no other one escapes."""
    return before.endswith("\\") and not before.endswith("\\\\")


def read_tag(source: str, start: int) -> Tag:
    """Return the tag that starts there; raises TemplateError."""
    if source.startswith("{{{{", start):
        return _read_raw(source, start)
    match = _OPENER.match(source, start)
    if not match:
        raise error_at("a tag is not closed", source, start)
    kind, opens = match[2], bool(match[1])
    if kind.startswith("!"):
        return _read_comment(source, start, match.end() - len(kind) + 1, kind, opens)
    tokens, end = read_tokens(source, match.end(), kind)
    strip = Strip(opens, end.strips)
    return Tag(kind, tuple(tokens), strip, start, end.offset)


def _read_comment(source: str, start: int, offset: int, kind: str, opens: bool) -> Tag:
    if kind == "!--":
        match = _COMMENT_END.search(source, offset)
        if match:
            return Tag("!", (), Strip(opens, bool(match[1])), start, match.end())
        raise error_at("a comment is not closed by --}}", source, start)
    end = source.find("}}", offset)
    if end < 0:
        raise error_at("a comment is not closed", source, start)
    return Tag("!", (), Strip(opens, source[end - 1] == "~"), start, end + 2)


def _read_raw(source: str, start: int) -> Tag:
    tokens, end = read_tokens(source, start + 4, "raw")
    depth = 1
    for edge in _RAW_EDGE.finditer(source, end.offset):
        depth += -1 if edge["name"] else 1
        if not depth:
            body = source[end.offset : edge.start()]
            words = tuple(tokens)
            return Tag("raw", words, Strip(), start, edge.end(), body, edge["name"])
    raise error_at("a raw block is not closed", source, start)
