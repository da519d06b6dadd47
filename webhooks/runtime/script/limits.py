"""What one run of a script may use; apart because parent and child share it."""

from dataclasses import dataclass
from typing import Final

_MIB: Final = 1 << 20

# An idle child maps some 20 MiB; texts are copied a few times on their way.
_OWN_BYTES: Final = 64 * _MIB
_COPIES: Final = 8


@dataclass(frozen=True, slots=True)
class ScriptLimits:
    """Limits of a run. Sizes are bytes, log texts are UTF-16 units.

    ``cpu_seconds`` is watched by the engine in the child, ``wall_seconds`` by
    the parent, which kills: the engine does not look at its clock in long native
    calls. ``wait_seconds`` is how long a run may wait for a free child.
    """

    cpu_seconds: float = 1.0
    wall_seconds: float = 2.0
    wait_seconds: float = 30.0
    heap_bytes: int = 32 * _MIB
    stack_bytes: int = 256 << 10
    input_bytes: int = 5 * _MIB
    output_bytes: int = 5 * _MIB
    log_entries: int = 100
    log_characters: int = 4096

    @property
    def address_space_bytes(self) -> int:
        """What a child may map in all: a bound for what the heap's does not count."""
        texts = _COPIES * (self.input_bytes + self.output_bytes)
        return _OWN_BYTES + self.heap_bytes + texts
