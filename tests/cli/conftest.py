"""Running a command inside the test's own application."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

Run = Callable[..., Result]


@pytest.fixture
def flask(app: Flask) -> Run:
    """Return a function that runs ``flask`` with the given words."""

    def run(*words: str, stdin: str | bytes | None = None) -> Result:
        return app.test_cli_runner().invoke(args=list(words), input=stdin)

    return run
