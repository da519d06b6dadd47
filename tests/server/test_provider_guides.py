"""What the guides of senders tell to type works as it is printed."""

import re
from typing import Any

import pytest

from tests.server.running import RunningServer
from tests.server.typed import typed
from tests.test_provider_guides import FOLDER, GUIDES, webhooks_in
from webhooks.ingress.providers import PROVIDERS

BLOCK = re.compile(r"<!-- runs -->\n```bash\n(.*?)```", re.DOTALL)
SUCCESS = '{"success":true}'


def follow(server: RunningServer, name: str) -> list[str]:
    """Type what a guide tells to type; return the lines that come of it."""
    match = BLOCK.search((FOLDER / f"{name}.md").read_text())
    assert match is not None
    return typed(server, match[1])


def test_github_is_verified_refused_and_verified(server: RunningServer) -> None:
    tested, refused, sent = follow(server, "github")
    assert "'scheme': 'github', 'verdict': 'verified'" in tested
    assert refused == "401"
    assert sent == SUCCESS


def test_a_standard_webhook_is_taken_once(server: RunningServer) -> None:
    assert follow(server, "standard-webhooks") == [
        *(SUCCESS, SUCCESS),
        *("duplicate verified", "accepted verified"),
    ]


@pytest.mark.parametrize("name", GUIDES)
def test_each_webhook_that_is_shown_takes_its_sender_and_nobody_else(
    server: RunningServer, name: str
) -> None:
    for shown in webhooks_in(FOLDER / f"{name}.md"):
        provider = PROVIDERS[shown["signature"]["provider"]]
        # Nobody answers here whoever waits.
        made = server.webhook(**{**shown, "waitForReply": False})
        for sample in provider.samples:
            asked: dict[str, Any] = {"sample": sample.name}
            right = server.api("POST", f"{made.api_path}/test", asked).json
            assert right["verification"]["verdict"] == "verified", right
            assert right["statusCode"] < 300
            asked["wrong"] = True
            wrong = server.api("POST", f"{made.api_path}/test", asked).json
            assert wrong["statusCode"] == provider.refusal_status
            assert wrong["verification"]["reason"]
