"""What is HubSpot's own: three versions, of which the owner names one."""

import hashlib
from dataclasses import replace

import pytest

from tests.ingress.providers.asking import Sender
from webhooks.ingress.request import InboundRequest

SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
URL = "https://hooks.example.com/webhooks/abc"


def sender(version: str) -> Sender:
    options = {"version": version}
    return Sender("hubspot", SECRET, registered_url=URL, options=options)


def of_version_1(body: str = "[]") -> InboundRequest:
    code = hashlib.sha256((SECRET + body).encode()).hexdigest()
    headers = (("X-HubSpot-Signature", code), ("X-HubSpot-Signature-Version", "v1"))
    return sender("v1").post(body, headers=headers)


def test_the_weakest_version_counts_only_where_the_owner_says_so() -> None:
    """It covers neither address nor time, and always comes beside the newest."""
    request = of_version_1()
    assert sender("v1").verdict(request) == "verified"
    assert sender("v2").verdict(request) == "failed"
    assert sender("v3").verdict(request) == "failed"


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_another_address_is_another_signature(version: str) -> None:
    signed = sender(version).signed(of_version_1())
    assert sender(version).verdict(signed) == "verified"
    assert sender(version).verdict(replace(signed, raw_query="a=1")) == "failed"


def test_an_address_counts_as_hubspot_decodes_it_too() -> None:
    """HubSpot decodes some signs before it signs, and a browser may encode them."""
    draft = replace(of_version_1(), raw_query="mail=a@example.com")
    signed = sender("v3").signed(draft)
    encoded = replace(signed, raw_query="mail=a%40example.com")
    assert sender("v3").verdict(encoded) == "verified"
    assert sender("v3").verdict(replace(signed, raw_query="mail=b")) == "failed"


@pytest.mark.parametrize("version", ["", "v4", "V3"])
def test_an_unknown_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="version must be one of v3, v2, v1"):
        sender(version).provider.schemes_for({"version": version})
    assert sender(version).verdict(of_version_1()) == "failed"
