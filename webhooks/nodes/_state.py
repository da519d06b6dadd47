"""What a node remembers from one run to the next.

Shared by On Change, Latch, Throttle and Email: each decides something from a kept
value and keeps another, at one stroke, since runs may go side by side.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final, TypeVar

from webhooks.workflows.node_call import NodeCall

_MOST_CHARACTERS: Final = 200

T = TypeVar("T")


def state_key(node: NodeCall, id_field: str) -> str:
    """Return where a node's state is kept: one place for each rendered id."""
    key = f"{node.node_id}:{node.text(id_field)}"
    if len(key) <= _MOST_CHARACTERS:
        return key
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{node.node_id[:100]}:sha256:{digest}"


def decide(node: NodeCall, key: str, change: Callable[[Any], tuple[Any, T]]) -> T:
    """Keep the first of what ``change`` makes of the kept value; return the other.

    ``change`` gets UNDEFINED the first time.
    """
    decisions: list[T] = []

    def changed(kept: Any) -> Any:
        value, decision = change(kept)
        decisions.append(decision)
        return value

    node.ports.node_state.update(key, changed)
    return decisions[-1]


def now_ms(node: NodeCall) -> int:
    """Return the time at which the node runs, in milliseconds since 1970."""
    return int(node.now.timestamp() * 1000)
