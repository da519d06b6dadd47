"""Which headers and queries are treated as secrets."""

import pytest

from webhooks.services.secret_parts import is_secret_header, is_secret_query


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
