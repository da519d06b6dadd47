"""JWT Verify: checks the signature, time and issuer of a JSON Web Token."""

from webhooks.nodes.logic._jwt_text import check_token, read_token
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath, Template, ValueTemplate
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output


def run(node: NodeCall) -> str:
    """Return the output, and write what was wrong with a token."""
    text, secret = node.text("tokenTemplate"), node.text("secretTemplate")
    issuer = node.text("issuerTemplate")
    try:
        if node.text("credentialNameTemplate"):
            raise NodeError(
                "There are no credentials here; put the secret into the node.",
                "NotSupportedHere",
            )
        check_token(read_token(text), secret, issuer, node.now.timestamp())
    except NodeError as error:
        problem = {"type": error.name, "name": error.name, "message": error.message}
        node.put("errorPath", problem)
        return "invalid"
    return "valid"


# Signed with the secret of the examples.
_SAMPLE = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJ1c2VyIjoiYWRhIiwiaWF0IjoxNzcyNjAwMDAwfQ."
    "5Od3guk6eZYzNlp1BnxmqE-Qe80nVgwWyCaOHqzk1xo"
)

NODE = NodeType(
    type="JWTVerifyNode",
    name="jwt-verify",
    category="logic",
    label="JWT: Verify",
    summary="Checks a JSON Web Token and chooses between two paths.",
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
            help="The secret of an HS algorithm, or a public key or certificate.",
            multiline=True,
        ),
        Template(
            name="issuerTemplate",
            label="Issuer",
            help="What the claim iss must be; anything when blank.",
        ),
        ValueTemplate(
            name="tokenTemplate",
            label="Token",
            help="The token; a leading word Bearer is ignored.",
            required=True,
        ),
        PayloadPath(
            name="errorPath",
            label="Error",
            help="Where what is wrong with the token goes.",
        ),
    ),
    outputs=(Output("invalid", "Invalid"), Output("valid", "Valid")),
    examples=(
        Example(
            summary="A token with the right signature",
            config={"secretTemplate": "s3cret", "tokenTemplate": "{{token}}"},
            before={"token": _SAMPLE},
            output="valid",
        ),
        Example(
            summary="A token of somebody else",
            config={
                "secretTemplate": "other",
                "tokenTemplate": "{{token}}",
                "errorPath": "problem",
            },
            before={"token": _SAMPLE},
            after=lambda payload: payload["problem"]["message"] == "invalid signature",
            output="invalid",
        ),
    ),
)
