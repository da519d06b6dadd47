"""What is known while a template is compiled, and differs from place to place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from webhooks.templating.frame import Frame, PartialBody
from webhooks.templating.helper import Helper
from webhooks.templating.syntax import PathNode

# Stand for what is missing; a template cannot name them.
HELPER_MISSING = "helperMissing"
BLOCK_HELPER_MISSING = "blockHelperMissing"

# What a part of a template becomes.
Piece = Callable[[Frame], str]


@dataclass(frozen=True, slots=True)
class Scope:
    """``names`` are the block parameters from the innermost block outwards."""

    helpers: Mapping[str, Helper]
    # Returns a partial that the environment has, or None.
    partial: Callable[[str], PartialBody | None]
    names: tuple[tuple[str, ...], ...] = ()

    def within(self, block_params: tuple[str, ...]) -> "Scope":
        """Return the scope inside a block with these parameters."""
        if not block_params:
            return self
        return replace(self, names=(block_params, *self.names))

    def block_param(self, path: PathNode) -> tuple[int, int] | None:
        """Return the level and place of the parameter that the path starts with."""
        if path.depth or path.is_scoped or path.is_data or not path.parts:
            return None
        for level, names in enumerate(self.names):
            if path.parts[0] in names:
                return level, names.index(path.parts[0])
        return None

    def helper(self, path: PathNode) -> Helper | None:
        """Return the helper that the path names, if it can name one."""
        if not path.is_simple or self.block_param(path) is not None:
            return None
        return None if is_reserved(path) else self.helpers.get(path.parts[0])


def is_reserved(path: PathNode) -> bool:
    """Tell whether a template names what it may not."""
    return path.is_simple and path.parts[0] in {HELPER_MISSING, BLOCK_HELPER_MISSING}
