"""Where the elements of a document stand to one another, worked out once.

Elements are known by their number in the document's order, so that a parent
always has a smaller number than what is inside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from lxml import etree

_NOWHERE: Final = -1


class Places:
    """The elements of a document with their names, parents and neighbours."""

    def __init__(self, root: Any, is_html: bool) -> None:
        self.elements: list[Any] = list(root.iter("*"))
        self.names = [str(etree.QName(each).localname) for each in self.elements]
        self._is_html = is_html
        numbers = {each: number for number, each in enumerate(self.elements)}
        self.parents = [
            numbers.get(each.getparent(), _NOWHERE) for each in self.elements
        ]
        self.before: list[int] = []
        last: dict[int, int] = {}
        for number, parent in enumerate(self.parents):
            self.before.append(last.get(parent, _NOWHERE))
            last[parent] = number

    def none(self) -> list[bool]:
        """Return the flags of a selector that finds nothing."""
        return [False] * len(self.elements)

    def folded(self, name: str) -> str:
        """Return a name as the document writes it: HTML knows no case."""
        return name.lower() if self._is_html else name

    def attribute(self, number: int, name: str) -> str | None:
        """Return an attribute by its name without namespace."""
        held = self.elements[number].attrib
        value = held.get(name)
        if value is None:
            for full, each in held.items():
                if full.endswith(f"}}{name}"):
                    return str(each)
        return None if value is None else str(value)

    def below(self, flags: Sequence[bool], *, deep: bool) -> Iterator[bool]:
        """Yield for each element whether its parent is flagged, or any above it."""
        inside: list[bool] = []
        for parent in self.parents:
            found = parent != _NOWHERE and (flags[parent] or (deep and inside[parent]))
            inside.append(found)
            yield found

    def behind(self, flags: Sequence[bool], *, far: bool) -> Iterator[bool]:
        """Yield for each element whether the one before is flagged, or any before."""
        after: list[bool] = []
        for before in self.before:
            found = before != _NOWHERE and (flags[before] or (far and after[before]))
            after.append(found)
            yield found

    def above(self, flags: Sequence[bool], *, deep: bool) -> list[bool]:
        """Return for each element whether it has a flagged one inside."""
        found = self.none()
        for number in range(len(flags) - 1, 0, -1):
            parent = self.parents[number]
            if parent != _NOWHERE and (flags[number] or (deep and found[number])):
                found[parent] = True
        return found

    def counted(self, *, of_type: bool, from_end: bool) -> list[int]:
        """Return each element's place among its siblings, counted from 1."""
        counts: dict[Any, int] = {}
        numbers = [0] * len(self.elements)
        order = range(len(numbers))
        for number in reversed(order) if from_end else order:
            key = (self.parents[number], self.names[number] if of_type else "")
            counts[key] = counts.get(key, 0) + 1
            numbers[number] = counts[key]
        return numbers


def _is_empty(element: Any) -> bool:
    return len(element) == 0 and not element.text


def _edge(*, of_type: bool, from_end: bool) -> Callable[[Places], list[bool]]:
    return lambda places: [
        number == 1 for number in places.counted(of_type=of_type, from_end=from_end)
    ]


def _only(*, of_type: bool) -> Callable[[Places], list[bool]]:
    first, last = (_edge(of_type=of_type, from_end=end) for end in (False, True))
    return lambda places: [
        one and other for one, other in zip(first(places), last(places), strict=True)
    ]


def _numbers(*, of_type: bool, from_end: bool) -> Callable[[Places], list[int]]:
    return lambda places: places.counted(of_type=of_type, from_end=from_end)


# The pseudo-classes of Selectors Level 3 that say where an element stands.
PLACES: Final[Mapping[str, Callable[[Places], list[bool]]]] = {
    "empty": lambda places: [_is_empty(each) for each in places.elements],
    "first-child": _edge(of_type=False, from_end=False),
    "first-of-type": _edge(of_type=True, from_end=False),
    "last-child": _edge(of_type=False, from_end=True),
    "last-of-type": _edge(of_type=True, from_end=True),
    "only-child": _only(of_type=False),
    "only-of-type": _only(of_type=True),
    "root": lambda places: [parent == _NOWHERE for parent in places.parents],
}

SERIES: Final[Mapping[str, Callable[[Places], list[int]]]] = {
    "nth-child": _numbers(of_type=False, from_end=False),
    "nth-last-child": _numbers(of_type=False, from_end=True),
    "nth-last-of-type": _numbers(of_type=True, from_end=True),
    "nth-of-type": _numbers(of_type=True, from_end=False),
}
