"""Which elements of a document a CSS selector finds, in linear time.

Each part of a selector is worked out for all elements at once, as a list with
one flag for each, so that no selector visits an element more often than it has
parts. Translating to XPath, as is common, takes cubic time for ``a ~ a``.
cssselect reads the selectors; names are compared without their namespaces.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from cssselect import SelectorError, parser

from webhooks.nodes.logic._css_places import PLACES, SERIES, Places
from webhooks.workflows.errors import NodeError

Flags = list[bool]


def find(places: Places, selector: str) -> list[Any]:
    """Return the elements that a selector finds, in the document's order.

    Raises NodeError for a selector that is none or is not supported.
    """
    matcher = _Matcher(places)
    flags = places.none()
    try:
        for each in parser.parse(selector):
            if each.pseudo_element:
                raise _unsupported(f"::{each.pseudo_element}")
            flags = _any(flags, matcher.flags(each.parsed_tree))
    except (SelectorError, ValueError, RecursionError) as error:
        message = f"The selector cannot be used: {error}."
        raise NodeError(message, "InvalidSelector") from None
    return [each for each, found in zip(places.elements, flags, strict=True) if found]


class _Matcher:
    """Works out the parts of a selector over one document."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._kinds: Mapping[type[Any], Callable[[Any], Flags]] = {
            parser.Element: self._element,
            parser.Class: lambda part: self._attribute(
                part, "class", "~=", part.class_name
            ),
            parser.Hash: lambda part: self._attribute(part, "id", "=", part.id),
            parser.Attrib: lambda part: self._attribute(
                part, part.attrib, part.operator, part.value and part.value.value
            ),
            parser.Pseudo: self._pseudo,
            parser.Function: self._function,
            parser.Negation: lambda part: _and(
                self.flags(part.selector),
                [not each for each in self.flags(part.subselector)],
            ),
            parser.Matching: self._matching,
            parser.Relation: self._relation,
            parser.CombinedSelector: self._combined,
        }

    def flags(self, part: Any) -> Flags:
        """Return for each element whether the part of a selector finds it."""
        kind = self._kinds.get(type(part))
        if kind is None:
            raise _unsupported(type(part).__name__)
        return kind(part)

    def _element(self, part: Any) -> Flags:
        if part.element is None:
            return [True] * len(self._places.elements)
        name = self._places.folded(part.element)
        return [each == name for each in self._places.names]

    def _attribute(
        self, part: Any, name: str, operator: str, wanted: str | None
    ) -> Flags:
        test = _OPERATORS.get(operator)
        if test is None:
            raise _unsupported(operator)
        name = self._places.folded(name)
        return [
            before and test(self._places.attribute(index, name), wanted or "")
            for index, before in enumerate(self.flags(part.selector))
        ]

    def _pseudo(self, part: Any) -> Flags:
        place = PLACES.get(part.ident.lower())
        if place is None:
            raise _unsupported(f":{part.ident}")
        return _and(self.flags(part.selector), place(self._places))

    def _function(self, part: Any) -> Flags:
        numbers = SERIES.get(part.name.lower())
        if numbers is None:
            raise _unsupported(f":{part.name}()")
        step, offset = parser.parse_series(part.arguments)
        matching = [
            _in_series(number, step, offset) for number in numbers(self._places)
        ]
        return _and(self.flags(part.selector), matching)

    def _matching(self, part: Any) -> Flags:
        flags = self._places.none()
        for each in part.selector_list:
            flags = _any(flags, self.flags(each))
        return _and(self.flags(part.selector), flags)

    def _relation(self, part: Any) -> Flags:
        flags = self.flags(part.selector)
        for combinator, inner in part.arguments:
            deep = combinator.value in (None, " ")
            if not deep and combinator.value != ">":
                raise _unsupported(f":has({combinator.value})")
            found = self.flags(getattr(inner, "parsed_tree", inner))
            flags = _and(flags, self._places.above(found, deep=deep))
        return flags

    def _combined(self, part: Any) -> Flags:
        left = self.flags(part.selector)
        right = self.flags(part.subselector)
        places = self._places
        reach: Mapping[str, Callable[[Flags], Iterator[bool]]] = {
            " ": lambda flags: places.below(flags, deep=True),
            ">": lambda flags: places.below(flags, deep=False),
            "+": lambda flags: places.behind(flags, far=False),
            "~": lambda flags: places.behind(flags, far=True),
        }
        return _and(right, list(reach[part.combinator](left)))


def _and(left: Flags, right: Flags) -> Flags:
    return [one and other for one, other in zip(left, right, strict=True)]


def _any(left: Flags, right: Flags) -> Flags:
    return [one or other for one, other in zip(left, right, strict=True)]


def _in_series(number: int, step: int, offset: int) -> bool:
    """Tell whether a number is step * n + offset for some n from 0 on."""
    if step == 0:
        return number == offset
    count, rest = divmod(number - offset, step)
    return rest == 0 and count >= 0


def _unsupported(what: str) -> NodeError:
    return NodeError(f"The selector cannot be used: {what}.", "InvalidSelector")


_OPERATORS: Final[Mapping[str, Callable[[str | None, str], bool]]] = {
    "exists": lambda held, _: held is not None,
    "=": lambda held, wanted: held == wanted,
    "!=": lambda held, wanted: held != wanted,
    "~=": lambda held, wanted: bool(held) and wanted in str(held).split(),
    "|=": lambda held, wanted: (
        held is not None and (held == wanted or held.startswith(f"{wanted}-"))
    ),
    "^=": lambda held, wanted: bool(held and wanted) and str(held).startswith(wanted),
    "$=": lambda held, wanted: bool(held and wanted) and str(held).endswith(wanted),
    "*=": lambda held, wanted: bool(held and wanted) and wanted in str(held),
}
