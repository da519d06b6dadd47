"""Crypto Sign: signs data with a private key."""

from webhooks.nodes._encodings import to_text
from webhooks.nodes._keys import private_key
from webhooks.nodes.logic._example_keys import PRIVATE_KEY
from webhooks.nodes.logic._signature_fields import signature_fields
from webhooks.nodes.logic._signatures import key_text, sign, signed_data
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType


def run(node: NodeCall) -> None:
    """Write ``{signature}``, or ``{error: {message}}`` when it cannot be made."""
    pem, data = key_text(node), signed_data(node)
    encoding = node.text("signatureEncodingTemplate")
    try:
        signature = sign(node, private_key(pem), data)
        node.put("resultPath", {"signature": to_text(signature, encoding, "base64")})
    except NodeError as error:
        node.put("resultPath", {"error": {"message": error.message}})


NODE = NodeType(
    type="CryptoSignNode",
    name="crypto-sign",
    category="logic",
    label="Crypto: Sign",
    summary="Signs data with a private key.",
    run=run,
    fields=(
        *signature_fields("A private key in PEM form, without a password."),
        PayloadPath(
            name="resultPath",
            label="Result",
            help="Where an object with the signature or an error goes.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="The signature is text",
            config={
                "keyTemplate": PRIVATE_KEY,
                "dataTemplate": "{{data.text}}",
                "dsaEncodingTemplate": "ieee-p1363",
                "resultPath": "signed",
            },
            before={"data": {"text": "hello"}},
            after=lambda payload: len(payload["signed"]["signature"]) == 88,
        ),
        Example(
            summary="A key that is none makes an error in the payload",
            config={
                "keyTemplate": "oops",
                "dataTemplate": "hello",
                "resultPath": "signed",
            },
            before={},
            after={
                "signed": {
                    "error": {"message": "This is not a private key in PEM form."}
                }
            },
        ),
    ),
)
