"""Which headers and queries are treated as secrets."""

import pytest

from webhooks.services.secret_parts import (
    DOTS,
    is_secret_header,
    is_secret_query,
    without_secrets,
)


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "PROXY-AUTHORIZATION",
        "cookie",
        "X-Hub-Signature-256",
        "X-Gitlab-Token",
        "X-Telegram-Bot-Api-Secret-Token",
        "X-Api-Key",
        "apikey",
    ],
)
def test_headers_that_carry_secrets_are_known_by_name(name: str) -> None:
    assert is_secret_header(name)


@pytest.mark.parametrize("name", ["Host", "Content-Type", "X-Request-Id", "Key"])
def test_other_headers_are_no_secrets(name: str) -> None:
    assert not is_secret_header(name)


def test_only_a_check_of_the_address_has_a_secret_query() -> None:
    assert is_secret_query("handshake")
    assert not is_secret_query("accepted")


def test_globals_and_what_is_named_like_a_secret_become_dots() -> None:
    header = {"keyTemplate": "Authorization", "valueTemplate": "Bearer sesame"}
    other = {"keyTemplate": "Accept", "valueTemplate": "text/csv"}
    assert without_secrets(
        {"globals": {"region": "eu"}, "authPasswordTemplate": "x", "tokenPath": ""}
    ) == {"globals": {"region": DOTS}, "authPasswordTemplate": DOTS, "tokenPath": ""}
    assert without_secrets([header, other]) == [
        {"keyTemplate": "Authorization", "valueTemplate": DOTS},
        other,
    ]
    assert without_secrets("token") == "token"
