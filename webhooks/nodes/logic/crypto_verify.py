"""Crypto Verify: checks a signature with a public key."""

from webhooks.nodes._encodings import to_bytes
from webhooks.nodes._keys import public_key
from webhooks.nodes.logic._example_keys import PUBLIC_KEY
from webhooks.nodes.logic._signature_fields import signature_fields
from webhooks.nodes.logic._signatures import is_signed, key_text, signed_data
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath, ValueTemplate
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output


def run(node: NodeCall) -> str:
    """Return the output; ``{error: {message}}`` tells why nothing was checked."""
    pem, data = key_text(node), signed_data(node)
    signature = node.text("signatureTemplate")
    encoding = node.text("signatureEncodingTemplate") or "base64"
    try:
        right = is_signed(node, public_key(pem), to_bytes(signature, encoding), data)
    except NodeError as error:
        node.put("resultPath", {"error": {"message": error.message}})
        return "invalid"
    return "valid" if right else "invalid"


_SIGNATURE = (
    "MEUCIQDUshqShFFvh1l7LD9oZtoVEQem65ijuLlqPx01FHrF5wIgMcRegZLJ"
    "jjJD6NSpohiyxPEaGxtY96XZTOyRyPcHzuE="
)

NODE = NodeType(
    type="CryptoVerifyNode",
    name="crypto-verify",
    category="logic",
    label="Crypto: Verify",
    summary="Checks a signature with a public key and chooses between two paths.",
    run=run,
    fields=(
        *signature_fields("A public key or a certificate in PEM form."),
        ValueTemplate(
            name="signatureTemplate",
            label="Signature",
            help="What is checked.",
            required=True,
        ),
        PayloadPath(
            name="resultPath",
            label="Error",
            help="Where an error goes when nothing could be checked.",
        ),
    ),
    outputs=(Output("invalid", "Invalid"), Output("valid", "Valid")),
    examples=(
        Example(
            summary="The right signature",
            config={
                "keyTemplate": PUBLIC_KEY,
                "dataTemplate": "hello",
                "signatureTemplate": "{{data.signature}}",
            },
            before={"data": {"signature": _SIGNATURE}},
            output="valid",
        ),
        Example(
            summary="The same signature for something else",
            config={
                "keyTemplate": PUBLIC_KEY,
                "dataTemplate": "goodbye",
                "signatureTemplate": "{{data.signature}}",
            },
            before={"data": {"signature": _SIGNATURE}},
            output="invalid",
        ),
    ),
)
