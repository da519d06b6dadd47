"""JWT nodes: claims, times, and the ways to forge a token."""

import base64
import hmac
import json
from typing import Any

import jwt
import pytest

from tests.nodes.kit import NOW, run_node
from tests.nodes.logic.test_signatures import EC, RSA
from webhooks.nodes.logic.jwt_create import NODE as CREATE
from webhooks.nodes.logic.jwt_decode import NODE as DECODE
from webhooks.nodes.logic.jwt_verify import NODE as VERIFY

SECRET = "a secret of at least 32 characters"
NOW_S = int(NOW.timestamp())


def create(data: Any, **config: Any) -> Any:
    config = {
        "secretTemplate": SECRET,
        "dataTemplate": json.dumps(data),
        "destinationPath": "out",
    } | config
    return run_node(CREATE, config, {}).payload["out"]


def decode(token: Any, **config: Any) -> Any:
    config = {"tokenTemplate": "{{t}}", "destinationPath": "out"} | config
    return run_node(DECODE, config, {"t": token}).payload["out"]


def verify(token: Any, **config: Any) -> tuple[str | None, str]:
    config = {
        "secretTemplate": SECRET,
        "tokenTemplate": "{{t}}",
        "errorPath": "error",
    } | config
    ran = run_node(VERIFY, config, {"t": token})
    return ran.output_name, ran.payload.get("error", {}).get("message", "")


def forged(header: dict[str, Any], claims: Any, secret: str) -> str:
    def part(value: Any) -> str:
        text = json.dumps(value).encode()
        return base64.urlsafe_b64encode(text).decode().rstrip("=")

    signed = f"{part(header)}.{part(claims)}"
    digest = hmac.digest(secret.encode(), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


@pytest.mark.parametrize(
    ("algorithm", "private", "public"),
    [
        ("HS256", SECRET, SECRET),
        ("HS512", SECRET, SECRET),
        ("RS256", *RSA),
        ("PS384", *RSA),
        ("ES512", *EC),
    ],
)
def test_a_created_token_is_valid_here_and_for_others(
    algorithm: str, private: str, public: str
) -> None:
    token = create({"user": "ada"}, secretTemplate=private, algorithmTemplate=algorithm)
    assert verify(token, secretTemplate=public) == ("valid", "")
    options: Any = {"verify_exp": False, "verify_iat": False}
    if algorithm.startswith("HS"):
        return
    claims = jwt.decode(token, public, algorithms=[algorithm], options=options)
    assert claims == {"user": "ada", "iat": NOW_S, "exp": NOW_S + 86400}


def test_claims_of_the_data_win() -> None:
    data = {"iat": 5, "iss": "me", "exp": 9}
    assert decode(create(data, issuerTemplate="you")) == data


def test_a_token_without_a_lifetime_does_not_expire() -> None:
    assert decode(create({}, expiresIn="")) == {"iat": NOW_S}


def test_a_header_can_be_added_but_not_the_algorithm() -> None:
    token = create({}, headerTemplate='{"kid": "k1", "alg": "none"}')
    header = decode(token, complete=True)["header"]
    assert header == {"typ": "JWT", "kid": "k1", "alg": "HS256"}


@pytest.mark.parametrize(
    "config",
    [
        {"secretTemplate": ""},
        {"algorithmTemplate": "none"},
        {"algorithmTemplate": "RS256"},
        {"dataTemplate": "[1]"},
        {"expiresIn": "soon"},
        {"headerTemplate": "[]"},
        {"credentialNameTemplate": "mine"},
    ],
)
def test_what_makes_no_token_makes_an_error_in_the_payload(
    config: dict[str, Any],
) -> None:
    error = create({}, **config)["error"]
    assert error["type"]
    assert error["message"]


@pytest.mark.parametrize("text", ["oops", "a.b.c", "a.b", "..", "e30.e30.é"])
def test_text_that_is_no_token_decodes_to_nothing(text: str) -> None:
    assert decode(text) is None, text
    assert verify(text) == ("invalid", "jwt malformed")


def test_a_token_holds_until_its_time_is_over() -> None:
    assert verify(create({"exp": NOW_S + 1}))[0] == "valid"
    assert verify(create({"exp": NOW_S})) == ("invalid", "jwt expired")
    assert verify(create({"nbf": NOW_S + 1})) == ("invalid", "jwt not active")
    assert verify(create({"exp": "never"})) == ("invalid", "invalid exp value")


def test_the_issuer_must_be_the_expected_one() -> None:
    token = create({"iss": "me"})
    assert verify(token, issuerTemplate="me")[0] == "valid"
    assert "issuer" in verify(token, issuerTemplate="you")[1]


def test_a_token_without_a_signature_is_invalid() -> None:
    unsigned = forged({"alg": "none"}, {"user": "root"}, "").rpartition(".")[0] + "."
    assert verify(unsigned)[0] == "invalid"
    assert verify(forged({"alg": "none"}, {}, SECRET))[1] == "invalid algorithm"


def test_a_public_key_cannot_be_used_as_the_secret_of_an_hmac() -> None:
    token = forged({"alg": "HS256"}, {"user": "root"}, RSA[1])
    assert verify(token, secretTemplate=RSA[1]) == ("invalid", "invalid algorithm")


def test_a_changed_token_is_invalid() -> None:
    header, _, signature = create({"user": "ada"}).split(".")
    other = create({"user": "root"}).split(".")[1]
    assert verify(f"{header}.{other}.{signature}") == ("invalid", "invalid signature")


def test_a_critical_header_is_not_passed_over() -> None:
    token = forged({"alg": "HS256", "crit": ["exp"]}, {}, SECRET)
    assert verify(token)[0] == "invalid"


def test_the_word_bearer_is_ignored() -> None:
    assert verify("Bearer " + create({}))[0] == "valid"
