"""JWT Decode: reads a JSON Web Token without checking it."""

from typing import Any

from webhooks.nodes.logic._jwt_text import read_token
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Flag, PayloadPath, ValueTemplate
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Write the claims or all parts of the token; None for text that is none."""
    text = node.text("tokenTemplate")
    result: Any
    try:
        token = read_token(text)
    except NodeError:
        result = None
    else:
        result = token.claims
        if node.flag("complete"):
            result = {
                "header": token.header,
                "payload": token.claims,
                "signature": token.signature_text,
            }
    node.put("destinationPath", result)


_SAMPLE = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYWRhIn0.c2ln"

NODE = NodeType(
    type="JWTDecodeNode",
    name="jwt-decode",
    category="logic",
    label="JWT: Decode",
    summary="Reads a JSON Web Token without checking its signature.",
    run=run,
    fields=(
        ValueTemplate(
            name="tokenTemplate",
            label="Token",
            help="The token; a leading word Bearer is ignored.",
            required=True,
        ),
        Flag(
            name="complete",
            label="All parts",
            help="Whether to write header, payload and signature, not only claims.",
        ),
        PayloadPath(
            name="destinationPath",
            label="Destination",
            help="Where the result goes; null for text that is no token.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="The claims of a token",
            config={"tokenTemplate": "{{token}}", "destinationPath": "claims"},
            before={"token": _SAMPLE},
            after={"token": _SAMPLE, "claims": {"user": "ada"}},
        ),
        Example(
            summary="All parts of a token",
            config={
                "tokenTemplate": "Bearer {{token}}",
                "complete": True,
                "destinationPath": "parts",
            },
            before={"token": _SAMPLE},
            after={
                "token": _SAMPLE,
                "parts": {
                    "header": {"alg": "HS256"},
                    "payload": {"user": "ada"},
                    "signature": "c2ln",
                },
            },
        ),
    ),
)
