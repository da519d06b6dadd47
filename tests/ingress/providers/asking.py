"""Sending a provider's requests to a webhook, without a server around it."""

import json
from typing import Any

from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress import origin
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.contract import Provider
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sign import sign
from webhooks.ingress.verification.contract import Handshake, VerificationContext


class NoCertificates:
    """Stands in for certificates where there are none."""

    def verify(self, *arguments: Any) -> None:
        """Fail."""
        raise AssertionError("a certificate was asked for")

    def sign(self, *arguments: Any) -> bytes:
        """Fail."""
        raise AssertionError("a certificate was asked for")


CONTEXT = VerificationContext(NOW, NoCertificates())


class Sender:
    """One provider, with what its webhook's owner has set."""

    def __init__(self, key: str, *secrets: str, **settings: Any) -> None:
        self.provider: Provider = PROVIDERS[key]
        options = {**self.provider.defaults(), **settings.pop("options", {})}
        self.settings = SignatureSettings(
            key, secrets, **{"options": options, **settings}
        )

    def post(
        self, body: Any, *, headers: tuple[tuple[str, str], ...] = (), query: str = ""
    ) -> InboundRequest:
        """Return a POST request of JSON."""
        text = body if isinstance(body, str) else _written(body)
        headers = (("Content-Type", "application/json"), *headers)
        return inbound("POST", headers=headers, body=text.encode(), query=query)

    def get(self, query: str) -> InboundRequest:
        """Return a GET request."""
        return inbound("GET", query=query)

    def signed(self, request: InboundRequest, *, wrong: bool = False) -> InboundRequest:
        """Return the request as the provider would sign it; keys may be made up."""
        signed = sign(
            self.provider, request, self.settings, NOW, NoCertificates(), wrong=wrong
        )
        self.settings = signed.settings
        return signed.request

    def asked(self, request: InboundRequest) -> Handshake | None:
        """Return the answer if the request is a handshake."""
        found = origin.handshake(self._endpoint(), request)
        if found is not None:
            return found
        return origin.handshake_in_body(self._endpoint(), request, CONTEXT)

    def checked(self, request: InboundRequest) -> origin.Found:
        """Return whether the request is from the provider."""
        return origin.check(self._endpoint(), request, CONTEXT)

    def verdict(self, request: InboundRequest) -> str:
        """Return the verdict alone."""
        return self.checked(request).verdict.verdict

    def ids(self, request: InboundRequest) -> list[str]:
        """Return by what a repetition of the request will be known."""
        return [each.key for each in self.checked(request).identities]

    def _endpoint(self) -> Endpoint:
        return Endpoint("w", "a", signature=self.settings)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
