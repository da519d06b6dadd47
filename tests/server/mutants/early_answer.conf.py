"""A server whose writer answers before COMMIT."""

import runpy
from pathlib import Path

globals().update(
    {
        name: value
        for name, value in runpy.run_path(
            str(Path(__file__).resolve().parents[3] / "gunicorn.conf.py")
        ).items()
        if not name.startswith("_")
    }
)


def post_worker_init(worker):
    """Serve with the broken writer."""
    # Only here, because they must be imported after patching.
    from tests.server.mutants.early_answer import EarlyAnswer
    from webhooks.web import process

    prepared = on_starting.__globals__["_prepared"]  # noqa: F821  # from above
    process.begin(worker, EarlyAnswer, prepared)
