"""What a test request consists of before it is signed and sent.

Apart from sending it, because the pages and the API both begin with a provider's
sample and change parts of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from webhooks.errors import Invalid
from webhooks.ingress.preflight import METHODS
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Provider, Sample
from webhooks.storage.models import Webhook

MOST_HEADERS: Final = 100
LONGEST_HEADER: Final = 8192
LONGEST_PATH: Final = 8000

_NAME = re.compile(r"[0-9A-Za-z!#$%&'*+.^_`|~-]{1,256}")
# What HTTP carries in a header's value: no line break, above all.
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A request to send: ``target`` is path and query behind the webhook's URL."""

    method: str = "POST"
    target: str = "/"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def checked(self) -> "Draft":
        """Return the draft as it can be sent.

        Raises Invalid for what no HTTP client could send.
        """
        if self.method not in METHODS:
            raise Invalid(f"method must be one of {', '.join(METHODS)}", "method")
        return replace(self, target=_target(self.target), headers=_headers(self))

    def with_headers(self, headers: Iterable[tuple[str, str]]) -> "Draft":
        """Return the draft with these headers instead of its own of their names."""
        given = tuple(headers)
        names = {name.lower() for name, _ in given}
        kept = tuple(pair for pair in self.headers if pair[0].lower() not in names)
        return replace(self, headers=(*kept, *given))


def provider_of(webhook: Webhook) -> Provider | None:
    """Return whose requests the webhook takes, None where they are not signed."""
    stored = webhook.signature
    return None if stored is None else PROVIDERS.get(stored["provider"])


def sample_named(provider: Provider | None, name: str) -> Draft:
    """Return a provider's sample event. Raises Invalid for one that there is not."""
    samples = () if provider is None else provider.samples
    for sample in samples:
        if sample.name == name:
            return draft_of(sample)
    names = ", ".join(sample.name for sample in samples)
    known = f"must be one of {names}" if names else "needs a signature on the webhook"
    raise Invalid(f"sample {known}", "sample")


def draft_of(sample: Sample) -> Draft:
    """Return a sample event as a request."""
    kind = (("Content-Type", sample.content_type),) if sample.content_type else ()
    return Draft(
        sample.method,
        f"/?{sample.query}" if sample.query else "/",
        sample.body.encode(),
        (*kind, *sample.headers),
    )


def _target(given: str) -> str:
    target = given.strip().partition("#")[0] or "/"
    if not target.startswith(("/", "?")):
        target = f"/{target}"
    if not target.isascii() or not target.isprintable() or " " in target:
        raise Invalid("path must be percent-encoded text without spaces", "path")
    if len(target) > LONGEST_PATH:
        raise Invalid(f"path must have at most {LONGEST_PATH} characters", "path")
    return target


def _headers(draft: Draft) -> tuple[tuple[str, str], ...]:
    if len(draft.headers) > MOST_HEADERS:
        raise Invalid(f"headers may be {MOST_HEADERS} at most", "headers")
    for name, value in draft.headers:
        if _NAME.fullmatch(name) is None:
            shown = name[:40]
            raise Invalid(f"headers: {shown!r} is no name of a header", "headers")
        if _VALUE.fullmatch(value) is None or len(value) > LONGEST_HEADER:
            text = f"headers: {name} has a value that HTTP cannot carry"
            raise Invalid(text, "headers")
    return tuple((name.lower(), value.strip()) for name, value in draft.headers)
