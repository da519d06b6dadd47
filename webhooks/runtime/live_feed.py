"""Live view: frames of one topic, made once and read by everybody who looks.

Apart from the watchers of ``live.py``, which hear of each number by itself: a
page only shows what fits on it, so many arrivals become one frame, and twenty
open pages cost little more than one.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from webhooks.errors import WebhooksError

PAUSE_SECONDS: Final = 0.15
# After a frame that is only a number, so that readers cost a busy server half.
CROWDED_PAUSES: Final = 2
FRAMES_KEPT: Final = 64
CHANGES_KEPT: Final = 500
CHANGES_A_FRAME: Final = 60

_logger = logging.getLogger(__name__)


class Dropped(Exception):
    """The reader was too slow, or the server stops; it should reconnect."""


class Frame(NamedTuple):
    """What every reader is sent: ``newest`` is the highest number it covers.

    ``crowded`` says that so much came that it only tells how much.
    """

    newest: int
    text: str
    crowded: bool = False


# From the highest number so far, and the numbers that have changed, to a frame.
MakeFrame = Callable[[int, Sequence[int]], Frame | None]


class Feed:
    """The frames of one topic, at most one every 150 ms, or 300 when crowded.

    ``make`` is called in a thread of the feed's own; what it gives is kept for
    a while, so that a reader needs no queue. One that falls behind what is kept
    is dropped and resumes from the last number it saw.
    """

    def __init__(
        self, newest: int, make: MakeFrame, pause_seconds: float = PAUSE_SECONDS
    ) -> None:
        self.readers = 0
        self.ended = False
        self._newest = newest
        self._make = make
        self._pause_seconds = pause_seconds
        self._made = 0
        self._frames: deque[Frame] = deque(maxlen=FRAMES_KEPT)
        self._changes: dict[int, None] = {}
        self._changing = threading.Lock()
        self._reading = threading.Lock()
        # Set with the next frame, and then replaced: waking all readers of an
        # event takes a fraction of what a condition takes.
        self._next = threading.Event()
        self._stopped = threading.Event()
        self._due = threading.Event()
        # Something may have come since ``newest`` was looked up.
        self._waits = True
        self._due.set()

    def start(self) -> None:
        """Begin to make frames."""
        threading.Thread(target=self._run, name="live feed", daemon=True).start()

    def added(self) -> None:
        """Say that something new is there; nearly free while a frame is due."""
        if not self._waits:
            self._waits = True
            self._due.set()

    def changed(self, number: int) -> None:
        """Say that something of this number is not what it was."""
        with self._changing:
            if len(self._changes) == CHANGES_KEPT:
                del self._changes[next(iter(self._changes))]
            self._changes[number] = None
        self.added()

    def stop(self) -> None:
        """End every reader's stream at its next look."""
        self._stopped.set()
        self._due.set()
        self._end()

    @property
    def position(self) -> int:
        """Where a new reader begins."""
        return self._made

    def read(self, position: int, timeout_seconds: float) -> list[Frame]:
        """Return the frames since a position, or none after the timeout.

        Raises Dropped when they are not kept any more or the feed has ended.
        """
        # Before the look: what comes after it sets this one.
        coming = self._next
        if self._made == position and not self.ended:
            coming.wait(timeout_seconds)
        with self._reading:
            count = self._made - position
            if self.ended or count > len(self._frames):
                raise Dropped
            return [self._frames[place] for place in range(-count, 0)]

    def _run(self) -> None:
        try:
            while self._due.wait():
                self._due.clear()
                # Only now: whoever stops the feed after this look wakes us again.
                if self._stopped.is_set():
                    return
                self._waits = False
                frame = self._add_frame()
                pauses = CROWDED_PAUSES if frame and frame.crowded else 1
                self._stopped.wait(self._pause_seconds * pauses)
        except WebhooksError as error:
            # The database fails just now: whoever looks on connects again.
            _logger.warning("a live view has ended: %s", error)
        except Exception:  # outermost: the readers must not wait for nobody
            _logger.exception("a live view has ended in a way that nobody expected")
        finally:
            self._end()

    def _add_frame(self) -> Frame | None:
        with self._changing:
            changes = tuple(self._changes)[:CHANGES_A_FRAME]
            for number in changes:
                del self._changes[number]
            left = bool(self._changes)
        if left:
            self.added()
        frame = self._make(self._newest, changes)
        if frame is not None:
            with self._reading:
                self._newest = frame.newest
                self._frames.append(frame)
                self._made += 1
            self._wake()
        return frame

    def _end(self) -> None:
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        with self._reading:
            came, self._next = self._next, threading.Event()
        came.set()
