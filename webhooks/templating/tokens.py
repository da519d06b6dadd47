"""The words inside a tag.

The expressions are those of Handlebars' lexer (``src/handlebars.l`` of 4.7),
its look-ahead included: whether ``2`` is a number or a name depends on it.
"""

import re
from typing import Final, NamedTuple

from webhooks.payload.numbers import BLANKS
from webhooks.templating.errors import error_at

BLANK_CLASS: Final = f"[{BLANKS}]"
_AFTER_NAME = f"(?=[=~}}/.)\\]|{BLANKS}]|\\Z)"
_AFTER_LITERAL = f"(?=[~}})\\]{BLANKS}]|\\Z)"
NAME_CHARACTERS: Final = f"""[^!"#%-,./;->@\\[-^`{{-~{BLANKS}]+"""

_TOKEN = re.compile(
    f"""(?P<blank>{BLANK_CLASS}+)
    |(?P<as>as{BLANK_CLASS}+\\|)
    |(?P<number>-?[0-9]+(?:\\.[0-9]+)?{_AFTER_LITERAL})
    |(?P<word>(?:true|false|undefined|null){_AFTER_LITERAL})
    |(?P<string>"(?:\\\\"|[^"])*"|'(?:\\\\'|[^'])*')
    |(?P<segment>\\[(?:\\\\\\]|[^\\]])*\\])
    |(?P<parent>\\.\\.)
    |(?P<here>\\.{_AFTER_NAME})
    |(?P<separator>[/.])
    |(?P<name>{NAME_CHARACTERS}{_AFTER_NAME})
    |(?P<mark>[()=@|])""".replace("\n    ", "")
)
_CLOSERS = {
    "{": re.compile(r"\}(~?)\}\}"),
    "raw": re.compile(r"()\}\}\}\}"),
}
_CLOSER = re.compile(r"(~?)\}\}")
_SEGMENT_ESCAPE = re.compile(r"\\([\\\]])")


class Token(NamedTuple):
    """One word; ``text`` is as written, ``offset`` counts within the source."""

    kind: str
    text: str
    offset: int

    @property
    def end(self) -> int:
        """The offset behind the word."""
        return self.offset + len(self.text)

    @property
    def key(self) -> str:
        """The name that a name or a segment in brackets stands for."""
        if self.kind == "segment":
            return _SEGMENT_ESCAPE.sub(r"\1", self.text[1:-1])
        return self.text


class TagEnd(NamedTuple):
    """Where a tag ends, and whether a ``~`` is there."""

    strips: bool
    offset: int


def read_tokens(
    source: str, offset: int, opener: str = ""
) -> tuple[list[Token], TagEnd]:
    """Read the words from the offset to the end of the tag.

    ``opener`` is ``{`` for a tag with three braces, ``raw`` for one with four.
    Raises TemplateError.
    """
    tokens: list[Token] = []
    closer = _CLOSERS.get(opener, _CLOSER)
    while True:
        end = closer.match(source, offset)
        if end and opener not in _CLOSERS and source.startswith("}}}", offset):
            raise error_at("here is one brace too many", source, offset)
        if end:
            return tokens, TagEnd(bool(end[1]), end.end())
        match = _TOKEN.match(source, offset)
        if not match:
            raise error_at(_complaint(source, offset), source, offset)
        if match.lastgroup != "blank":
            tokens.append(Token(match.lastgroup or "", match[0], offset))
        offset = match.end()


def _complaint(source: str, offset: int) -> str:
    if offset >= len(source):
        return "a tag is not closed"
    if source[offset] == "}":
        return "the braces that close this tag do not match those that open it"
    return f"unexpected {source[offset]!r} in a tag"
