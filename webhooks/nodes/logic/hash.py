"""Hash: computes a hash of data, or with a secret its HMAC."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from webhooks.nodes._encodings import to_bytes, to_text
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath, Template, ValueTemplate
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

# Losant's words, and those of OpenSSL.
_ALGORITHMS: Final[Mapping[str, str]] = {
    "MD5": "md5",
    "SHA1": "sha1",
    "SHA256": "sha256",
    "SHA384": "sha384",
    "SHA512": "sha512",
    "RIPEMD": "ripemd160",
    "RIPEMD160": "ripemd160",
    "WHIRLPOOL": "whirlpool",
}


def run(node: NodeCall) -> None:
    """Write the hash. Raises NodeError for an algorithm that is not there."""
    name = _algorithm(node.text("algorithmTemplate"))
    data = to_bytes(node.text("dataTemplate"), node.text("dataEncodingTemplate"))
    secret = to_bytes(node.text("secretTemplate"), node.text("secretEncodingTemplate"))
    try:
        if secret:
            digest = hmac.digest(secret, data, name)
        else:
            digest = hashlib.new(name, data, usedforsecurity=False).digest()
    except ValueError:
        message = f"The OpenSSL of this server does not have {name}."
        raise NodeError(message, "UnsupportedAlgorithm") from None
    text = to_text(digest, node.text("encodingTemplate"), "hex")
    node.put("destinationPath", text)


def _algorithm(word: str) -> str:
    name = word.strip().upper().replace("-", "") or "SHA256"
    if name not in _ALGORITHMS:
        message = f"{word} is not one of MD5, SHA1, SHA256, SHA384, SHA512, RIPEMD "
        raise NodeError(f"{message}and Whirlpool.", "UnsupportedAlgorithm")
    return _ALGORITHMS[name]


NODE = NodeType(
    type="HashNode",
    name="hash",
    category="logic",
    label="Crypto: Hash",
    summary="Computes a hash of data, or with a secret its HMAC.",
    run=run,
    fields=(
        ValueTemplate(
            name="dataTemplate", label="Data", help="What to hash.", required=True
        ),
        Template(
            name="dataEncodingTemplate",
            label="Data encoding",
            help="How the data stands for bytes: utf8, base64, hex or latin1.",
            default="utf8",
        ),
        Template(
            name="algorithmTemplate",
            label="Algorithm",
            help="MD5, SHA1, SHA256, SHA384, SHA512, RIPEMD or Whirlpool.",
            default="SHA256",
        ),
        ValueTemplate(
            name="secretTemplate",
            label="Secret",
            help="When given, the result is an HMAC.",
        ),
        Template(
            name="secretEncodingTemplate",
            label="Secret encoding",
            help="How the secret stands for bytes: utf8, base64, hex or latin1.",
            default="utf8",
        ),
        Template(
            name="encodingTemplate",
            label="Result encoding",
            help="How the hash is written: hex, base64 or latin1.",
            default="hex",
        ),
        PayloadPath(
            name="destinationPath",
            label="Destination",
            help="Where the hash goes.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="A SHA-256 in hexadecimal digits",
            config={"dataTemplate": "abc", "destinationPath": "hash"},
            before={},
            after={
                "hash": "ba7816bf8f01cfea414140de5dae2223"
                "b00361a396177a9cb410ff61f20015ad"
            },
        ),
        Example(
            summary="An HMAC over the exact bytes of a request, in base64",
            config={
                "dataTemplate": "{{data.rawBody}}",
                "dataEncodingTemplate": "base64",
                "secretTemplate": "key",
                "algorithmTemplate": "SHA1",
                "encodingTemplate": "base64",
                "destinationPath": "signature",
            },
            before={"data": {"rawBody": "YWJj"}},
            after=lambda payload: (
                payload["signature"] == "T9CyFSdu8S8rPkyOysKBFJi2Vvw="
            ),
        ),
        Example(
            summary="An unknown algorithm stops the run",
            config={
                "dataTemplate": "abc",
                "algorithmTemplate": "CRC32",
                "destinationPath": "hash",
            },
            before={},
            error="CRC32 is not one of",
        ),
    ),
)
