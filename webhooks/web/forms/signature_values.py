"""Between a webhook's signature and its form.

Secrets only ever go one way: a stored one is a number here, and what stands for
it in storage's terms is its placeholder.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from webhooks.errors import Conflict, Invalid
from webhooks.ingress.signatures.contract import Provider
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.ingress.verification.contract import Verification
from webhooks.services.secret_parts import DOTS
from webhooks.services.webhook_signature import MOST_SECRETS
from webhooks.services.webhooks import Webhook
from webhooks.web.forms.signature import OPTION, SignatureForm
from webhooks.web.forms.webhook_columns import version_of

_FIELDS: Final = {
    "secrets": "new_secret",
    "registeredUrl": "registered_url",
    "toleranceSeconds": "tolerance_seconds",
}
_PLACE = re.compile(r"signature\.(\w+)(?:\.([\w-]+))?:?\s+(.*)", re.DOTALL)


def companion_of(webhook: Webhook, provider: Provider) -> Verification | None:
    """Return what the webhook's sender should be set to beside the provider."""
    if provider.companion in {"none", webhook.verification_type}:
        return None
    return VERIFICATIONS.get(provider.companion)


def stored_for(webhook: Webhook, provider: Provider) -> dict[str, Any]:
    """Return the stored signature if it is this provider's, else nothing."""
    stored = webhook.signature or {}
    return stored if stored.get("provider") == provider.key else {}


def form_values(webhook: Webhook, provider: Provider, code: str) -> dict[str, Any]:
    """Return what the form shows; ``code`` is a verification code to begin with."""
    stored = stored_for(webhook, provider)
    tolerance = stored.get("toleranceSeconds")
    options = {**provider.defaults(), **stored.get("options", {})}
    return {
        "registered_url": stored.get("registeredUrl", ""),
        "tolerance_seconds": None if tolerance is None else _plain(tolerance),
        "deduplicate": stored.get("deduplicate", False),
        "allow_redelivery": stored.get("allowRedelivery", False),
        # Another sender that is set there has been set on purpose.
        "companion": webhook.verification_type == "none",
        "verification_code": code,
        **{OPTION + name: text for name, text in options.items()},
    }


def changed_columns(
    form: SignatureForm, webhook: Webhook, provider: Provider
) -> dict[str, Any]:
    """Return the columns that the form changes.

    Raises Conflict if the webhook is not what it was when the form was opened.
    """
    if form.seen.data and form.seen.data != version_of(webhook):
        raise Conflict(
            "Somebody changed this webhook while the form was open, and nothing was "
            "saved. Send it again to replace their changes, or cancel to see them."
        )
    columns: dict[str, Any] = {
        "signature": {
            "provider": provider.key,
            "secrets": _secrets(form, stored_for(webhook, provider)),
            "registeredUrl": form.value("registered_url", ""),
            "toleranceSeconds": form.value("tolerance_seconds"),
            "deduplicate": form.value("deduplicate", False),
            "allowRedelivery": form.value("allow_redelivery", False),
            "options": form.options(),
        }
    }
    if form.value("companion", False):
        columns["verification_type"] = provider.companion
        if form.value("verification_code"):
            columns["verification_code"] = form.value("verification_code")
    return columns


def blame_signature(form: SignatureForm, error: Invalid) -> bool:
    """Show a refusal of the signature at the field it is about, if it has one."""
    found = _PLACE.fullmatch(error.message)
    if error.field != "signature" or found is None:
        return False
    part, name, text = found.groups()
    field = _FIELDS.get(part, part)
    if part == "options":
        field = OPTION + (name or _first_word(text))
    if field not in form:
        form.form_errors.append(_sentence(text))
    else:
        # The field's help is beside it already.
        text = text.removesuffix(f": {form[field].description}")
        form[field].errors = [*form[field].errors, _sentence(text)]
    return True


def _first_word(text: str) -> str:
    return re.split(r"[ :]", text, maxsplit=1)[0]


def _sentence(text: str) -> str:
    # Beside its field, the name that the API has for it says nothing.
    text = f"it {text}" if text.startswith(("is ", "must ")) else text
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _secrets(form: SignatureForm, stored: Mapping[str, Any]) -> list[str]:
    removed = set(form.removed.data or ())
    kept = [
        f"{DOTS} {place + 1}"
        for place in range(len(stored.get("secrets", ())))
        if str(place) not in removed
    ]
    new = form.value("new_secret")
    if new and len(kept) == MOST_SECRETS:
        text = f"signature.secrets: {MOST_SECRETS} are stored already; remove one first"
        raise Invalid(text, "signature")
    return [new, *kept] if new else kept


def _plain(number: float) -> float:
    """Return ``5`` for ``5.0``: nobody writes it that way."""
    return int(number) if number == int(number) else number
