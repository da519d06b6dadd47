"""Generate ID and Random Number: forms, bounds, and what makes none."""

import re
import uuid
from typing import Any

import pytest

from tests.nodes.kit import NOW, run_node
from webhooks.nodes.logic.generate_id import NODE as GENERATE
from webhooks.nodes.logic.random_number import NODE as RANDOM
from webhooks.workflows.errors import NodeError


def generate(kind: str, **more: Any) -> str:
    config = {"idTypeTemplate": kind, "destinationPath": "id", **more}
    return str(run_node(GENERATE, config, {}).payload["id"])


@pytest.mark.parametrize("version", [1, 4])
def test_a_uuid_has_its_version(version: int) -> None:
    assert uuid.UUID(generate(f" UUIDv{version} ")).version == version


def test_a_uuid_of_the_time_tells_nothing_about_the_machine() -> None:
    first, second = (uuid.UUID(generate("uuidv1")) for _ in range(2))
    assert first.node != second.node
    assert first.node >> 40 & 1


def test_a_uuid_of_a_name_is_the_published_one() -> None:
    # RFC 9562, appendix A.2 and A.4.
    name = {
        "namespaceTemplate": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "valueTemplate": "www.example.com",
    }
    assert generate("uuidv3", **name) == "5df41881-3aed-3515-88a7-2f4a814cf09e"
    assert generate("uuidv5", **name) == "2ed6657d-e927-568b-95e1-2665a8aea6a2"


def test_an_object_id_begins_with_the_second() -> None:
    made = generate("objectId")
    assert re.fullmatch("[0-9a-f]{24}", made)
    assert int(made[:8], 16) == int(NOW.timestamp())


def test_a_nanoid_has_21_characters_unless_told_otherwise() -> None:
    assert re.fullmatch("[A-Za-z0-9_-]{21}", generate("nanoid"))
    assert len(generate("nanoid", numCharactersTemplate="256")) == 256


@pytest.mark.parametrize("length", ["0", "257", "many"])
def test_a_nanoid_of_an_impossible_length_stops_the_run(length: str) -> None:
    with pytest.raises(NodeError):
        generate("nanoid", numCharactersTemplate=length)


def test_a_name_needs_a_namespace() -> None:
    with pytest.raises(NodeError, match="namespace"):
        generate("uuidv5", valueTemplate="x")


@pytest.mark.parametrize(
    ("least", "most", "numbers"),
    [
        (1, 1, {1}),
        ("-2", "-1", {-2, -1}),
        (0.5, 1.5, {1}),
        (0.2, 0.8, {None}),
        (3, 1, {None}),
        ("a", 1, {None}),
        ("Infinity", "Infinity", {None}),
    ],
)
def test_a_number_lies_between_its_limits(
    least: Any, most: Any, numbers: set[int | None]
) -> None:
    config = {"min": least, "max": most, "resultPath": "n"}
    assert run_node(RANDOM, config, {}).payload["n"] in numbers
