"""What is Microsoft Graph's own: every notification repeats the clientState."""

import pytest

from tests.ingress.providers.asking import Sender

SECRET = "a long random text"


def notification(state: object = SECRET, **more: object) -> dict[str, object]:
    return {"subscriptionId": "1", "clientState": state, **more}


@pytest.mark.parametrize("token", ["Validation: a+b%20%3Cscript%3E", "x"])
def test_the_token_comes_back_decoded_as_plain_text(token: str) -> None:
    sender = Sender("microsoft-graph", SECRET)
    answer = sender.asked(sender.post("", query=f"validationToken={token}"))
    assert answer is not None
    wanted = {"x": b"x"}.get(token, b"Validation: a b <script>")
    assert (answer.reply.status, answer.reply.body) == (200, wanted)
    assert ("Content-Type", "text/plain; charset=utf-8") in answer.reply.headers


@pytest.mark.parametrize(
    "value",
    [
        [notification("wrong")],
        [notification(), notification("wrong")],
        [notification(), {"subscriptionId": "2"}],
        [notification(), "x"],
        [notification(None)],
        [notification([SECRET])],
        [],
        {},
        notification(),
        None,
    ],
)
def test_one_wrong_notification_refuses_all(value: object) -> None:
    sender = Sender("microsoft-graph", SECRET)
    assert sender.verdict(sender.post({"value": value})) == "failed"
    assert sender.verdict(sender.post({})) == "failed"


def test_all_right_ones_are_verified() -> None:
    sender = Sender("microsoft-graph", SECRET)
    right = sender.post({"value": [notification(), notification()]})
    assert sender.verdict(right) == "verified"


def test_a_batch_is_the_same_only_with_the_same_notifications() -> None:
    sender = Sender("microsoft-graph", SECRET, deduplicate=True)

    def ids(*names: str | None) -> list[str]:
        value = [notification(id=name) for name in names]
        return sender.ids(sender.post({"value": value}))

    assert ids("1") == ids("1")
    assert ids("1") != ids("1", "2")
    assert ids("1", None) == []
