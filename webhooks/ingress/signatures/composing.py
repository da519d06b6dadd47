"""The steps in which a request is signed, whoever does them.

The server does them for a test request, and a shell does them with the script that
is shown beside it: what they put in differs, where it goes does not.
"""

from typing import Final, Protocol

from webhooks.errors import Invalid
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.check import holds
from webhooks.ingress.signatures.contract import (
    Provider,
    Scheme,
    SignatureProblem,
)
from webhooks.ingress.signatures.facts import Facts
from webhooks.ingress.signatures.keys import fits
from webhooks.ingress.signatures.placing import put
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.urls import url_forms

NOTHING_TO_SIGN_WITH: Final = (
    "Store the sender's secret first; then a test can be signed with it."
)


class NewId(Protocol):
    """Makes ids that no delivery has had, ``number`` those of digits alone."""

    def __call__(self, *, number: bool = False) -> str: ...


class Values(Protocol):
    """What goes into a signed request."""

    def new_id(self, *, number: bool = False) -> str:
        """Return an id that no delivery has had, of digits alone if so asked."""

    def stamp(self, scheme: Scheme) -> str:
        """Return the time as the scheme writes it."""

    def digest(self, body: bytes) -> str:
        """Return the SHA-256 of the body in hexadecimal."""

    def signature(self, scheme: Scheme, facts: Facts, stamp: str) -> str:
        """Return the signature without its prefix."""

    def secret(self, scheme: Scheme, facts: Facts) -> str:
        """Return what a scheme wants to see that compares and does not sign."""


def compose(
    provider: Provider,
    draft: InboundRequest,
    settings: SignatureSettings,
    values: Values,
) -> tuple[InboundRequest, Scheme | None]:
    """Return the draft, signed, and how; None where the provider signs nothing.

    Raises Invalid when no secret is stored that could sign, and when the draft lacks
    what is signed.
    """
    draft = with_new_id(provider, draft, values.new_id)
    scheme = _scheme(provider, draft, settings)
    if scheme is None:
        return draft, None
    if scheme.algorithm == "equals":
        text = scheme.prefix + values.secret(scheme, Facts(draft, settings))
        return put(draft, scheme.signature, text), scheme
    stamp = values.stamp(scheme) if scheme.timestamp else ""
    draft = put(draft, scheme.timestamp, stamp)
    draft = put(draft, scheme.id, values.new_id()) if scheme.id else draft
    if scheme.body_digest:
        draft = put(draft, scheme.body_digest, values.digest(draft.body))
    facts = Facts(draft, settings)
    facts.url = url_forms(scheme, settings, draft)[0]
    try:
        text = scheme.prefix + values.signature(scheme, facts, stamp)
    except SignatureProblem as problem:
        raise Invalid(f"This request cannot be signed: {problem}.", "body") from None
    if scheme.timestamp.startswith("item."):
        text = f"{scheme.timestamp[5:]}={stamp}{scheme.separator}{text}"
    return put(draft, scheme.signature, text), scheme


def with_new_id(
    provider: Provider, draft: InboundRequest, new_id: NewId
) -> InboundRequest:
    """Return the draft with an id that no delivery has had, if its sender has ids.

    Where the draft has a number, it is another number.
    """
    # Of an id in parts the last one is the delivery's own.
    places = [place.split()[-1] for place in provider.id_places]
    facts = Facts(draft, SignatureSettings(provider.key))
    there = [place for place in places if facts.values(place)]
    for place in (there or places)[:1]:
        draft = put(draft, place, new_id(number=facts.is_number(place)))
    return draft


def _scheme(
    provider: Provider, draft: InboundRequest, settings: SignatureSettings
) -> Scheme | None:
    """Return the way in which the sender would sign; None if it does not."""
    try:
        schemes = provider.schemes_for(settings.options)
    except ValueError as error:
        raise Invalid(f"The options of the signature are wrong: {error}.") from None
    if not schemes:
        return None
    facts = Facts(draft, settings)
    usable = [
        scheme
        for scheme in schemes
        if scheme.expects or any(fits(scheme, s) for s in settings.secrets)
    ]
    if not usable:
        raise Invalid(NOTHING_TO_SIGN_WITH, "signature")
    meant = [s for s in usable if all(holds(each, facts) for each in s.when)]
    return (meant or usable)[0]
