"""A certificate at its sender's address, and a signature that is checked with it."""

from tests.certificates_factory import HOST, Signer
from tests.frozen_clock import START
from webhooks.ingress.verification.contract import Publisher
from webhooks.runtime.certificates import CertificateStore

URL = "https://s3.amazonaws.com/echo.api/cert"
PUBLISHER = Publisher("alexa", (HOST,))


def verify(
    store: CertificateStore,
    leaf: Signer,
    url: str = URL,
    publisher: Publisher = PUBLISHER,
) -> None:
    """Check a signature of the leaf's with what is published at the address."""
    store.verify(url, publisher, leaf.sign(b"body"), b"body", START)
