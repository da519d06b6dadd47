"""From a draft, or a past request, to the test panel's form and back."""

from collections.abc import Iterable, Sequence

from webhooks.ingress.signatures.contract import Provider
from webhooks.services.deliveries import Delivery
from webhooks.services.sample_draft import Draft
from webhooks.services.secret_parts import is_secret_header, is_secret_query
from webhooks.web.forms.sample import METHODS, MOST_BODY, SampleForm
from webhooks.web.forms.sample_headers import header_lines

_NOT_TEXT = "Its body is not text, so it was left out. Replay sends it as it came."
_TOO_LONG = "Its body is too long for this form. Replay sends it as it came."


def draft_in(form: SampleForm) -> Draft:
    """Return what a valid form says; a content type goes with a body alone."""
    body = (form.body.data or "").encode("utf-8", "surrogatepass")
    kind = (form.content_type.data or "").strip()
    types = [("Content-Type", kind)] if kind and body else []
    return Draft(
        form.method.data or "POST",
        form.path.data or "",
        body,
        (*types, *header_lines(form.headers.data or "")),
    )


def filled_with(draft: Draft) -> SampleForm:
    """Return the form for a draft whose body is text."""
    kinds = [value for name, value in draft.headers if name == "Content-Type"]
    others = [pair for pair in draft.headers if pair[0] != "Content-Type"]
    return SampleForm(
        data={
            "method": draft.method if draft.method in METHODS else "POST",
            "path": draft.target if draft.target != "/" else "",
            "content_type": kinds[0] if kinds else "",
            "headers": _lines(others),
            "body": draft.body.decode(),
            "sign": True,
        }
    )


def filled_from(
    delivery: Delivery, provider: Provider | None
) -> tuple[SampleForm, str]:
    """Return the form for a past request, and what of it the form cannot hold.

    Of its headers only those are kept that the sender's events are told by.
    """
    query = "" if is_secret_query(delivery.status) else delivery.raw_query
    body, note = _body(delivery.body)
    draft = Draft(
        delivery.method,
        delivery.path + (f"?{query}" if query else ""),
        body,
        (
            ("Content-Type", delivery.content_type),
            *_event_headers(delivery.headers, provider),
        ),
    )
    return filled_with(draft), note


def _event_headers(
    headers: Iterable[Sequence[str]], provider: Provider | None
) -> list[tuple[str, str]]:
    samples = () if provider is None else provider.samples
    known = {name.lower() for sample in samples for name, _ in sample.headers}
    return [
        (name, value)
        for name, value in headers
        if name.lower() in known and not is_secret_header(name)
    ]


def _body(body: bytes) -> tuple[bytes, str]:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return b"", _NOT_TEXT
    return (b"", _TOO_LONG) if len(text) > MOST_BODY else (body, "")


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in pairs)
