"""The API as a workflow calls it: no HTTP, the same operations and checks.

The Losant API node names a resource and an action, as the official clients do
(``webhooks``, ``get``), and gives parameters by the clients' names. It acts as
its own application and sees nothing of others.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from webhooks.access import OWNERS_ONLY, Principal
from webhooks.errors import Forbidden, Invalid, NotFound
from webhooks.services.site import Site
from webhooks.web.api.blueprint import OPERATIONS
from webhooks.web.api.caller import check_access
from webhooks.web.api.operation import Call, Operation
from webhooks.web.schemas.base import read, read_arguments

_SCOPES = frozenset({"all.Application"})
_ID = re.compile(r"<(?:\w+:)?(\w+)>")
_HERE = "127.0.0.1"


def call(
    site: Site,
    application_id: str,
    workflow_id: str,
    workflow_name: str,
    resource: str,
    action: str,
    params: Mapping[str, Any],
) -> Any:
    """Return what an operation answers.

    Raises NotFound for an operation that does not exist here, and whatever the
    operation itself refuses.
    """
    operation = _operation(resource, action)
    given = {"applicationId": application_id, **params}
    ids, rest = _split(operation, given)
    if ids.get("application_id", application_id) != application_id:
        raise Forbidden("A workflow reaches no other application than its own.")
    if operation.action in OWNERS_ONLY:
        # Editors write workflows, and must not do by them what they may not do.
        raise Forbidden("A workflow may not do what only the application's owner may.")
    principal = Principal(
        "apiToken", workflow_id, workflow_name, _SCOPES, application_id
    )
    check_access(principal, operation.action or "", ids.get("application_id"))
    body, query = _body(operation, rest)
    arguments = read_arguments(operation.query, _as_query(query))
    answer = operation.view(Call(site, principal, _HERE, ids, arguments, body))
    if not isinstance(answer, dict | list):
        raise Invalid("The answer of this operation is no JSON.")
    return answer


def _operation(resource: str, action: str) -> Operation:
    wanted = f"{resource}.{action}"
    for operation in OPERATIONS:
        # What is answered with a stream or a file is nothing for a payload.
        if operation.action == wanted and operation.answer is not None:
            return operation
    raise NotFound(f"There is no operation {wanted} here.")


def _split(
    operation: Operation, given: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, Any]]:
    """Return what belongs into the path, and the rest. Raises Invalid."""
    ids, rest = {}, dict(given)
    for name in _ID.findall(operation.path):
        head, *tail = name.split("_")
        key = head + "".join(word.capitalize() for word in tail)
        value = rest.pop(key, None)
        if not isinstance(value, str) or not value:
            raise Invalid(f"{key} is required", key)
        ids[name] = value
    rest.pop("applicationId", None)
    return ids, rest


def _body(
    operation: Operation, rest: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the body and the query.

    The clients name the body after its resource; it is the one object among
    the parameters.
    """
    if operation.body is None:
        return {}, rest
    bodies = [key for key, value in rest.items() if isinstance(value, dict | list)]
    value = rest.pop(bodies[0]) if bodies else {}
    if operation.body_is_list:
        value = {"globals": value}
    return read(operation.body, value), rest


def _as_query(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters in the form that they have in an address."""
    return {key: _query_value(key, value) for key, value in values.items()}


def _query_value(key: str, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return {str(place): item for place, item in enumerate(value)}
    if isinstance(value, dict) and key != "query":
        return value
    return json.dumps(value)
