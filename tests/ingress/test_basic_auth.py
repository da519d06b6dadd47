"""User name and password of a webhook."""

import base64

import pytest

from webhooks.errors import Unauthorized
from webhooks.ingress.basic_auth import check


def basic(credentials: str | bytes) -> str:
    data = credentials.encode() if isinstance(credentials, str) else credentials
    return "Basic " + base64.b64encode(data).decode()


@pytest.mark.parametrize("values", [(), ("Basic !!",), (basic("any:thing"),)])
def test_without_either_half_everybody_passes(values: tuple[str, ...]) -> None:
    check("", "", values)


@pytest.mark.parametrize(
    ("username", "password", "header"),
    [
        ("ann", "secret", basic("ann:secret")),
        ("ann", "se:cr:et", basic("ann:se:cr:et")),
        ("ann", "", basic("ann:")),
        ("", "secret", basic(":secret")),
        ("ann", "secret", basic("ann:secret").replace("Basic", "bAsIc")),
        ("änn", "sécret", basic("änn:sécret")),
        ("änn", "sécret", basic("änn:sécret".encode("latin-1"))),
        # The example of RFC 7617, section 2.
        ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        # The UTF-8 example of RFC 7617, section 2.1.
        ("test", "123\xa3", "Basic dGVzdDoxMjPCow=="),
    ],
)
def test_the_right_halves_pass(username: str, password: str, header: str) -> None:
    check(username, password, (header,))


@pytest.mark.parametrize(
    "values",
    [
        (),
        ("",),
        ("Basic",),
        ("Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==",),
        ("Basic YW5uOnNlY3JldA",),
        ("Basic @@@@",),
        ("Basic caf\xe9",),
        (basic("ann:wrong"),),
        (basic("bob:secret"),),
        (basic("ann"),),
        (basic("annsecret"),),
        (basic("ann:"),),
        (basic(":secret"),),
        (basic("ann:secret\0"),),
        (basic(b"\xff\xfe:\xff"),),
        (basic("ann:secret"), basic("ann:secret")),
    ],
)
def test_everything_else_is_refused(values: tuple[str, ...]) -> None:
    with pytest.raises(Unauthorized):
        check("ann", "secret", values)


def test_a_half_that_is_not_set_must_be_empty() -> None:
    with pytest.raises(Unauthorized):
        check("ann", "", (basic("ann:x"),))
    with pytest.raises(Unauthorized):
        check("", "secret", (basic("x:secret"),))


def test_a_wrong_half_is_not_told_from_the_other() -> None:
    messages = set()
    for wrong in ("bob:secret", "ann:wrong", "bob:wrong"):
        with pytest.raises(Unauthorized) as caught:
            check("ann", "secret", (basic(wrong),))
        messages.add(caught.value.message)
    assert len(messages) == 1
