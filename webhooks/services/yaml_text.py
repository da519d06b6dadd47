"""YAML as far as it is JSON: read within bounds, and written.

Only libyaml's events are used for reading. PyYAML's own builder recurses in C
(a file of brackets ends the process), and its rules of YAML 1.1 read ``12:30``
as a number; here the plain words are those of YAML 1.2's core schema.
Source: https://yaml.org/spec/1.2.2/#103-core-schema
"""

import copy
import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 100
MOST_VALUES = 1_000_000
_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}")
_BASED = re.compile(r"0x[0-9a-fA-F]{1,1000}|0o[0-7]{1,1000}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBERS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_KEY_MISSING = object()
_STRING_TAG = "tag:yaml.org,2002:str"


class YamlProblem(Exception):
    """The text is not YAML, or not the part of it that JSON can hold."""


class _Dumper(yaml.CSafeDumper):
    """Writes values without anchors, so that every reader can read them."""

    def ignore_aliases(self, data: Any) -> bool:
        """Tell that equal objects are written out each time."""
        return True


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Write a text so that our rules and those of YAML 1.1 both read a text."""
    style = "|" if "\n" in text else None
    if style is None and not _is_plain(text):
        style = "'"
    return dumper.represent_scalar(_STRING_TAG, text, style)


def _is_plain(text: str) -> bool:
    try:
        return isinstance(_meaning(text), str)
    except YamlProblem:
        return False


_Dumper.add_representer(str, _write_text)


def parse_yaml(text: str) -> Any:
    """Return the value of the one document in the text.

    Aliases become copies. Raises YamlProblem for what is not YAML, for several
    documents, tags, keys that are no texts or repeat, deep nesting, and for
    more values than a workflow file can need.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.YAMLError as error:
        raise YamlProblem(_reason(error)) from None
    return builder.document()


def write_yaml(value: Any) -> str:
    """Return the value as YAML, keys in their order."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=80,
    )
    return text


@dataclass(slots=True)
class _Open:
    """A list or an object whose end has not come yet."""

    value: list[Any] | dict[str, Any]
    anchor: str | None
    key: Any = _KEY_MISSING


@dataclass(slots=True)
class _Builder:
    """Builds the value of a document, event by event."""

    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Any] = field(default_factory=dict)
    documents: list[Any] = field(default_factory=list)
    values: int = 0

    def take(self, event: yaml.Event) -> None:
        """Go on by one event. Raises YamlProblem."""
        if isinstance(event, yaml.ScalarEvent):
            self._put(_scalar(event), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._put(self._copy(event.anchor or ""), None)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            done = self.stack.pop()
            self._put(done.value, done.anchor)

    def document(self) -> Any:
        """Return the value of the only document. Raises YamlProblem."""
        if len(self.documents) != 1:
            raise YamlProblem(f"it holds {len(self.documents)} documents instead of 1")
        return self.documents[0]

    def _open(self, value: Any, event: yaml.CollectionStartEvent) -> None:
        if event.tag not in {None, "!"}:
            raise YamlProblem(f"it uses the tag {event.tag[:80]}")
        if len(self.stack) >= MAX_DEPTH:
            raise YamlProblem(f"it is nested deeper than {MAX_DEPTH}")
        self.stack.append(_Open(value, event.anchor))

    def _put(self, value: Any, anchor: str | None) -> None:
        self._count(1)
        if anchor is not None:
            self.anchors[anchor] = value
        if not self.stack:
            self.documents.append(value)
            return
        inner = self.stack[-1]
        if isinstance(inner.value, list):
            inner.value.append(value)
        elif inner.key is _KEY_MISSING:
            inner.key = _key(value, inner.value)
        else:
            inner.value[inner.key] = value
            inner.key = _KEY_MISSING

    def _copy(self, anchor: str) -> Any:
        if anchor not in self.anchors:
            raise YamlProblem(f"it refers to *{anchor[:80]}, which is not known there")
        value = self.anchors[anchor]
        size, depth = _measured(value)
        self._count(size)
        if len(self.stack) + depth > MAX_DEPTH:
            raise YamlProblem(f"it is nested deeper than {MAX_DEPTH}")
        return copy.deepcopy(value)

    def _count(self, more: int) -> None:
        self.values += more
        if self.values > MOST_VALUES:
            raise YamlProblem(f"it holds more than {MOST_VALUES} values")


def _key(value: Any, others: dict[str, Any]) -> str:
    if isinstance(value, list | dict):
        raise YamlProblem("a key in it is not a text")
    if isinstance(value, bool) or value is None:
        text = {None: "null", True: "true", False: "false"}[value]
    else:
        text = str(value)
    if text in others:
        raise YamlProblem(f"the key {text[:80]} occurs twice in one object")
    return text


def _scalar(event: yaml.ScalarEvent) -> Any:
    """Return the value of a text, a word or a number."""
    if event.tag not in {None, "!", _STRING_TAG}:
        raise YamlProblem(f"it uses the tag {event.tag[:80]}")
    text: str = event.value
    if event.tag is not None or not event.implicit[0]:
        return text
    return _meaning(text)


def _meaning(text: str) -> Any:
    """Return what a plain word or number stands for."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _NO_NUMBERS.fullmatch(text):
        raise YamlProblem(f"{text} is not a JSON value")
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise YamlProblem("a number in it is too large")
        return number
    return text


def _measured(value: Any) -> tuple[int, int]:
    """Return how many values there are in a value, and how deep it goes."""
    size, depth, level = 0, 0, [value]
    while level:
        size += len(level)
        depth += 1
        inner: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                inner += each.values()
            elif isinstance(each, list):
                inner += each
        level = inner
    return size, depth


def _reason(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    if mark is None:
        return str(problem)
    return f"{problem} (line {mark.line + 1}, column {mark.column + 1})"
