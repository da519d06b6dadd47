"""What is signed is said in one line, as it is checked."""

import pytest

from webhooks.ingress.signatures.contract import Scheme
from webhooks.ingress.signatures.words import describe


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        (
            Scheme("header.X-Sig", prefix="sha256="),
            "HMAC-SHA256 of the body, in hexadecimal behind “sha256=” in the header "
            "X-Sig.",
        ),
        (
            Scheme(
                "header.S",
                "hmac-sha1",
                "{timestamp}.{header.X-Id}.{body}",
                "base64",
                timestamp="item.t",
                separator=",",
            ),
            "HMAC-SHA1 of the time stamp, “.”, the header X-Id, “.” and the body, in "
            "Base64 in the header S; the time stamp is t= in the signature's header.",
        ),
        (
            Scheme("header.S", "sha256-concat", "{method}{url}{body}"),
            "SHA-256 of the secret and then the method, the address and the body, in "
            "hexadecimal in the header S.",
        ),
        (
            Scheme("header.Authorization", "equals", prefix="Bearer "),
            "The header Authorization holds the secret itself behind “Bearer ”; "
            "nothing is signed.",
        ),
        (
            Scheme("json.id", "equals", expects="option.id"),
            "The JSON field id holds the option id; nothing is signed.",
        ),
    ],
)
def test_a_scheme_in_words(scheme: Scheme, words: str) -> None:
    assert describe(scheme) == words
