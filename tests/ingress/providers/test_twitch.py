"""What is Twitch's own: a signed challenge, ids, times to the nanosecond."""

from datetime import timedelta

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import NOW
from webhooks.ingress.signatures.placing import put_header
from webhooks.ingress.signatures.timestamps import write

ASKS = (("Twitch-Eventsub-Message-Type", "webhook_callback_verification"),)
ID = "Twitch-Eventsub-Message-Id"
TIME = "Twitch-Eventsub-Message-Timestamp"


def test_the_challenge_comes_back_raw() -> None:
    sender = Sender("twitch", "s3cre7")
    request = sender.signed(sender.post({"challenge": "pogchamp-kappa"}, headers=ASKS))
    answer = sender.asked(request)
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (200, b"pogchamp-kappa")
    assert ("Content-Type", "text/plain; charset=utf-8") in answer.reply.headers


def test_the_challenge_is_not_echoed_without_a_right_signature() -> None:
    sender = Sender("twitch", "s3cre7")
    request = sender.post({"challenge": "pogchamp-kappa"}, headers=ASKS)
    assert sender.asked(request) is None
    refusal = sender.checked(request).refusal
    assert refusal is not None
    assert refusal.status == 403


def test_id_and_time_are_signed() -> None:
    sender = Sender("twitch", "s3cre7")
    request = sender.signed(sender.post({}))
    assert sender.verdict(request) == "verified"
    later = write(NOW + timedelta(seconds=1), "rfc3339")
    for name, value in ((ID, "another"), (TIME, later)):
        assert sender.verdict(put_header(request, name, value)) == "failed"


def test_a_revocation_is_an_ordinary_delivery() -> None:
    sender = Sender("twitch", "s3cre7")
    sample = sender.provider.samples[1]
    request = sender.signed(sender.post(sample.body, headers=sample.headers))
    assert sender.asked(request) is None
    assert sender.verdict(request) == "verified"


def test_nothing_of_twitchs_is_repeated_by_hand() -> None:
    sender = Sender("twitch", "s3cre7", deduplicate=True, allow_redelivery=True)
    sample = sender.provider.samples[0]
    request = sender.signed(sender.post(sample.body, headers=sample.headers))
    found = sender.checked(request).identities
    assert len(found) == 2
    assert not any(each.by_hand for each in found)
