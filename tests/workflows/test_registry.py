"""The registry: types are found by walking a package, and are there once."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.workflows.stage import FAIL, PUT, Stage
from webhooks.nodes.triggers.webhook import TRIGGER
from webhooks.workflows import registry

DECLARES = "from tests.workflows.stage import FAIL, PICK, PUT, STOP\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Yield an empty package that is forgotten after the test."""
    root = tmp_path / "palette"
    (root / "deep").mkdir(parents=True)
    (root / "__init__.py").touch()
    (root / "deep" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    module = ModuleType("palette")
    module.__path__ = [str(root)]
    yield module
    for name in [name for name in sys.modules if name.split(".")[0] == "palette"]:
        del sys.modules[name]


def write(package: ModuleType, name: str, text: str) -> None:
    """Add a module to the package."""
    (Path(package.__path__[0]) / name).write_text(DECLARES + text)


def test_types_are_found_wherever_they_are_declared(package: ModuleType) -> None:
    write(package, "put.py", "NODE = PUT")
    write(package, "deep/more.py", "NODES = [FAIL, PICK]")
    write(
        package,
        "deep/start.py",
        "from webhooks.nodes.triggers.webhook import TRIGGER\nTRIGGERS = []",
    )
    found = registry.load(package)
    assert set(found.nodes) == {"Put", "Fail", "Pick"}
    assert set(found.triggers) == {"webhook"}


def test_a_module_with_an_underscore_needs_no_declaration(package: ModuleType) -> None:
    write(package, "_shared.py", "")
    assert registry.load(package).nodes == {}


@pytest.mark.parametrize("text", ["", "NODE = 5", "NODES = ['Put']", "TRIGGER = PUT"])
def test_a_module_that_declares_no_type_is_an_error(
    package: ModuleType, text: str
) -> None:
    write(package, "empty.py", text)
    with pytest.raises(ValueError, match=r"palette\.empty declares no type"):
        registry.load(package)


def test_a_type_that_is_declared_twice_is_an_error(package: ModuleType) -> None:
    write(package, "one.py", "NODE = PUT")
    write(package, "two.py", "NODES = [STOP, PUT]")
    with pytest.raises(ValueError, match="Put is declared twice"):
        registry.load(package)


def test_a_collection_has_each_type_once() -> None:
    assert set(registry.collect([PUT, FAIL], [TRIGGER]).nodes) == {"Put", "Fail"}
    with pytest.raises(ValueError, match="webhook is declared twice"):
        registry.collect([], [TRIGGER, TRIGGER])


def test_a_type_describes_itself_in_the_words_of_the_api() -> None:
    described = Stage().registry.nodes["Pick"].describe()
    assert described["kind"] == "node"
    assert described["outputs"] == [
        {"name": "no", "label": "No"},
        {"name": "yes", "label": "Yes"},
    ]
    assert described["fields"][0]["name"] == "output"
    assert not described["outputsVary"]
    assert TRIGGER.describe()["kind"] == "trigger"
