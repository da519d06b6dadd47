"""What every provider on the shelf brings, and that its signatures work."""

import json
import re
from dataclasses import asdict, replace
from urllib.parse import urlsplit

import pytest

from tests.ingress.providers.sent_samples import (
    CONTEXT,
    draft_of,
    endpoint_for,
    settings_for,
    signed,
)
from tests.ingress.requests_factory import inbound
from webhooks.ingress import origin
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.providers import PROVIDERS, collect
from webhooks.ingress.providers.github import PROVIDER as GITHUB
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.content import check_place, check_template, split
from webhooks.ingress.signatures.contract import Provider, Sample, Scheme
from webhooks.ingress.verification import VERIFICATIONS


def named(provider: Provider) -> str:
    return provider.key


def schemes_of(provider: Provider) -> tuple[Scheme, ...]:
    return provider.schemes_for(settings_for(provider).options)


ALL = list(PROVIDERS.values())
SAMPLES = [
    pytest.param(provider, sample, id=f"{provider.key} {sample.name}")
    for provider in ALL
    for sample in provider.samples
]
SIGNING = [
    provider
    for provider in ALL
    if provider.custom or settings_for(provider).secrets
    if provider.custom or provider.schemes_for(settings_for(provider).options)
]
PROMISED = """
    adobe-sign alexa asana aws-sns azure-event-grid bitbucket box cal-com calendly
    cloudevents customer-io discord docusign dropbox facebook fitbit formstack generic
    gitea github gitlab google-health home-assistant hubspot intercom jira line linear
    mailchimp mailgun mandrill microsoft-graph monday notion okta onfleet paddle
    pagerduty paypal sendgrid sentry shared-secret shopify slack square
    standard-webhooks strava stripe telegram trello twilio twitch typeform vercel webex
    websub whatsapp woocommerce x xero zendesk zoom
"""
# Whose requests cannot be told apart by how they are signed, and why that is right.
SIGN_ALIKE = [
    # Two of Meta's; GitHub's header has the same name.
    {"facebook", "github", "whatsapp"},
    # Both are Atlassian's.
    {"bitbucket", "jira"},
    # Both repeat a value of their own choice in Authorization.
    {"google-health", "okta"},
    # Neither signs; only their questions differ.
    {"mailchimp", "monday"},
]
# Those whose own secret decides, and nothing else.
WITH_A_SECRET = [
    provider
    for provider in SIGNING
    if settings_for(provider).secrets and not provider.custom
    if not any(scheme.expects for scheme in schemes_of(provider))
]
_SENTENCE = re.compile(r"[^\s].*[.!]", re.DOTALL)


def check(endpoint: Endpoint, request: InboundRequest) -> origin.Found:
    return origin.check(endpoint, request, CONTEXT)


def test_it_refuses_two_with_one_key() -> None:
    with pytest.raises(ValueError, match="same key"):
        collect([GITHUB, GITHUB])


def test_it_is_in_order_of_label() -> None:
    labels = [provider.label.lower() for provider in ALL]
    assert labels == sorted(labels)
    assert len(set(labels)) == len(labels)


def test_it_holds_all_that_were_promised() -> None:
    assert set(PROMISED.split()) <= set(PROVIDERS)


@pytest.mark.parametrize("provider", ALL, ids=named)
def test_every_declaration_is_complete(provider: Provider) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,39}", provider.key)
    assert provider.label
    assert provider.samples
    # 202 is WebSub's: acknowledged and ignored.
    assert provider.refusal_status in {202, 400, 401, 403, 404}
    assert provider.companion in VERIFICATIONS
    assert provider.tolerance_seconds >= 0
    assert provider.deadline_seconds is None or provider.deadline_seconds > 0
    assert bool(provider.schemes) + bool(provider.build) + bool(provider.custom) == 1
    address = urlsplit(provider.source)
    assert address.scheme == "https"
    assert address.hostname


@pytest.mark.parametrize("provider", ALL, ids=named)
def test_every_text_is_made_of_sentences(provider: Provider) -> None:
    texts = [provider.summary, provider.help]
    texts += [text for text in (provider.asks_help, provider.retries) if text]
    texts += [option.help for option in provider.options]
    texts += [question.summary for question in provider.questions]
    for text in texts:
        assert _SENTENCE.fullmatch(text), text
        assert "  " not in text
    assert bool(provider.asks_help) == bool(provider.asks_for)


@pytest.mark.parametrize("provider", ALL, ids=named)
def test_every_option_is_well_declared(provider: Provider) -> None:
    names = [option.name for option in provider.options]
    assert len(set(names)) == len(names)
    for option in provider.options:
        assert re.fullmatch(r"[a-z][A-Za-z0-9_]{0,39}", option.name)
        assert option.label
        values = [value for value, _ in option.choices]
        assert len(set(values)) == len(values)
        assert not values or option.default in values
        assert all(label for _, label in option.choices)
        if option.pattern:
            assert re.fullmatch(option.pattern, option.default or option.example)
        assert not option.required or option.default or option.example


@pytest.mark.parametrize("provider", ALL, ids=named)
def test_every_place_and_template_is_valid(provider: Provider) -> None:
    for scheme in schemes_of(provider):
        check_template(scheme.content)
        places = [scheme.signature, scheme.timestamp, scheme.id]
        places += [scheme.body_digest, scheme.expects]
        for place in filter(None, places):
            check_place(place)
        conditions_hold_places(scheme.when)
        signed_places = {place for _, place in split(scheme.content)}
        assert ("timestamp" in signed_places) <= bool(scheme.timestamp)
        assert ("id" in signed_places) <= bool(scheme.id)
        assert scheme.separator or not scheme.timestamp.startswith("item.")
    for place in (*provider.id_places, *filter(None, [provider.retry_mark])):
        for part in place.split():
            check_place(part)


