"""Putting values into a request: the other way round of reading them.

For test requests, which are made as their sender would make them.
"""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote, quote_plus

from webhooks.ingress.fields import split_fields
from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.ingress.request import InboundRequest


def put(request: InboundRequest, place: str, value: str) -> InboundRequest:
    """Return the request with ``value`` at ``place``, instead of what was there.

    A place that the request cannot have (a JSON field where there is no JSON)
    leaves it as it is.
    """
    kind, _, name = place.partition(".")
    if kind == "header":
        return put_header(request, name, value)
    if kind == "query":
        return replace(request, raw_query=_with_query(request.raw_query, name, value))
    if kind == "json":
        return _put_json(request, name.split("."), value)
    if kind == "form":
        return request.with_body(_with_field(request.body, name, value))
    return request


def put_header(request: InboundRequest, name: str, value: str) -> InboundRequest:
    """Return the request with that one header of that name."""
    wanted = name.lower()
    kept = [pair for pair in request.headers if pair[0].lower() != wanted]
    return replace(request, headers=(*kept, (wanted, value)))


def _with_query(raw_query: str, name: str, value: str) -> str:
    parts = [
        part
        for part in raw_query.split("&")
        if part and part.partition("=")[0] != quote(name)
    ]
    return "&".join([*parts, f"{quote(name)}={quote(value)}"])


def _with_field(body: bytes, name: str, value: str) -> bytes:
    pairs = [pair for pair in split_fields(body) if pair[0] != name.encode()]
    pairs.append((name.encode(), value.encode()))
    written = [f"{quote_plus(key)}={quote_plus(text)}" for key, text in pairs]
    return "&".join(written).encode()


def _put_json(request: InboundRequest, names: list[str], value: str) -> InboundRequest:
    try:
        body = load_json(request.body)
    except JsonProblem:
        return request
    _set(body, names, value)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return request.with_body(text.encode("utf-8", "surrogatepass"))


def _set(target: Any, names: list[str], value: str) -> None:
    name, below = names[0], names[1:]
    if name == "*":
        for each in target if isinstance(target, list) else ():
            _set(each, below, value)
    elif isinstance(target, dict) and (name in target or "*" not in below):
        if below:
            _set(target.setdefault(name, {}), below, value)
        else:
            # A number stays one: some senders write their time stamps so.
            was = target.get(name)
            is_number = isinstance(was, int) and not isinstance(was, bool)
            target[name] = int(value) if is_number and value.isdecimal() else value
