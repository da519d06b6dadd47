"""The API's routes: every operation, and a last one for whatever is left.

The last route takes any method on any path below ``/api``, so nothing there is
ever answered by the pages, redirected, or given to Flask's own error texts.
"""

from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Map

from webhooks.errors import MethodNotAllowed, NotFound
from webhooks.web.api import (
    api_tokens,
    applications,
    auth,
    deliveries,
    errors,
    flow_import,
    flow_statistics,
    flow_storage,
    flow_versions,
    flows,
    me,
    node_types,
    openapi,
    providers,
    replies,
    runs,
    webhook_tests,
    webhooks,
    work,
)
from webhooks.web.api.caller import caller, check_access, remote_address
from webhooks.web.api.operation import ANYBODY, Call, Operation
from webhooks.web.api.query import parse_query
from webhooks.web.api.request_json import read_json
from webhooks.web.current import current_site
from webhooks.web.schemas.base import read, read_arguments

PREFIX = "/api"
OPERATIONS: tuple[Operation, ...] = tuple(
    operation
    for resource in (
        auth,
        me,
        applications,
        webhooks,
        webhook_tests,
        api_tokens,
        deliveries,
        work,
        replies,
        flows,
        flow_import,
        flow_versions,
        flow_storage,
        flow_statistics,
        runs,
        node_types,
        providers,
        openapi,
    )
    for operation in resource.OPERATIONS.all
)

# Words that stand where an id can stand, too.
_WORDS = {
    "flow_id": ("import", "palette", "version"),
    "flow_version_id": ("delete",),
}
_METHODS = ("GET", "POST", "PATCH", "DELETE")
_UNKNOWN = "api.unknown"


class _Rest(BaseConverter):
    """Whatever is left of a path, slashes and all."""

    regex = ".*?"
    part_isolating = False


class _IdBesideWords(BaseConverter):
    """An id, but none of the words that have an address of their own."""

    def __init__(self, url_map: Map, *words: str) -> None:
        super().__init__(url_map)
        self.regex = rf"(?!(?:{'|'.join(words)})(?:/|\Z))[^/]+"


def register(app: Flask) -> None:
    """Mount the API on an application."""
    app.url_map.converters["beside"] = _IdBesideWords
    openapi.describe(app, OPERATIONS)
    blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
    for operation in OPERATIONS:
        blueprint.add_url_rule(
            _rule(operation.path),
            # Flask takes a dot in an endpoint for a blueprint's name.
            endpoint=operation.name.replace(".", "_"),
            view_func=_view(operation),
            methods=[operation.method],
            provide_automatic_options=False,
            merge_slashes=False,
        )
    blueprint.record(_add_last_route)
    errors.register(blueprint)
    blueprint.after_request(_protect)
    app.register_blueprint(blueprint)


def _rule(path: str) -> str:
    for name, words in _WORDS.items():
        path = path.replace(f"<{name}>", f"<beside({', '.join(words)}):{name}>")
    return path


def _view(operation: Operation) -> Any:
    def view(**ids: str) -> Response:
        if request.method == "HEAD" and operation.changes_on_get:
            raise MethodNotAllowed("HEAD is not allowed", _allowed())
        call = _call(operation, ids)
        result = operation.view(call)
        if isinstance(result, Response):
            return result
        response = jsonify(result)
        response.status_code = operation.status
        return response

    return view


def _call(operation: Operation, ids: dict[str, str]) -> Call:
    site = current_site()
    principal = ANYBODY
    if operation.action is not None:
        principal = caller(site, request)
        check_access(principal, operation.action, ids.get("application_id"))
    raw_query = request.environ.get("QUERY_STRING", "")
    query = read_arguments(operation.query, parse_query(raw_query))
    return Call(
        site, principal, remote_address(request), ids, query, _body_of(operation)
    )


def _body_of(operation: Operation) -> dict[str, Any]:
    if operation.body is None:
        return {}
    value = read_json(request, operation.most_bytes)
    if operation.body_is_list:
        value = {"globals": value}
    return read(operation.body, value)


def _add_last_route(state: BlueprintSetupState) -> None:
    url_map = state.app.url_map
    url_map.converters["rest"] = _Rest
    for path in ("", "/<rest:rest>"):
        # Flask's own way would limit the methods.
        rule = state.app.url_rule_class(
            PREFIX + path, endpoint=_UNKNOWN, methods=None, merge_slashes=False
        )
        url_map.add(rule)
    state.app.view_functions[_UNKNOWN] = _unknown


def _unknown(rest: str = "") -> Response:
    allowed = _allowed()
    if allowed:
        raise MethodNotAllowed(f"{request.method[:32]} is not allowed", allowed)
    raise NotFound("There is nothing at this address.")


def _allowed() -> tuple[str, ...]:
    """Return the methods that the request's path has."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return ()
    allowed = []
    for method in _METHODS:
        try:
            endpoint, _ = adapter.match(method=method)
        except HTTPException:
            continue
        if endpoint != _UNKNOWN:
            allowed.append(method)
    return tuple(allowed)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response
