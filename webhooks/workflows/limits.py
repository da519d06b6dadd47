"""What one run may use before it is stopped."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` include waiting; ``bytes`` is all that nodes write together.

    ``parallel`` is how many iterations of a parallel loop are under way at once.
    Losant's limits are 60 s and about 5 iterations.
    """

    seconds: float = 60.0
    steps: int = 100_000
    value_bytes: int = 5 * 1024 * 1024
    bytes: int = 64 * 1024 * 1024
    nesting: int = 20
    parallel: int = 5
    # How long a run may keep the process to itself.
    breath_seconds: float = 0.005
