"""Reasons of refusals that the guides explain are reasons that are really given."""

import re
from itertools import chain

import pytest

from tests.ingress.signatures.asking import settings, signed, unsigned, verdict
from tests.ingress.signatures.test_explain import SEEDED
from tests.test_provider_guides import FOLDER, GUIDES, OVERVIEW, PAIRS
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.origin import unverifiable
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification import facebook
from webhooks.ingress.verification.contract import CertificateUnavailable

TOKEN = "a token"
WHSEC = "whsec_" + "QUJD" * 8
WHPK = "whpk_" + "A" * 43 + "="
ROW = re.compile(r"^\| ([A-Z…][^|]*…) \|", re.MULTILINE)
ITEM = re.compile(r"^- \*([^*]+)\*(?: \([^)]*\))?:", re.MULTILINE)


def asked_wrongly() -> str:
    """Why Meta's question is refused."""
    asked = InboundRequest(
        *("GET", "/", "hub.mode=subscribe&hub.verify_token=no", ()),
        *("203.0.113.9", unsigned().received_at, b""),
    )
    endpoint = Endpoint("", "", verification_code=TOKEN)
    found = facebook.handshake(asked, endpoint)
    assert found is not None
    return found.verdict.reason


def without(key: str, secret: str) -> str:
    """Why a request without its signature is refused."""
    return verdict(unsigned(b"{}"), settings(key, secret)).reason


def other_key(key: str, secret: str, stored: str) -> str:
    """Why a request is refused that was signed with another secret."""
    return verdict(signed(key, secret), settings(key, stored)).reason


def given(request: InboundRequest, under: SignatureSettings) -> str:
    return verdict(request, under).reason


def without_certificate() -> str:
    """Why a request is put off whose sender's certificate cannot be had."""
    fault = "the certificate could not be fetched: the server answered 500"
    found = unverifiable(CertificateUnavailable(fault, "aws-sns", 5))
    return found.verdict.reason


REASONS = [
    *(given(*seeded()) for seeded in SEEDED),
    asked_wrongly(),
    without("telegram", TOKEN),
    other_key("telegram", "another", TOKEN),
    other_key("discord", "00" * 32, "3d4017c3" * 8),
    other_key("standard-webhooks", WHSEC, WHPK),
    without_certificate(),
]


def is_given(text: str) -> bool:
    """Tell whether one of the reasons reads like this; … stands for anything."""
    wanted = ".*".join(map(re.escape, re.sub(r"\(…\)|`", "…", text).split("…")))
    return any(re.search(wanted, reason.replace("\n", " ")) for reason in REASONS)


def test_every_reason_in_the_overview_is_given_to_somebody() -> None:
    reasons = ROW.findall(OVERVIEW.read_text())
    assert len(reasons) == 10
    assert [each for each in reasons if not is_given(each)] == []


@pytest.mark.parametrize("name", GUIDES)
def test_every_reason_in_a_guide_is_given_to_somebody(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text().partition("## When it is refused")[2]
    reasons = ITEM.findall(text.partition("\n## ")[0])
    assert reasons
    assert [each for each in reasons if not is_given(" ".join(each.split()))] == []


def test_a_reason_that_nobody_gets_would_be_found() -> None:
    assert not is_given("The moon is … s old")
    assert is_given("The time stamp … is … s old")
    assert set(chain.from_iterable(GUIDES.values())) == {row.key for _, row in PAIRS}
