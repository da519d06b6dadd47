"""The shop's payment events, signed as Stripe signs them, but for a few.

Apart from the shop: these calls are verified, repeated or refused like real ones.
"""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any, Final

from webhooks.services.demo.stage import JSON, Call, Stage

# Of the demo alone: nothing real is signed with them.
_LIVE: Final = "whsec_cGF5bWVudHMgb2YgdGhlIGNvcm5lciBzaG9w"
_SANDBOX: Final = "whsec_dGhlIHNhbmRib3ggb2YgdGhlIGNvcm5lciBz"
_KINDS: Final = ("payment.succeeded", "payment.failed", "refund.created", "payout.paid")
_ADDRESS: Final = "203.0.113.77"

WEBHOOK: Final[dict[str, Any]] = {
    "name": "Payment events",
    "description": "From the payment provider.",
    "allowed_methods": ["POST"],
    "signature": {"provider": "stripe", "secrets": [_LIVE], "deduplicate": True},
}


def payments(stage: Stage, at: datetime) -> list[tuple[datetime, Call]]:
    """Return what arrives for one payment, and when: now and then it comes twice."""
    body = _body(stage, at)
    found = [(at, _signed(body, at, _LIVE))]
    if stage.random.random() < 0.04:
        again = at + timedelta(seconds=stage.random.randint(20, 90))
        found.append((again, _signed(body, again, _LIVE)))
    return found


def strays(stage: Stage, at: datetime) -> list[tuple[datetime, Call]]:
    """Return calls that are refused, each for another reason."""
    later = [at + timedelta(minutes=minutes) for minutes in range(4)]
    body = _body(stage, at)
    held_back = later[1] - timedelta(seconds=412)
    spaced = json.dumps(json.loads(body)).encode()
    kind = ("content-type", JSON)
    return [
        (later[0], Call(body, headers=(kind,), address="198.51.100.200")),
        (later[1], _signed(body, held_back, _LIVE)),
        (later[2], _signed(_body(stage, later[2]), later[2], _SANDBOX)),
        (later[3], _signed(body, later[3], _LIVE, sent=spaced)),
    ]


def _body(stage: Stage, at: datetime) -> bytes:
    value = {
        "id": f"evt_{stage.random.getrandbits(48):012x}",
        "type": stage.random.choices(_KINDS, (92, 2, 5, 3))[0],
        "created": int(at.timestamp()),
        "data": {"amount": stage.random.randint(250, 18_000), "currency": "eur"},
    }
    return json.dumps(value, separators=(",", ":")).encode()


def _signed(body: bytes, at: datetime, secret: str, sent: bytes = b"") -> Call:
    """Return the call; ``sent`` is what arrives in place of what was signed."""
    seconds = int(at.timestamp())
    content = b"%d.%b" % (seconds, body)
    code = hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
    headers = (("content-type", JSON), ("stripe-signature", f"t={seconds},v1={code}"))
    return Call(sent or body, headers=headers, address=_ADDRESS, agent="Stripe/1.0")
