"""A pool of real children for the tests of a folder, and short ways to use it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from webhooks.runtime.script import ScriptError, ScriptLimits, ScriptPool

# Shorter than the server's; the wall is far off, so that only what the engine
# cannot stop runs into it, however busy the machine is.
LIMITS = ScriptLimits(cpu_seconds=0.3, wall_seconds=20.0)

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
