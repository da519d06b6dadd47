"""JWT Create: makes a signed JSON Web Token."""

from typing import Any

from webhooks.nodes.logic._jwt_text import create_token
from webhooks.payload.values import UNDEFINED, to_number
from webhooks.workflows.composite_fields import ByKind
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import (
    Choice,
    JsonTemplate,
    NumberTemplate,
    PayloadPath,
    Template,
    ValueTemplate,
)
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Write the token, or ``{error: {type, message}}`` when it cannot be made."""
    claims, header = node.value("dataTemplate"), node.value("headerTemplate")
    secret, algorithm = node.text("secretTemplate"), node.text("algorithmTemplate")
    lifetime, issuer = node.text("expiresIn"), node.text("issuerTemplate")
    try:
        if node.text("credentialNameTemplate"):
            raise NodeError(
                "There are no credentials here; put the secret into the node.",
                "NotSupportedHere",
            )
        full = _claims(claims, int(node.now.timestamp()), lifetime, issuer)
        token = create_token(full, _header(header), secret, algorithm.strip())
    except NodeError as error:
        problem = {"type": error.name, "message": error.message}
        node.put("destinationPath", {"error": problem})
        return
    node.put("destinationPath", token)


def _claims(claims: Any, now: int, lifetime: str, issuer: str) -> dict[str, Any]:
    """Return the claims with those that the node adds; the data's own win."""
    if not isinstance(claims, dict):
        raise NodeError("The data of a token must be an object.", "JsonWebTokenError")
    full = dict(claims)
    issued = full.setdefault("iat", now)
    if lifetime.strip() and "exp" not in full:
        full["exp"] = _expiry(issued, lifetime)
    if issuer:
        full.setdefault("iss", issuer)
    return full


def _expiry(issued: Any, lifetime: str) -> int:
    ends = to_number(issued) + to_number(lifetime)
    if not abs(ends) < 2**53:
        raise NodeError("expiresIn is not a number of seconds.", "JsonWebTokenError")
    return int(ends)


def _header(header: Any) -> dict[str, Any]:
    if header is UNDEFINED or header is None or header == "":
        return {}
    if not isinstance(header, dict):
        raise NodeError("The header of a token must be an object.", "JsonWebTokenError")
    return header


_JSON_OR_PATH = {"json": "JSON", "path": "At a payload path"}

NODE = NodeType(
    type="JWTCreateNode",
    name="jwt-create",
    category="logic",
    label="JWT: Create",
    summary="Makes a signed JSON Web Token.",
    run=run,
    fields=(
        Template(
            name="credentialNameTemplate",
            label="Credential",
            help="Kept for imported workflows; there are no credentials here.",
        ),
        ValueTemplate(
            name="secretTemplate",
            label="Secret or key",
            help="The secret of an HS algorithm, or a private key in PEM form.",
            multiline=True,
        ),
        Template(
            name="algorithmTemplate",
            label="Algorithm",
            help="HS, RS, PS or ES with 256, 384 or 512.",
            default="HS256",
        ),
        Template(
            name="issuerTemplate", label="Issuer", help="The claim iss, if wanted."
        ),
        Choice(
            name="dataTemplateType",
            label="Claims are",
            help="Whether the claims stand here or in the payload.",
            default="json",
            choices=_JSON_OR_PATH,
        ),
        ByKind(
            name="dataTemplate",
            label="Claims",
            help="The claims of the token, an object.",
            selector="dataTemplateType",
            fallback="json",
            kinds={
                "json": JsonTemplate(
                    name="dataTemplate", label="Claims", help="A JSON object."
                ),
                "path": PayloadPath(
                    name="dataTemplate", label="Claims", help="Where the object is."
                ),
            },
            required=True,
        ),
        NumberTemplate(
            name="expiresIn",
            label="Expires after",
            help="Seconds until the token expires; blank for never.",
            default=86400,
        ),
        Choice(
            name="headerTemplateType",
            label="Header is",
            help="Whether the header stands here or in the payload.",
            default="json",
            choices=_JSON_OR_PATH,
        ),
        ByKind(
            name="headerTemplate",
            label="Header",
            help="Further fields of the token's header.",
            selector="headerTemplateType",
            fallback="json",
            kinds={
                "json": JsonTemplate(
                    name="headerTemplate", label="Header", help="A JSON object."
                ),
                "path": PayloadPath(
                    name="headerTemplate", label="Header", help="Where the object is."
                ),
            },
        ),
        PayloadPath(
            name="destinationPath",
            label="Destination",
            help="Where the token goes, or an object with the error.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="A token for an hour",
            config={
                "secretTemplate": "{{globals.secret}}",
                "dataTemplate": '{"user": "{{data.user}}"}',
                "expiresIn": 3600,
                "destinationPath": "token",
            },
            before={"globals": {"secret": "s3cret"}, "data": {"user": "ada"}},
            after=lambda payload: payload["token"].count(".") == 2,
        ),
        Example(
            summary="Without a secret the error goes into the payload",
            config={"dataTemplate": "{}", "destinationPath": "token"},
            before={},
            after=lambda payload: (
                payload["token"]["error"]["type"] == "JsonWebTokenError"
            ),
        ),
    ),
)
