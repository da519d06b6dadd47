"""What tests of senders with certificates have in common.

A store of certificates with a client that counts, and hands out a certificate that
is made here; so all but the network is the real thing.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.certificates_factory import Signer, make_leaf, make_root
from tests.frozen_clock import FrozenClock
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.check import check
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import Verdict, VerificationContext
from webhooks.runtime.certificates import CertificateStore
from webhooks.runtime.http_client import GuardedClient, Response


class CountingClient(GuardedClient):
    """Answers every request with the same file, and notes the addresses."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        super().__init__()
        self.body, self.status = body, status
        self.fetched: list[str] = []

    def request(self, method: str, url: str, **limits: object) -> Response:
        """Return the file as if it were published there."""
        self.fetched.append(url)
        return Response(self.status, (), self.body, url)


@dataclass
class Door:
    """Checks requests of one provider with a certificate for ``host``.

    It is ``now`` by the clock of the checks.
    """

    provider: str
    host: str
    now: datetime
    options: dict[str, str]
    leaf: Signer = field(init=False)
    root: Signer = field(init=False)
    client: CountingClient = field(init=False)
    store: CertificateStore = field(init=False)

    def __post_init__(self) -> None:
        self.root = make_root(self.now)
        self.leaf = make_leaf(self.root, self.now, host=self.host)
        self.forget()

    def forget(self, status: int = 200) -> None:
        """Begin anew with nothing fetched; ``status`` is what fetches will get."""
        roots = self.root.pem
        self.client = CountingClient(self.leaf.pem + roots, status)
        clock = FrozenClock().clock
        self.store = CertificateStore(self.client, clock, roots=lambda: roots)

    def check(
        self,
        request: InboundRequest,
        *,
        timed: bool = True,
        now: datetime | None = None,
        tolerance: float | None = None,
        **options: str,
    ) -> Verdict:
        """Return the verdict of the provider's own check."""
        settings = SignatureSettings(
            self.provider,
            tolerance_seconds=tolerance,
            options={**self.options, **options},
        )
        context = VerificationContext(now or self.now, self.store, timed)
        return check(PROVIDERS[self.provider], request, settings, context)

    def refusal(self, request: InboundRequest, **settings: object) -> str:
        """Return why a request is refused."""
        verdict = self.check(request, **settings)  # type: ignore[arg-type]
        assert (verdict.scheme, verdict.verdict) == (self.provider, "failed")
        assert verdict.reason.endswith(".")
        return verdict.reason

    def refusals_at_once(self, request: InboundRequest, copies: int) -> list[str]:
        """Return why copies that come at the same time are refused."""
        reasons: list[str] = []
        threads = [
            threading.Thread(target=lambda: reasons.append(self.refusal(request)))
            for _ in range(copies)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return reasons


def with_header(request: InboundRequest, name: str, *values: str) -> InboundRequest:
    """Return the request with these headers of that name, or none."""
    kept: Iterable[tuple[str, str]] = (
        pair for pair in request.headers if pair[0].upper() != name.upper()
    )
    added = ((name.upper(), value) for value in values)
    return replace(request, headers=(*kept, *added))
