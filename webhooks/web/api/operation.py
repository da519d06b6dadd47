"""What an operation of the API is: one declaration, three readers.

The blueprint makes routes of it, the OpenAPI document describes it, and the
tests go through all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from webhooks.access import Principal
from webhooks.services.site import Site
from webhooks.web.api.request_json import MOST_BYTES
from webhooks.web.schemas.base import Arguments, Closed

ANYBODY = Principal("anybody", "", "", frozenset())


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked: who calls, with which ids, query and body."""

    site: Site
    principal: Principal
    remote_address: str
    ids: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def application_id(self) -> str:
        """The application in the address."""
        return self.ids["application_id"]

    @property
    def webhook_id(self) -> str:
        """The webhook in the address."""
        return self.ids["webhook_id"]

    @property
    def flow_id(self) -> str:
        """The workflow in the address."""
        return self.ids["flow_id"]


View = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """A method and a path below ``/api``, and what it takes and gives.

    ``action`` is what scopes and roles must permit; None is open to anybody.
    ``view`` returns a JSON object, or a response as it is. ``answer`` None
    means that the answer is not JSON; ``media_type`` tells what it is.
    ``changes_on_get`` keeps HEAD away from a GET that does something.
    ``most_bytes`` is how large the body may be.
    """

    name: str
    method: str
    path: str
    view: View
    action: str | None
    summary: str
    tag: str
    query: type[Arguments] = Arguments
    body: type[Closed] | None = None
    body_is_list: bool = False
    answer: type[Closed] | None = None
    status: int = 200
    media_type: str = "application/json"
    changes_on_get: bool = False
    most_bytes: int = MOST_BYTES


class Operations:
    """The operations of one resource, in the order of declaration."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.all: list[Operation] = []

    def add(
        self, method: str, path: str, action: str | None, summary: str, **more: Any
    ) -> Callable[[View], View]:
        """Declare the decorated function as an operation."""

        def keep(view: View) -> View:
            name = f"{self.tag}.{view.__name__.rstrip('_')}"
            self.all.append(
                Operation(name, method, path, view, action, summary, self.tag, **more)
            )
            return view

        return keep
