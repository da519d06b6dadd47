"""What is Box's own: two signatures while keys are changed.

The example is the one in Box's own libraries (box-python-sdk, webhook tests).
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.ingress.providers.asking import CONTEXT, Sender
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.check import check

BODY = (
    '{"type":"webhook_event","webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED",'
    '"source":{"id":"1234567890","type":"file","name":"Test.txt"}}'
)
SENT = "2020-01-01T00:00:00-07:00"
PRIMARY = ("Box-Signature-Primary", "6TfeAW3A1PASkgboxxA5yqHNKOwFyMWuEXny/FPD5hI=")
SECONDARY = ("Box-Signature-Secondary", "v+1CD1Jdo3muIcbpv5lxxgPglOqMfsNHPV899xWYydo=")


def verdict(secret: str, *signatures: tuple[str, str], late: int = 0) -> str:
    sender = Sender("box", secret)
    request: InboundRequest = sender.post(
        BODY, headers=(("Box-Delivery-Timestamp", SENT), *signatures)
    )
    now = datetime.fromisoformat(SENT) + timedelta(seconds=late)
    context = replace(CONTEXT, now=now)
    return check(sender.provider, request, sender.settings, context).verdict


@pytest.mark.parametrize("secret", ["SamplePrimaryKey", "SampleSecondaryKey"])
def test_either_key_is_enough(secret: str) -> None:
    assert verdict(secret, PRIMARY, SECONDARY) == "verified"


def test_a_key_fits_its_own_signature_only() -> None:
    assert verdict("SamplePrimaryKey", SECONDARY) == "failed"
    assert verdict("SampleSecondaryKey", SECONDARY) == "verified"
    assert verdict("AnotherKey", PRIMARY, SECONDARY) == "failed"


def test_ten_minutes_are_allowed() -> None:
    assert verdict("SamplePrimaryKey", PRIMARY, late=600) == "verified"
    assert verdict("SamplePrimaryKey", PRIMARY, late=602) == "failed"
    assert verdict("SamplePrimaryKey", PRIMARY, late=-602) == "failed"
