"""The pins fit the ranges: what is installed is what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ \\]+)((?: \\\n    --hash=\S+)*)", re.MULTILINE
)


def declared() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(name: str) -> dict[str, tuple[str, str]]:
    text = (ROOT / name).read_text()
    return {
        canonicalize_name(package): (version, hashes)
        for package, version, hashes in PIN.findall(text)
    }


@pytest.mark.parametrize(
    ("name", "ranges"),
    [
        ("requirements.txt", declared()["project"]["dependencies"]),
        ("requirements-test.txt", declared()["dependency-groups"]["test"]),
    ],
)
def test_every_direct_dependency_is_pinned_within_its_range(
    name: str, ranges: list[str]
) -> None:
    pinned = pins(name)
    for text in ranges:
        wanted = Requirement(text)
        version, _ = pinned[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(version), f"{text}, but {version} is pinned"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_pin_has_a_hash_and_there_is_nothing_else(name: str) -> None:
    assert all("--hash=sha256:" in hashes for _, hashes in pins(name).values())
    for line in (ROOT / name).read_text().splitlines():
        assert line.startswith(("    ", "#")) or "==" in line, line


def test_both_files_agree_on_what_they_share() -> None:
    run, test = pins("requirements.txt"), pins("requirements-test.txt")
    for package in run.keys() & test.keys():
        assert run[package][0] == test[package][0], package
