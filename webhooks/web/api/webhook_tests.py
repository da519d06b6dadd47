"""``webhookTests``: requests that an owner sends to try a webhook out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webhooks.errors import Invalid
from webhooks.ingress.signatures.contract import Provider
from webhooks.services import sample_draft, sample_request, webhooks
from webhooks.services.sample_draft import Draft
from webhooks.services.webhook_rules import header_pairs
from webhooks.web.api.delivery_json import body_fields, header_lists
from webhooks.web.api.given_body import given_body
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.webhook_test import WebhookTested, WebhookTestPost

OPERATIONS = Operations("webhookTests")


@OPERATIONS.add(
    "POST",
    "/applications/<application_id>/webhooks/<webhook_id>/test",
    "webhook.test",
    "Send a webhook a test request, signed as its sender would.",
    body=WebhookTestPost,
    answer=WebhookTested,
)
def post(call: Call) -> Any:
    """Send the request and answer what its caller would have got."""
    webhook = webhooks.get(call.site, call.application_id, call.webhook_id)
    provider = sample_draft.provider_of(webhook)
    sign = call.body.get("sign", webhook.signature is not None)
    if call.body["wrong"] and not sign:
        raise Invalid("wrong is about the signature: it needs sign", "wrong")
    sent = sample_request.send(
        call.site,
        call.application_id,
        call.webhook_id,
        _draft(provider, call.body),
        sign=sign,
        wrong=call.body["wrong"],
    )
    verdict = sent.verdict
    return {
        "deliveryId": sent.delivery_id,
        "verification": verdict
        and {
            "scheme": verdict.scheme,
            "verdict": verdict.verdict,
            "reason": verdict.reason,
        },
        "statusCode": sent.reply.status,
        "headers": header_lists(sent.reply.headers),
        **body_fields(sent.reply.body),
        "durationMs": sent.duration_ms,
        "curl": sent.script.text or None,
        "curlNote": sent.script.note,
    }


def _draft(provider: Provider | None, given: Mapping[str, Any]) -> Draft:
    """Return the sample that is named, else the first; what is given counts more."""
    has_body = "body" in given or "body_base64" in given
    draft = Draft()
    if "sample" in given:
        draft = sample_draft.sample_named(provider, given["sample"])
    elif provider is not None and provider.samples and not has_body:
        draft = sample_draft.draft_of(provider.samples[0])
    headers = header_pairs(given["headers"], "headers")
    if has_body:
        body, kind = given_body(given)
        draft = replace(draft, body=body)
        headers += [("Content-Type", kind)] if kind and not _has_type(headers) else []
    return replace(
        draft,
        method=given.get("method", draft.method),
        target=given.get("path", draft.target),
    ).with_headers(headers)


def _has_type(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "content-type" for name, _ in headers)
