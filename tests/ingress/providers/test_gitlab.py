"""What is GitLab's own: a signature or, from older servers, a token."""

from tests.ingress.providers.asking import Sender

SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_a_signing_token_signs() -> None:
    sender = Sender("gitlab", SIGNING)
    request = sender.signed(sender.post({}))
    assert request.header("webhook-signature")
    assert request.header("X-Gitlab-Token") is None
    assert sender.checked(request).verdict.scheme == "gitlab"


def test_a_secret_token_is_compared_even_if_it_could_be_base64() -> None:
    for token in ("tok123", "a secret token!"):
        sender = Sender("gitlab", token)
        request = sender.signed(sender.post({}))
        assert request.header("X-Gitlab-Token") == token
        assert sender.checked(request).verdict.scheme == "gitlab token"


def test_both_may_be_stored_while_a_webhook_moves_from_one_to_the_other() -> None:
    both = Sender("gitlab", SIGNING, "tok123")
    assert both.verdict(Sender("gitlab", "tok123").signed(both.post({}))) == "verified"
    assert both.verdict(Sender("gitlab", SIGNING).signed(both.post({}))) == "verified"
    other = Sender("gitlab", "tok124").signed(both.post({}))
    assert both.verdict(other) == "failed"


def test_a_repetition_is_known_by_the_idempotency_key_alone() -> None:
    """Webhooks that cause each other share X-Gitlab-Event-UUID."""
    sender = Sender("gitlab", "tok123", deduplicate=True)
    token, uuid = ("X-Gitlab-Token", "tok123"), ("X-Gitlab-Event-UUID", "1")
    assert sender.ids(sender.post({}, headers=(token, uuid))) == []
    key = ("Idempotency-Key", "f5e5f430")
    assert sender.ids(sender.post({}, headers=(token, uuid, key))) == ["id f5e5f430"]
