"""How much a node may build: no node makes more than a payload may hold.

Apart so that every node refuses the same sizes in the same words.
"""

from typing import Final, TypeVar

from webhooks.workflows.errors import NodeError

# Losant's limits: 5 MB for what a node takes in, 262,144 iterations of a loop.
MOST_CHARACTERS: Final = 5 * 1024 * 1024
MOST_ITEMS: Final = 262_144

T = TypeVar("T")


def check_characters(length: int, what: str) -> None:
    """Raise NodeError when a text would be longer than a payload may hold."""
    if length > MOST_CHARACTERS:
        message = f"{what} is larger than {MOST_CHARACTERS:,} characters."
        raise NodeError(message, "TooLarge")


def check_items(length: int, what: str) -> None:
    """Raise NodeError when a list would be longer than a node may build."""
    if length > MOST_ITEMS:
        raise NodeError(f"{what} has more than {MOST_ITEMS:,} entries.", "TooLarge")


def bounded_text(text: str, what: str) -> str:
    """Return a text that is small enough. Raises NodeError."""
    check_characters(len(text), what)
    return text


def bounded_list(items: list[T], what: str) -> list[T]:
    """Return a list that is short enough. Raises NodeError."""
    check_items(len(items), what)
    return items
