"""A pool of real children for the tests of a folder, and short ways to use it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from webhooks.runtime.script import ScriptError, ScriptLimits, ScriptPool

# Far off, so that no script meets one because the machine is slow or busy.
LIMITS = ScriptLimits(cpu_seconds=10.0, wall_seconds=120.0, wait_seconds=120.0)

Run = Callable[..., Any]


@pytest.fixture(scope="package")
def pool() -> Iterator[ScriptPool]:
    """Two children that all tests share, as applications do."""
    made = ScriptPool(LIMITS)
    yield made
    made.close()


@pytest.fixture
def run(pool: ScriptPool) -> Run:
    """Run a script over a payload; return the payload after it."""

    def run(source: str, payload: Any = None, **options: Any) -> Any:
        result = pool.run("application", source, json.dumps(payload), **options)
        return None if result.value_json is None else json.loads(result.value_json)

    return run


@pytest.fixture
def failure(pool: ScriptPool) -> Callable[[str], ScriptError]:
    """Run a script that fails; return its error."""

    def failure(source: str) -> ScriptError:
        with pytest.raises(ScriptError) as caught:
            pool.run("application", source, "{}")
        return caught.value

    return failure
