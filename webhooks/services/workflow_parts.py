"""Triggers, nodes and globals of a workflow on their way into the database.

Whatever comes is kept as it came; what is missing and must be there (ids of
nodes, keys of triggers) is made here.
"""

import copy
import json
import secrets
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from webhooks.errors import Invalid
from webhooks.payload.json_text import JsonProblem, parse_json
from webhooks.services.application_globals import KEY, LONGEST_JSON
from webhooks.services.definitions import compiled_apart
from webhooks.services.site import Site
from webhooks.services.text_rules import clean_text
from webhooks.workflows.compiling import Compiled, FlowDocument, compile_workflow
from webhooks.workflows.problem import Problem
from webhooks.workflows.registry import Registry

PARTS: Final = ("triggers", "nodes", "globals")
MOST_NODES: Final = 1000
MOST_TRIGGERS: Final = 1000
MOST_GLOBALS: Final = 100
LARGEST_BYTES: Final = 4 * 1024 * 1024
GENERATED: Final = ("timer", "virtualButton")

_ALPHABET = string.ascii_letters + string.digits + "_-"
_GLOBAL_KEYS = frozenset({"key", "json"})

Items = list[dict[str, Any]]
# Tells whether a generated key belongs to another workflow.
IsForeign = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a definition is made of."""

    triggers: Items
    nodes: Items
    globals: Items


def clean_parts(given: Mapping[str, Any]) -> Parts:
    """Return copies of the three lists; one that is left out is empty.

    Raises Invalid for what is no list, too many of a kind, too large as a
    whole, text that no encoding can hold, and globals that are not in order.
    """
    lists = {name: _listed(given.get(name, []), name) for name in PARTS}
    for name, most in (("nodes", MOST_NODES), ("triggers", MOST_TRIGGERS)):
        if len(lists[name]) > most:
            raise Invalid(f"{name} must not be more than {most}", name)
    _check_size(lists)
    clean_globals(lists["globals"])
    # One by one: what is given twice must not be one object here.
    copies = {name: [copy.deepcopy(each) for each in lists[name]] for name in PARTS}
    return Parts(**copies)


def clean_globals(entries: Items) -> None:
    """Raise Invalid, naming the entry, unless all can be used as globals."""
    if len(entries) > MOST_GLOBALS:
        raise Invalid(f"globals must not be more than {MOST_GLOBALS}", "globals")
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        where = f"globals[{place}]"
        if not isinstance(entry, Mapping) or set(entry) != _GLOBAL_KEYS:
            raise Invalid(f"{where} must have key and json, nothing else", "globals")
        key = clean_text(entry["key"], f"{where}.key", 1, 255)
        if KEY.fullmatch(key) is None:
            text = f"{where}.key may hold letters, digits, - and _ only"
            raise Invalid(text, "globals")
        if key in seen:
            raise Invalid(f"globals: the key {key} occurs twice", "globals")
        seen.add(key)
        source = clean_text(entry["json"], f"{where}.json", 1, LONGEST_JSON)
        try:
            parse_json(source)
        except JsonProblem as problem:
            text = f"{where}.json ({key}) is not valid JSON: {problem}."
            raise Invalid(f'{text} A text needs its quotes: "text".', "globals") from (
                None
            )


def complete(
    parts: Parts,
    flow_id: str,
    application_id: str,
    registry: Registry,
    is_foreign: IsForeign,
) -> None:
    """Give every node an id and every trigger its key, where they have none.

    Made keys of other workflows, and those that occur twice, are made anew; a
    key that says which workflow it is in says this one.
    """
    for node in parts.nodes:
        if isinstance(node, dict) and not node.get("id"):
            node["id"] = _nanoid(10)
    seen: set[str] = set()
    for trigger in parts.triggers:
        if not isinstance(trigger, dict) or not isinstance(trigger.get("type"), str):
            continue
        type_ = registry.triggers.get(trigger["type"])
        if type_ is None:
            continue
        key = trigger.get("key")
        if type_.key == "generated":
            if not key or key in seen or is_foreign(str(key)):
                trigger["key"] = f"{flow_id}-{_nanoid(21)}"
            seen.add(str(trigger["key"]))
        elif type_.key == "fixed" and type_.key_text:
            text = type_.key_text
            if not key or "{flow}" in text:
                filled = text.replace("{application}", application_id)
                trigger["key"] = filled.replace("{flow}", flow_id)


def compiled(site: Site, parts: Parts, flow_class: str) -> Compiled:
    """Return the workflow ready to run, and everything that is wrong with it.

    A large one takes long, and takes that time on a native thread.
    """
    document = FlowDocument(parts.triggers, parts.nodes, parts.globals, flow_class)
    registry, environment = site.registry, site.templating
    make = partial(compile_workflow, document, registry, environment)
    return compiled_apart(site.store, document, make)


def refuse(problems: Sequence[Problem]) -> None:
    """Raise Invalid with all of the problems, if there are any."""
    if problems:
        raise Invalid(
            sentence(problems[0]),
            problems[0].pointer.lstrip("/").partition("/")[0],
            [problem.to_json() for problem in problems],
        )


def sentence(problem: Problem) -> str:
    """Return what is wrong; where the sentence lacks its subject, with the place."""
    if problem.message[:1].islower():
        return f"{problem.pointer} {problem.message}"
    return problem.message


def _listed(value: Any, name: str) -> Any:
    if not isinstance(value, list):
        raise Invalid(f"{name} must be a list", name)
    return value


def _check_size(lists: Mapping[str, Any]) -> None:
    try:
        data = json.dumps(lists, ensure_ascii=False, allow_nan=False).encode()
    except (UnicodeEncodeError, ValueError):
        text = "the workflow must not hold half characters or numbers without end"
        raise Invalid(text) from None
    if len(data) > LARGEST_BYTES:
        raise Invalid(f"the workflow must not exceed {LARGEST_BYTES} bytes of JSON")
    for name, key in (("triggers", "key"), ("nodes", "id")):
        for place, item in enumerate(lists[name]):
            if isinstance(item, dict) and "\0" in str(item.get(key, "")):
                raise Invalid(f"{name}[{place}].{key} must not hold NUL", name)


def _nanoid(length: int) -> str:
    """Return a random text in the form of Losant's ids of nodes and keys."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
