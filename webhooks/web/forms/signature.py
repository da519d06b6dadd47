"""The form of a webhook's signature: the fields that one provider needs.

Made for each provider from its declaration, so that a new one has its form at once.
"""

from collections.abc import Mapping
from typing import Any, Final

from wtforms import (
    BooleanField,
    Field,
    FloatField,
    Form,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from webhooks.ingress.signatures.contract import Option, Provider
from webhooks.ingress.verification.contract import Verification
from webhooks.services.signature_notices import signs, signs_url
from webhooks.services.webhook_signature import (
    LONGEST_OPTION,
    LONGEST_SECRET,
    LONGEST_URL,
    TOLERANCE,
)
from webhooks.web.forms.base import choices, stripped

OPTION: Final = "option_"
_LONG: Final = 32767
_NEWEST: Final = "It becomes the newest one; the others go on being accepted."


class SignatureForm(Form):
    """What every provider's form has; ``form_for`` adds the rest.

    ``seen`` tells which state of the webhook the form was filled from. ``removed``
    holds the places of stored secrets, the newest being 0.
    """

    provider = HiddenField()
    seen = HiddenField()
    removed = SelectMultipleField(
        "Stored secrets",
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def options(self) -> dict[str, str]:
        """Return the provider's options as they were sent."""
        return {
            name.removeprefix(OPTION): str(field.data or "")
            for name, field in self._fields.items()
            if name.startswith(OPTION)
        }

    def value(self, name: str, default: Any = None) -> Any:
        """Return a field's value, or the default where the form lacks the field."""
        return self._fields[name].data if name in self._fields else default


def form_for(
    provider: Provider, companion: Verification | None, has_secrets: bool
) -> type[SignatureForm]:
    """Return the form for a provider.

    ``companion`` is what the webhook's sender should be set to as well, None where
    it is set already. ``has_secrets`` tells whether one of the provider's is stored.
    """
    fields: dict[str, Field] = {}
    if provider.asks_for:
        fields["new_secret"] = _secret_field(provider, has_secrets)
    for option in provider.options:
        fields[OPTION + option.name] = _option_field(option)
    if signs_url(provider):
        fields["registered_url"] = StringField(
            "URL as registered",
            [Length(max=LONGEST_URL)],
            [stripped],
            description="Only if the sender knows another address than the one above.",
        )
    if _has_time(provider):
        fields["tolerance_seconds"] = FloatField(
            "Time may be off by (seconds)",
            [Optional(), NumberRange(*TOLERANCE)],
            description=_tolerance_help(provider),
        )
    if provider.id_places:
        fields["deduplicate"] = BooleanField(
            "Answer repeated deliveries without running again",
            description="They get the answer of the first and are kept as duplicates.",
        )
        fields["allow_redelivery"] = BooleanField(
            "Let redeliveries by hand through", description=_redelivery_help(provider)
        )
    if companion is not None:
        fields |= _companion_fields(provider, companion)
    return type("ProviderSignatureForm", (SignatureForm,), fields)


def options_of(arguments: Mapping[str, str], provider: Provider) -> dict[str, str]:
    """Return the provider's options among the fields of a form."""
    given = {name: arguments.get(OPTION + name, "") for name in _names(provider)}
    return {name: text for name, text in given.items() if text}


def _names(provider: Provider) -> list[str]:
    return [option.name for option in provider.options]


def _secret_field(provider: Provider, has_secrets: bool) -> Field:
    label = f"New {_lowered(provider.asks_for)}" if has_secrets else provider.asks_for
    parts = [provider.asks_help, _NEWEST if has_secrets else ""]
    # Whoever pastes a public key wants to see whether it is the right one.
    is_public = provider.schemes and all(s.has_public_key for s in provider.schemes)
    kind = StringField if is_public else PasswordField
    return kind(
        label,
        [Length(max=LONGEST_SECRET)],
        [stripped],
        description=" ".join(part for part in parts if part),
    )


def _lowered(label: str) -> str:
    """Return ``Signing secret`` as ``signing secret``, and ``API key`` as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _option_field(option: Option) -> Field:
    if option.choices:
        given = dict(option.choices)
        if not option.default and not option.required:
            given = {"": "None", **given}
        return SelectField(
            option.label,
            choices=choices(given.items()),
            default=option.default or None,
            description=option.help,
        )
    return StringField(
        option.label,
        [Length(max=LONGEST_OPTION)],
        description=option.help,
        render_kw={"placeholder": option.example or option.default},
    )


def _has_time(provider: Provider) -> bool:
    if provider.tolerance_seconds or (provider.build is not None and signs(provider)):
        return True
    return any(scheme.timestamp for scheme in provider.schemes)


def _tolerance_help(provider: Provider) -> str:
    usual = provider.tolerance_seconds
    if not usual:
        return "Empty or 0: the time is not checked."
    return f"Empty: {usual}, as is usual. 0: the time is not checked."


def _redelivery_help(provider: Provider) -> str:
    if provider.retry_mark:
        return f"What {provider.label} repeats by itself stays a duplicate."
    return (
        f"{provider.label} does not mark them, so then whatever it sends again runs "
        "again."
    )


def _companion_fields(provider: Provider, companion: Verification) -> dict[str, Field]:
    fields: dict[str, Field] = {
        "companion": BooleanField(
            f"Set Sender to {companion.label} too", description=companion.summary
        )
    }
    if companion.code_help:
        fields["verification_code"] = StringField(
            "Verification code",
            [Length(max=_LONG)],
            [stripped],
            description=companion.code_help,
        )
    return fields
