"""Which calls to copy there are, and what they say beside themselves."""

import pytest

from webhooks.storage.models import Webhook
from webhooks.web.pages.examples import Example, examples_for

URL = "https://hooks.example.org/webhooks/abc"


def calls(url: str = URL, **fields: object) -> dict[str, Example]:
    return {each.key: each for each in examples_for(Webhook(**fields), url)}


def test_every_call_holds_the_real_address() -> None:
    found = calls()
    assert list(found) == [
        "curl",
        "python",
        "javascript",
        "arduino",
        "shelly",
        "home-assistant",
    ]
    assert [key for key, each in found.items() if URL not in each.text] == []


@pytest.mark.parametrize(
    ("method", "missing"),
    [("PATCH", {"shelly"}), ("OPTIONS", {"shelly", "home-assistant"})],
)
def test_what_cannot_send_the_method_is_left_out(
    method: str, missing: set[str]
) -> None:
    assert set(calls()) - set(calls(allowed_methods=[method])) == missing


def test_a_head_call_asks_for_no_body() -> None:
    assert calls(allowed_methods=["HEAD"])["curl"].text.startswith("curl -I")


def test_the_password_stands_as_secret() -> None:
    found = calls(basic_auth_username="stripe", basic_auth_password="sesame")
    assert [key for key, each in found.items() if "sesame" in each.text] == []
    assert [key for key, each in found.items() if "$SECRET" not in each.text] == []
    assert (found["curl"].command, calls()["curl"].command) == ("read -s SECRET", "")


def test_a_user_from_a_global_is_not_taken_for_its_name() -> None:
    found = calls(basic_auth_username="{{globals.user}}")
    assert "--user USER:" in found["curl"].text


def test_an_address_that_no_device_reaches_is_pointed_out() -> None:
    local = calls("http://127.0.0.1:8000/webhooks/abc")
    warned = [key for key, each in local.items() if "cannot reach" in each.note]
    assert warned == ["arduino", "shelly", "home-assistant"]
    assert not any("cannot reach" in each.note for each in calls().values())


def test_other_web_pages_are_told_what_must_be_allowed_first() -> None:
    assert "Scripts on other web pages" in calls()["javascript"].note
    assert "other web pages" not in calls(allow_cors=True)["javascript"].note
