"""An expression taken apart into words; a template in it is one word."""

import re
from typing import Any, NamedTuple

from webhooks.payload.numbers import parse_number
from webhooks.templating.call_parser import CallParser
from webhooks.templating.errors import error_at
from webhooks.templating.lexer import read_tag
from webhooks.templating.syntax import Call
from webhooks.templating.tokens import BLANK_CLASS

_TOKEN = re.compile(
    rf"""(?P<blank>{BLANK_CLASS}+)"""
    r"""|(?P<number>0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"""
    r"""|(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""|(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)"""
    r"""|(?P<operator>===|!==|==|!=|<=|>=|<<|>>|&&|\|\||\?\?|[-+*/%^<>!?:(),])""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


class Word(NamedTuple):
    """One word: ``value`` is its number, its string, its call or its text."""

    kind: str
    value: Any
    offset: int


def read_words(source: str, max_depth: int) -> list[Word]:
    """Return the words of an expression; raises TemplateError."""
    words: list[Word] = []
    offset = 0
    while offset < len(source):
        if source.startswith("{{", offset):
            call, end = _read_template(source, offset, max_depth)
            words.append(Word("template", call, offset))
            offset = end
            continue
        match = _TOKEN.match(source, offset)
        if not match:
            raise error_at(_complaint(source, offset), source, offset)
        kind = match.lastgroup or ""
        if kind != "blank":
            words.append(Word(kind, _value(kind, match[0]), offset))
        offset = match.end()
    words.append(Word("end", "the end of the expression", len(source)))
    return words


def _read_template(source: str, offset: int, max_depth: int) -> tuple[Call, int]:
    tag = read_tag(source, offset)
    if tag.kind not in {"", "&", "{"}:
        raise error_at("blocks, partials and comments have no value", source, offset)
    words = CallParser(source, tag.tokens, max(tag.end - 2, offset), max_depth)
    return words.whole_call(), tag.end


def _value(kind: str, text: str) -> Any:
    if kind == "number":
        return parse_number(text)
    return _unescaped(text[1:-1]) if kind == "string" else text


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_character, text)
    # Two escapes may be the halves of one character; one half alone is none.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else _ESCAPED.get(match[3], match[3])


def _complaint(source: str, offset: int) -> str:
    if source[offset] in "'\"":
        return "this text has no closing quote"
    if source[offset] == "=":
        return "nothing can be assigned here; == and === compare"
    if source[offset] == ".":
        return "unexpected '.'; write a value as {{path}}"
    return f"unexpected {source[offset]!r}"
