"""The contract of helpers: what one declares, and what each call gets.

A helper is a function of ``(call, *arguments)``. Arguments that the template
leaves out are ``UNDEFINED``, those that the function does not take are dropped.
It may raise RenderError and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


class SafeString(str):
    """Text that needs no escaping, because a helper made it so."""

    __slots__ = ()


@dataclass(frozen=True)
class Helper:
    """One helper with what its documentation shows and its tests run."""

    name: str
    function: Callable[..., Any]
    # One sentence.
    summary: str
    # Such as ``value fallback`` or ``array separator=","``.
    arguments: str
    # A template, a payload for it, and the text that it then renders to.
    example: str
    example_payload: Mapping[str, Any] = field(default_factory=dict)
    example_result: str = ""
    # Whether it is meant to be used as {{#name}}...{{/name}}.
    block: bool = False
    # Whether its time does not depend on the size of what it is given, which
    # then costs nothing.
    quick: bool = False


class NestedTemplate(Protocol):
    """A template that a helper renders."""

    def render(self, payload: Any) -> str:
        """Return the text; raises RenderError."""


class NestedExpression(Protocol):
    """An expression that a helper evaluates."""

    def evaluate(self, payload: Any) -> Any:
        """Return the value; raises RenderError."""


class Surroundings(Protocol):
    """The environment as a helper sees it: what it starts shares its limits."""

    def now(self) -> datetime:
        """Return the current moment."""

    def template(self, text: str) -> NestedTemplate:
        """Return the template; raises RenderError when its text is wrong."""

    def expression(self, text: str) -> NestedExpression:
        """Return the expression; raises RenderError when its text is wrong."""


class Body(Protocol):
    """One half of a block, to be rendered as often as the helper wants."""

    def __call__(
        self,
        context: Any = ...,
        data: Mapping[str, Any] | None = None,
        block_params: Sequence[Any] = (),
    ) -> str:
        """Return its text with ``this`` set to the context.

        Without a context it keeps the one of the call; ``data`` replaces the
        @-variables, and ``block_params`` are the values of ``as |a b|``.
        """


class HelperCall:
    """What a helper gets before its arguments.

    ``name`` is the name in the template, ``hash`` the named arguments,
    ``context`` is ``this``, ``root`` the payload, ``data`` the @-variables;
    ``fn`` and ``inverse`` render the halves of a block and are empty outside one.
    """

    __slots__ = (
        "context",
        "data",
        "environment",
        "fn",
        "hash",
        "inverse",
        "name",
    )

    def __init__(
        self,
        name: str,
        context: Any,
        hash: Mapping[str, Any],
        data: Mapping[str, Any],
        environment: Surroundings,
        fn: Body,
        inverse: Body,
    ) -> None:
        self.name = name
        self.context = context
        self.hash = hash
        self.data = data
        self.environment = environment
        self.fn = fn
        self.inverse = inverse

    def inner_data(self, **variables: Any) -> dict[str, Any]:
        """Return the @-variables for a round of a block, these ones added."""
        return {**self.data, "_parent": self.data, **variables}

    @property
    def root(self) -> Any:
        """The payload that the template is rendered with."""
        return self.data["root"]


def no_body(
    context: Any = None,
    data: Mapping[str, Any] | None = None,
    block_params: Sequence[Any] = (),
) -> str:
    """Stand for the half of a block that the template does not have."""
    return ""
