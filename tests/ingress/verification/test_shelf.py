"""The shelf of verifications and what each declares."""

import pytest

from tests.ingress.requests_factory import NOW, inbound
from webhooks.errors import Invalid
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.verification import VERIFICATIONS, check_settings, collect
from webhooks.ingress.verification.contract import VerificationContext
from webhooks.ingress.verification.none import VERIFICATION as NONE


class NoCertificates:
    def verify(self, *arguments: object) -> None:
        raise AssertionError("no certificate was asked for")


CONTEXT = VerificationContext(NOW, NoCertificates())


def test_it_holds_losants_types() -> None:
    assert list(VERIFICATIONS) == ["alexa", "facebook", "fitbit", "none", "twilio"]


def test_it_refuses_two_of_one_type() -> None:
    with pytest.raises(ValueError, match="same type"):
        collect([NONE, NONE])


@pytest.mark.parametrize("verification", VERIFICATIONS.values(), ids=lambda v: v.type)
def test_every_declaration_is_complete(verification) -> None:  # type: ignore[no-untyped-def]
    assert verification.label
    assert verification.summary.endswith(".")
    assert verification.help.endswith(".")
    assert bool(verification.code_help) >= verification.needs_code


@pytest.mark.parametrize("verification_type", ["none", "facebook", "fitbit", "twilio"])
def test_ordinary_requests_pass_unchecked(verification_type: str) -> None:
    verification = VERIFICATIONS[verification_type]
    endpoint = Endpoint("w", "a", verification_code="code")
    verdict = verification.check(inbound(body=b"{}"), endpoint, CONTEXT)
    assert (verdict.scheme, verdict.verdict) == (verification_type, "unchecked")


@pytest.mark.parametrize("verification_type", ["none", "twilio", "alexa"])
def test_a_code_may_be_left_out_where_it_is_not_needed(verification_type: str) -> None:
    check_settings(verification_type, "")


@pytest.mark.parametrize("verification_type", ["facebook", "fitbit"])
def test_a_code_must_be_there_where_it_is_needed(verification_type: str) -> None:
    check_settings(verification_type, "code")
    for blank in ("", "  "):
        with pytest.raises(Invalid) as caught:
            check_settings(verification_type, blank)
        assert caught.value.field == "verificationCode"


@pytest.mark.parametrize("verification_type", ["Facebook", "", "contract", "github"])
def test_it_refuses_other_types(verification_type: str) -> None:
    with pytest.raises(Invalid, match="one of alexa, facebook") as caught:
        check_settings(verification_type, "code")
    assert caught.value.field == "verificationType"
