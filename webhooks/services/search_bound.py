"""How long one search may go on.

Apart from the searching, because whoever waits for it holds the other end: a
search that nobody waits for any more must not keep its thread.
"""

from collections.abc import Callable


class SearchBound:
    """Over when its time or its rows are used up, or when it is cancelled.

    ``monotonic`` counts seconds and is called on a native thread.
    """

    def __init__(
        self, monotonic: Callable[[], float], seconds: float, rows: int
    ) -> None:
        self._monotonic = monotonic
        self._end = monotonic() + seconds
        self._rows = rows
        self._cancelled = False

    def cancel(self) -> None:
        """End the search wherever it is."""
        self._cancelled = True

    def count(self, rows: int) -> None:
        """Note that so many rows have been looked at."""
        self._rows -= rows

    @property
    def rows_left(self) -> int:
        """How many rows may still be looked at."""
        return self._rows

    def is_over(self) -> bool:
        """Tell whether to stop here."""
        return self._cancelled or self._rows <= 0 or self._monotonic() >= self._end
