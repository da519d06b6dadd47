"""Requests signed as five senders do it, made before they are sent.

With what both sides know instead of our own code for it: a mistake in that must not
cancel itself out.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# As in signed.lua.
_BODY = b'{"reading": "' + b"x" * 1009 + b'"}'
# Several times what a slice can take, as none may come twice.
_PER_SECOND = 8_000

Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Signing:
    """A sender: ``signature`` is the webhook's setting, ``headers`` signs one request.

    ``once`` tells that no request may be sent twice.
    """

    signature: dict[str, Any]
    headers: Callable[[], Headers] = field(repr=False)
    once: bool = False

    def write(self, path: Path, seconds: int) -> int:
        """Write a slice's requests to a file; return how many may be sent of them."""
        number = _PER_SECOND * seconds if self.once else 1
        with path.open("w") as file:
            for _ in range(number):
                pairs = (f"{name}\t{value}" for name, value in self.headers().items())
                file.write("\t".join(pairs) + "\n")
        return number if self.once else 10**9


def github() -> Signing:
    """Return a sender that signs the body alone."""
    secret = secrets.token_hex(20)
    code = hmac.new(secret.encode(), _BODY, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={code}"}
    return Signing({"provider": "github", "secrets": [secret]}, lambda: headers)


def stripe() -> Signing:
    """Return a sender that signs the time, too."""
    secret, stamp = f"whsec_{secrets.token_hex(16)}", str(int(time.time()))
    code = hmac.digest(secret.encode(), f"{stamp}.".encode() + _BODY, "sha256").hex()
    headers = {"Stripe-Signature": f"t={stamp},v1={code}"}
    settings = {"provider": "stripe", "secrets": [secret], "toleranceSeconds": 3600}
    return Signing(settings, lambda: headers)


def slack() -> Signing:
    """Return a sender that signs the time, too, and may ask a question."""
    secret, stamp = secrets.token_hex(16), str(int(time.time()))
    content = f"v0:{stamp}:".encode() + _BODY
    code = hmac.digest(secret.encode(), content, "sha256").hex()
    headers = {"X-Slack-Signature": f"v0={code}", "X-Slack-Request-Timestamp": stamp}
    settings = {"provider": "slack", "secrets": [secret], "toleranceSeconds": 3600}
    return Signing(settings, lambda: headers)


def standard_webhooks() -> Signing:
    """Return a sender that signs an id and the time, too; the id is new each time."""
    key = secrets.token_bytes(24)

    def headers() -> Headers:
        stamp, id_ = str(int(time.time())), f"msg_{secrets.token_hex(12)}"
        content = f"{id_}.{stamp}.".encode() + _BODY
        code = base64.b64encode(hmac.digest(key, content, "sha256")).decode()
        return {
            "webhook-id": id_,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{code}",
        }

    secret = "whsec_" + base64.b64encode(key).decode()
    settings = {"provider": "standard-webhooks", "secrets": [secret]}
    return Signing(settings, headers, once=True)


def discord() -> Signing:
    """Return a sender that signs with a private key of its own."""
    key = Ed25519PrivateKey.generate()
    stamp = str(int(time.time()))
    headers = {
        "X-Signature-Ed25519": key.sign(stamp.encode() + _BODY).hex(),
        "X-Signature-Timestamp": stamp,
    }
    public = key.public_key().public_bytes_raw().hex()
    return Signing({"provider": "discord", "secrets": [public]}, lambda: headers)
