"""What a template consists of, once it is parsed.

The names are those of Handlebars' own syntax tree, so that its documentation
and its specification can be read against this code.
"""

from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Strip:
    """On which sides of a tag a ``~`` takes the blanks away."""

    open: bool = False
    close: bool = False


NO_STRIP: Final = Strip()


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, number, boolean, null or undefined written in a template."""

    value: Any


@dataclass(frozen=True, slots=True)
class PathNode:
    """``@../a.b``: names, levels upwards, and whether it starts at a variable."""

    parts: tuple[str, ...]
    depth: int = 0
    is_data: bool = False
    # Whether it says "this" or starts with a dot, and so cannot name a helper.
    is_scoped: bool = False
    # As written, without the brackets of a segment.
    original: str = ""

    @property
    def is_simple(self) -> bool:
        """Tell whether it is a bare name, which a helper may have too."""
        return (
            len(self.parts) == 1
            and not self.depth
            and not self.is_scoped
            and not self.is_data
        )


@dataclass(frozen=True, slots=True)
class Call:
    """What stands in a tag or in parentheses: a name and what it is given."""

    # Only the name of a partial may itself be a call.
    path: "PathNode | Call"
    params: "tuple[Value, ...]" = ()
    hash: "tuple[tuple[str, Value], ...]" = ()
    block_params: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Tell whether nothing is given."""
        return not self.params and not self.hash


Value = Literal | PathNode | Call


@dataclass(slots=True)
class Content:
    """Text between tags; ``original`` is what it was before stripping."""

    text: str
    original: str
    left_stripped: bool = False
    right_stripped: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, which only matters for the blanks around it."""

    strip: Strip


@dataclass(frozen=True, slots=True)
class Mustache:
    """``{{call}}`` or, not escaped, ``{{{call}}}``."""

    call: Call
    escaped: bool
    strip: Strip


@dataclass(slots=True)
class Partial:
    """``{{> name context}}``, on its own or around a program."""

    call: Call
    strip: Strip
    indent: str = ""


@dataclass(slots=True)
class Program:
    """A sequence of statements."""

    body: "list[Statement]" = field(default_factory=list)
    block_params: tuple[str, ...] = ()
    # Whether it is the {{else if}} of a block, holding just the next block.
    chained: bool = False


@dataclass(slots=True)
class Block:
    """``{{#call}}...{{else}}...{{/call}}``; either half may be missing."""

    call: Call
    program: Program | None
    inverse: Program | None = None
    open_strip: Strip = NO_STRIP
    inverse_strip: Strip = NO_STRIP
    close_strip: Strip = NO_STRIP

    @property
    def first(self) -> Program:
        """The half that is written first."""
        half = self.program or self.inverse
        if half is None:
            raise ValueError("a block has at least one half")
        return half


@dataclass(slots=True)
class InlinePartial(Block):
    """``{{#*inline "name"}}...{{/inline}}``: a partial for the program it is in."""


@dataclass(slots=True)
class PartialBlock(Block):
    """``{{#> name}}...{{/name}}``: a partial given a program of its own."""


Statement = Content | Comment | Mustache | Partial | Block
