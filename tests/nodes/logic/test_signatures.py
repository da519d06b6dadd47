"""Crypto Sign and Verify: what one signs the other accepts, and nothing else."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tests.nodes.kit import run_node
from webhooks.nodes.logic.crypto_sign import NODE as SIGN
from webhooks.nodes.logic.crypto_verify import NODE as VERIFY
from webhooks.workflows.errors import NodeError


def pair(key: Any) -> tuple[str, str]:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


RSA = pair(rsa.generate_private_key(65537, 2048))
EC = pair(ec.generate_private_key(ec.SECP521R1()))
ED = pair(ed25519.Ed25519PrivateKey.generate())
PSS = {"paddingTemplate": "RSA_PKCS1_PSS_PADDING"}
PLAIN = {"dsaEncodingTemplate": "ieee-p1363"}


def sign(key: str, data: str = "hello", **config: Any) -> Any:
    config = {"keyTemplate": key, "dataTemplate": data, "resultPath": "out"} | config
    return run_node(SIGN, config, {}).payload["out"]


def verify(key: str, signature: str, data: str = "hello", **config: Any) -> Any:
    config = {
        "keyTemplate": key,
        "dataTemplate": data,
        "signatureTemplate": signature,
        "resultPath": "out",
    } | config
    ran = run_node(VERIFY, config, {})
    return ran.output_name, ran.payload.get("out")


@pytest.mark.parametrize(
    ("keys", "config"),
    [
        (RSA, {}),
        (RSA, PSS),
        (RSA, {"algorithmTemplate": "SHA384", "signatureEncodingTemplate": "hex"}),
        (EC, {}),
        (EC, PLAIN),
        (EC, {"signatureEncodingTemplate": "latin1"}),
        (ED, {}),
    ],
)
def test_what_is_signed_is_valid_and_nothing_else(
    keys: tuple[str, str], config: dict[str, Any]
) -> None:
    private, public = keys
    signature = sign(private, **config)["signature"]
    assert verify(public, signature, **config) == ("valid", None)
    assert verify(private, signature, **config) == ("valid", None)
    assert verify(public, signature, "goodbye", **config) == ("invalid", None)


def test_a_plain_signature_has_both_halves_in_full() -> None:
    signature = sign(EC[0], signatureEncodingTemplate="hex", **PLAIN)["signature"]
    assert len(signature) == 2 * 2 * 66


def test_a_signature_under_another_padding_is_invalid() -> None:
    signature = sign(RSA[0])["signature"]
    assert verify(RSA[1], signature, **PSS) == ("invalid", None)


def test_a_key_of_another_kind_is_invalid() -> None:
    signature = sign(EC[0])["signature"]
    assert verify(RSA[1], signature)[0] == "invalid"


def test_a_key_may_come_from_the_payload() -> None:
    config = {
        "keyTemplateType": "payloadPath",
        "keyTemplate": "key",
        "dataTemplate": "x",
        "resultPath": "out",
    }
    ran = run_node(SIGN, config, {"key": EC[0]})
    assert "signature" in ran.payload["out"]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"keyTemplate": "oops"}, "not a private key"),
        ({"keyTemplate": EC[1]}, "not a private key"),
        ({"algorithmTemplate": "SHA3"}, "not one of"),
        ({"keyTemplate": RSA[0], "paddingTemplate": "none"}, "not one of"),
        ({"dsaEncodingTemplate": "raw"}, "not one of"),
    ],
)
def test_what_cannot_be_signed_makes_an_error_in_the_payload(
    config: dict[str, Any], message: str
) -> None:
    result = sign(EC[0], **config)
    assert message in result["error"]["message"]


def test_a_signature_that_is_no_base64_is_invalid_and_says_so() -> None:
    output, result = verify(EC[1], "%%%")
    assert output == "invalid"
    assert "base64" in result["error"]["message"]


def test_a_credential_stops_the_run() -> None:
    with pytest.raises(NodeError) as caught:
        sign(EC[0], credentialNameTemplate="mine")
    assert caught.value.name == "NotSupportedHere"


def test_a_huge_key_is_refused() -> None:
    assert "too large" in sign("x" * 70_000)["error"]["message"]
