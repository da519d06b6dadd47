"""What is Okta's own: a header with a name of the owner's choice."""

import pytest

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound


def test_the_header_may_have_another_name() -> None:
    sender = Sender("okta", "secret", options={"header": "X-Okta-Key"})
    assert sender.verdict(sender.post("{}", headers=(("X-Okta-Key", "secret"),)))
    other = sender.post("{}", headers=(("Authorization", "secret"),))
    assert sender.verdict(other) == "failed"


@pytest.mark.parametrize("name", ["", "X Key", "X-Key:", "Schlüssel", "x" * 200])
def test_what_is_no_header_is_refused(name: str) -> None:
    sender = Sender("okta", "secret", options={"header": name})
    with pytest.raises(ValueError, match="header must be a header's name"):
        sender.provider.schemes_for(sender.settings.options)
    assert sender.verdict(sender.post("{}")) == "failed"


def test_the_challenge_comes_back_in_json() -> None:
    headers = (("X-Okta-Verification-Challenge", "Me_rShK8JHsTnbyYrWXCEoMGbM"),)
    answer = Sender("okta", "secret").asked(inbound("GET", headers=headers))
    assert answer is not None
    assert answer.reply.body == b'{"verification":"Me_rShK8JHsTnbyYrWXCEoMGbM"}'
