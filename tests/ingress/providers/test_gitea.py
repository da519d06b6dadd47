"""What is Gitea's own: Gogs signs alike under another name."""

import hashlib
import hmac

from tests.ingress.providers.asking import Sender

BODY = '{"ref":"refs/heads/main"}'
RIGHT = hmac.digest(b"s3cret", BODY.encode(), hashlib.sha256).hex()
WRONG = "0" * 64


def verdict(**headers: str) -> str:
    sender = Sender("gitea", "s3cret")
    names = {"gitea": "X-Gitea-Signature", "gogs": "X-Gogs-Signature"}
    pairs = tuple((names[name], value) for name, value in headers.items())
    return sender.verdict(sender.post(BODY, headers=pairs))


def test_gogs_signs_under_its_own_name() -> None:
    assert verdict(gogs=RIGHT) == "verified"
    assert verdict(gogs=WRONG) == "failed"


def test_giteas_own_signature_decides_where_both_are() -> None:
    assert verdict(gitea=RIGHT, gogs=WRONG) == "verified"
    assert verdict(gitea=WRONG, gogs=RIGHT) == "failed"
