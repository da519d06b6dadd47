"""A server that gives up a client that does not read after four seconds."""

import runpy
from pathlib import Path

from webhooks.web import worker

globals().update(
    {
        name: value
        for name, value in runpy.run_path(
            str(Path(__file__).resolve().parents[3] / "gunicorn.conf.py")
        ).items()
        if not name.startswith("_")
    }
)

# Above the deadline for heads, as it is in the real one.
worker.WRITE_TIMEOUT_SECONDS = 4
