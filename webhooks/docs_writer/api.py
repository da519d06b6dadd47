"""The reference of the JSON API, from its OpenAPI document."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from webhooks.docs_writer.markdown import code, page, table

# Every call takes these; the introduction tells about them.
_EVERYWHERE = {"_links"}
_METHODS = ("get", "post", "put", "patch", "delete")
_INTRODUCTION = """\
Every call with its scopes and parameters, as in `/api/openapi.json`, which also
has the schemas of bodies and answers. How to authenticate, page, wait and reply
is told in [the guide](../api.md). Every call takes `_links=false` too, for answers
without links."""


def api_page(document: Mapping[str, Any]) -> str:
    """Return the page about an OpenAPI document's calls."""
    parts = [_INTRODUCTION, *_sections(document.get("paths", {}))]
    return page("API calls", "the routes and schemas in `webhooks/web`", parts)


def _sections(paths: Mapping[str, Any]) -> Iterator[str]:
    for path, item in sorted(paths.items()):
        for method in _METHODS:
            if method in item:
                yield _section(path, method, item[method], item.get("parameters", []))


def _section(
    path: str, method: str, call: Mapping[str, Any], shared: list[Mapping[str, Any]]
) -> str:
    parts = [f"## {method.upper()} /api{path}"]
    for told in (call.get("summary"), call.get("description")):
        if told:
            parts.append(" ".join(told.split()))
    rows = [
        (code(one["name"]), _values(one.get("schema", {})), one.get("description", ""))
        for one in (*shared, *call.get("parameters", []))
        if one.get("in") == "query" and one["name"] not in _EVERYWHERE
    ]
    if rows:
        parts.append(table(("Parameter", "Values", "Meaning"), rows))
    return "\n\n".join(parts)


def _values(schema: Mapping[str, Any]) -> str:
    """Return in words what a parameter may be, and what it is otherwise."""
    words = [str(schema.get("type", ""))]
    if "enum" in schema:
        words = [", ".join(code(str(one)) for one in schema["enum"])]
    if "minimum" in schema and "maximum" in schema:
        words.append(f"{schema['minimum']} to {schema['maximum']}")
    if "default" in schema:
        words.append(f"default {code(json.dumps(schema['default']))}")
    return "; ".join(word for word in words if word)
