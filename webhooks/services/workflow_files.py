"""Files with workflows: which documents are in them, whatever form they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from webhooks.errors import Invalid, TooLarge
from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.services.yaml_text import YamlProblem, parse_yaml

LARGEST_FILE: Final = 8 * 1024 * 1024
MOST_DOCUMENTS: Final = 1000

Kind = Literal["flow", "version"]

_RESOURCES: Mapping[str, Kind] = {
    "Flow": "flow",
    "FlowVersion": "version",
    "ExperienceFlowVersion": "version",
}
_YAML_NAMES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Document:
    """A workflow or one version of it, as it came.

    ``flow_class`` is what the file says of all that is in it, if anything.
    """

    kind: Kind
    fields: Mapping[str, Any]
    flow_class: str | None = None

    @property
    def flow_id(self) -> str:
        """What the file calls the workflow by; empty if it does not say."""
        found = self.fields.get("flowId")
        if not found and self.kind == "flow":
            found = self.fields.get("id")
        return found if isinstance(found, str) else ""

    @property
    def name(self) -> str:
        """What to call it when something is wrong with it."""
        found = self.fields.get("name") or self.fields.get("version")
        return found if isinstance(found, str) else "a workflow without a name"

    def standing_alone(self) -> "Document":
        """Return a version as a workflow of its own, named after both."""
        if self.kind == "flow":
            return self
        names = (self.fields.get("name"), self.fields.get("version"))
        name = " ".join(each for each in names if isinstance(each, str))
        return replace(self, kind="flow", fields={**self.fields, "name": name})


def read_documents(data: bytes, filename: str = "") -> list[Document]:
    """Return the documents in a file: JSON, or Losant's export as YAML.

    Raises TooLarge over 8 MiB, and Invalid for what is neither.
    """
    if len(data) > LARGEST_FILE:
        raise TooLarge(f"A file must not exceed {LARGEST_FILE} bytes.")
    return documents_in(_parsed(data, filename), filename)


def documents_in(value: Any, filename: str = "") -> list[Document]:
    """Return the documents in a value that was read from a file.

    That is a workflow, a list of them, an answer of the API's list, a body of
    its import, or an export with ``resourceType``. Raises Invalid.
    """
    found = _found(value, filename or "The file")
    if not found:
        raise Invalid(f"{filename or 'The file'} holds no workflow.")
    if len(found) > MOST_DOCUMENTS:
        raise Invalid(f"There must not be more than {MOST_DOCUMENTS} workflows.")
    return found


def _found(value: Any, source: str) -> list[Document]:
    if isinstance(value, list):
        return [_document(each, "flow", source) for each in value]
    if not isinstance(value, Mapping):
        raise Invalid(f"{source} holds no workflow.")
    if "resourceType" in value:
        return _exported(value, source)
    if "flows" in value or "flowVersions" in value:
        return [
            *(_document(each, "flow", source) for each in _list(value, "flows")),
            *(_document(e, "version", source) for e in _list(value, "flowVersions")),
        ]
    if isinstance(value.get("items"), list):
        return [_document(each, "flow", source) for each in value["items"]]
    return [_document(value, "flow", source)]


def _exported(value: Mapping[str, Any], source: str) -> list[Document]:
    type_ = value["resourceType"]
    kind = _RESOURCES.get(type_) if isinstance(type_, str) else None
    if kind is None:
        raise Invalid(f"{source} holds {str(type_)[:80]}, which are no workflows.")
    flow_class = "experience" if type_ == "ExperienceFlowVersion" else None
    return [
        _document(each, kind, source, flow_class) for each in _list(value, "resources")
    ]


def _document(
    fields: Any, kind: Kind, source: str, flow_class: str | None = None
) -> Document:
    if not isinstance(fields, Mapping):
        raise Invalid(f"{source} holds something that is no workflow.")
    if fields.get("version") == "develop":
        # The editable version is the workflow itself.
        kind = "flow"
    elif kind == "flow" and "name" not in fields and "flowId" in fields:
        kind = "version"
    return Document(kind, fields, flow_class)


def _list(value: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = value.get(name, [])
    if not isinstance(found, list):
        raise Invalid(f"{name} must be a list", name)
    return found


def _parsed(data: bytes, filename: str) -> Any:
    """Read JSON first, as every JSON text is nearly YAML; unless it is named so."""
    source = filename or "The file"
    json_problem = ""
    if not filename.lower().endswith(_YAML_NAMES):
        try:
            return load_json(data)
        except JsonProblem as problem:
            json_problem = str(problem)
    if data.lstrip()[:1] in {b"{", b"["} and json_problem:
        raise Invalid(f"{source} is not valid JSON: {json_problem}.")
    try:
        return parse_yaml(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Invalid(f"{source} is not text in UTF-8.") from None
    except YamlProblem as problem:
        raise Invalid(f"{source} is not valid YAML: {problem}.") from None
