"""Files with workflows: which forms are understood, and which are not."""

import json
from typing import Any

import pytest

from webhooks.errors import Invalid, TooLarge
from webhooks.services.workflow_files import (
    LARGEST_FILE,
    documents_in,
    read_documents,
)

EXPORT = """\
resourceType: {type}
resources:
  - id: ~exportplaceholderid-flow-a~
    name: A
    nodes: []
version: 1
"""


def shapes(value: Any, filename: str = "") -> list[tuple[str, str]]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return [(each.kind, each.name) for each in read_documents(data, filename)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"name": "A", "nodes": []}, [("flow", "A")]),
        ([{"name": "A"}, {"name": "B"}], [("flow", "A"), ("flow", "B")]),
        ({"items": [{"name": "A"}], "count": 1}, [("flow", "A")]),
        (
            {"flows": [{"name": "A"}], "flowVersions": [{"version": "v1"}]},
            [("flow", "A"), ("version", "v1")],
        ),
        ({"resourceType": "Flow", "resources": [{"name": "A"}]}, [("flow", "A")]),
        ([{"flowId": "x", "version": "v1"}], [("version", "v1")]),
        ([{"flowId": "x", "version": "develop"}], [("flow", "develop")]),
    ],
)
def test_json_comes_in_several_shapes(
    value: Any, expected: list[tuple[str, str]]
) -> None:
    assert shapes(value) == expected


@pytest.mark.parametrize("filename", ["a.yaml", "a.yml", "", "a.json"])
def test_yaml_is_known_by_its_name_or_by_itself(filename: str) -> None:
    assert shapes(EXPORT.format(type="Flow").encode(), filename) == [("flow", "A")]


def test_an_experiences_version_says_its_class() -> None:
    text = EXPORT.format(type="ExperienceFlowVersion").replace("name:", "version:")
    document = read_documents(text.encode())[0]
    assert (document.kind, document.flow_class) == ("version", "experience")
    assert document.standing_alone().kind == "flow"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"5",
        b"[]",
        b"{",
        b'{"flows": {}}',
        b'{"resourceType": "Device", "resources": [{}]}',
        b'{"resourceType": [], "resources": [{}]}',
        b'{"resourceType": "Flow", "resources": []}',
        b"[5]",
        b"\xff\xfe\x00",
        b"a: [",
        b"- 1\n- 2",
        b"[" * 100_000,
        b'{"name": .nan}',
    ],
)
@pytest.mark.parametrize("filename", ["", "a.yaml"])
def test_anything_else_is_refused_in_a_sentence(data: bytes, filename: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_documents(data, filename)
    assert refused.value.message.endswith(("workflow.", "workflows.", ".", "list"))


def test_a_file_is_bounded() -> None:
    with pytest.raises(TooLarge):
        read_documents(b" " * (LARGEST_FILE + 1))
    with pytest.raises(Invalid):
        documents_in([{"name": "A"}] * 1001)