@pytest.mark.parametrize("provider", ALL, ids=named)
def test_every_question_is_well_declared(provider: Provider) -> None:
    for question in provider.questions:
        assert question.method in {"GET", "HEAD", "OPTIONS", "POST"}
        # A question without conditions must not swallow what is delivered.
        assert question.when or question.method != "POST"
        conditions_hold_places(question.when)
        for place in filter(None, [question.secret_at, question.adopts]):
            check_place(place)
        assert not question.adopts or provider.may_lack_secret
        texts = [question.text or "", *(value for _, value in question.headers)]
        for text in texts:
            check_template(text.replace("{mac}", ""))


def conditions_hold_places(conditions: tuple[str, ...]) -> None:
    for condition in conditions:
        check_place(condition.removeprefix("!").partition("=")[0])


@pytest.mark.parametrize("provider", ALL, ids=named)
def test_every_name_of_a_scheme_is_its_own(provider: Provider) -> None:
    names = [scheme.name for scheme in schemes_of(provider)]
    twice = {name for name in names if names.count(name) > 1}
    # Two ways of one name must not both be meant by one request.
    for name in twice:
        same = [scheme for scheme in schemes_of(provider) if scheme.name == name]
        assert all(scheme.when for scheme in same), name


@pytest.mark.parametrize(("provider", "sample"), SAMPLES)
def test_every_sample_is_what_it_says(provider: Provider, sample: Sample) -> None:
    assert sample.name
    assert len(sample.body) <= 4096
    if sample.content_type.endswith("json") and sample.body:
        json.loads(sample.body)
    names = [name.lower() for name, _ in sample.headers]
    assert len(set(names)) == len(names)
    assert "content-type" not in names


@pytest.mark.parametrize("provider", ALL, ids=named)
def test_the_samples_have_different_names(provider: Provider) -> None:
    names = [sample.name for sample in provider.samples]
    assert len(set(names)) == len(names)


def test_no_two_are_alike_by_mistake() -> None:
    by_signing: dict[str, set[str]] = {}
    for provider in SIGNING:
        if provider.custom is None:
            ways = sorted(
                repr({**asdict(scheme), "name": ""}) for scheme in schemes_of(provider)
            )
            by_signing.setdefault("\n".join(ways), set()).add(provider.key)
    alike = [keys for keys in by_signing.values() if len(keys) > 1]
    assert sorted(map(sorted, alike)) == sorted(map(sorted, SIGN_ALIKE))


@pytest.mark.parametrize("provider", SIGNING, ids=named)
def test_every_signed_sample_is_verified(provider: Provider) -> None:
    for sample in provider.samples:
        endpoint, request = signed(settings_for(provider), draft_of(sample))
        found = check(endpoint, request)
        assert (found.verdict.verdict, found.verdict.reason) == ("verified", "")
        assert found.verdict.scheme.split()[0] == provider.key
        assert found.refusal is None


@pytest.mark.parametrize("provider", ALL, ids=named)
def test_every_choice_of_an_option_can_be_tested(provider: Provider) -> None:
    for option in provider.options:
        for value, _ in option.choices:
            settings = settings_for(provider, **{option.name: value})
            endpoint, request = signed(settings, draft_of(provider.samples[0]))
            assert check(endpoint, request).verdict.verdict == "verified", value


@pytest.mark.parametrize("provider", SIGNING, ids=named)
def test_every_sample_that_is_signed_wrong_is_refused(provider: Provider) -> None:
    for sample in provider.samples:
        settings = settings_for(provider)
        endpoint, request = signed(settings, draft_of(sample), wrong=True)
        found = check(endpoint, request)
        assert found.verdict.verdict == "failed"
        assert found.refusal is not None
        assert found.refusal.status == provider.refusal_status
        assert _SENTENCE.fullmatch(found.verdict.reason)
        for secret in settings.secrets:
            assert secret not in found.verdict.reason


@pytest.mark.parametrize("provider", SIGNING, ids=named)
def test_every_sample_without_a_signature_is_refused(provider: Provider) -> None:
    sample = provider.samples[0]
    endpoint = endpoint_for(settings_for(provider))
    found = check(endpoint, inbound(sample.method, body=sample.body.encode()))
    assert found.verdict.verdict == "failed"
    assert found.refusal is not None


@pytest.mark.parametrize("provider", WITH_A_SECRET, ids=named)
def test_every_webhook_without_its_secret_refuses(provider: Provider) -> None:
    endpoint, request = signed(settings_for(provider), draft_of(provider.samples[0]))
    assert endpoint.signature is not None
    empty = replace(endpoint, signature=replace(endpoint.signature, secrets=()))
    assert check(empty, request).verdict.verdict == "failed"


@pytest.mark.parametrize("provider", WITH_A_SECRET, ids=named)
def test_every_sender_may_go_on_with_an_older_secret(provider: Provider) -> None:
    """So that a secret is changed without a gap."""
    endpoint, request = signed(settings_for(provider), draft_of(provider.samples[0]))
    settings = endpoint.signature
    assert settings is not None
    both = replace(settings, secrets=("b" * 64, *settings.secrets))
    found = check(replace(endpoint, signature=both), request)
    assert found.verdict.verdict == "verified"
