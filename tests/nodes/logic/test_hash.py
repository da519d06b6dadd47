"""Hash: published digests, encodings, and algorithms that are not there."""

import hashlib
from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.hash import NODE
from webhooks.workflows.errors import NodeError


def digest(data: str, **config: Any) -> str:
    config = {"dataTemplate": "{{data}}", "destinationPath": "out"} | config
    return str(run_node(NODE, config, {"data": data}).payload["out"])


@pytest.mark.parametrize(
    ("algorithm", "result"),
    [
        # RFC 1321, FIPS 180-4, and the RIPEMD-160 paper.
        ("MD5", "900150983cd24fb0d6963f7d28e17f72"),
        ("SHA1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("sha-256", hashlib.sha256(b"abc").hexdigest()),
        ("SHA512", hashlib.sha512(b"abc").hexdigest()),
        ("RIPEMD", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
    ],
)
def test_a_digest_is_the_published_one(algorithm: str, result: str) -> None:
    assert digest("abc", algorithmTemplate=algorithm) == result


def test_an_hmac_is_the_published_one() -> None:
    # RFC 4231, test case 2.
    made = digest("what do ya want for nothing?", secretTemplate="Jefe")
    assert made == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_a_lone_reference_is_not_escaped() -> None:
    assert digest("a=<b>") == hashlib.sha256(b"a=<b>").hexdigest()


def test_data_and_secret_may_be_encoded() -> None:
    plain = digest("abc", secretTemplate="key")
    encoded = digest(
        "616263",
        dataEncodingTemplate="hex",
        secretTemplate="a2V5",
        secretEncodingTemplate="base64",
    )
    assert encoded == plain


def test_the_result_may_be_latin1() -> None:
    made = digest("abc", encodingTemplate="latin1")
    assert made.encode("latin-1") == hashlib.sha256(b"abc").digest()


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({"encodingTemplate": "base85"}, "InvalidEncoding"),
        ({"dataEncodingTemplate": "hex"}, "InvalidEncoding"),
        ({"dataEncodingTemplate": "base64"}, "InvalidEncoding"),
        ({"algorithmTemplate": "CRC32"}, "UnsupportedAlgorithm"),
    ],
)
def test_what_cannot_be_done_stops_the_run(config: dict[str, Any], name: str) -> None:
    with pytest.raises(NodeError) as caught:
        digest("x!", **config)
    assert caught.value.name == name


def test_whirlpool_works_or_says_why_not() -> None:
    if "whirlpool" in hashlib.algorithms_available:
        assert len(digest("abc", algorithmTemplate="Whirlpool")) == 128
        return
    with pytest.raises(NodeError, match="OpenSSL"):
        digest("abc", algorithmTemplate="Whirlpool")
