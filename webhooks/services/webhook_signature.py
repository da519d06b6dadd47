"""The ``signature`` of a webhook: what may be stored, shown, and used at the door.

Its secrets are write-only. Shown they are placeholders with a number, and one that
is sent back stands for the secret that it was shown for.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from webhooks.errors import Invalid
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Option, Provider, Scheme
from webhooks.ingress.signatures.keys import KeyProblem, fits, key_bytes
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.services.secret_parts import DOTS
from webhooks.services.text_rules import clean_flag, clean_text

FIELD: Final = "signature"
MOST_SECRETS: Final = 5
LONGEST_SECRET: Final = 4096
LONGEST_URL: Final = 2048
LONGEST_OPTION: Final = 1024
TOLERANCE: Final = (0, 86_400)
FIELDS: Final = (
    "provider",
    "secrets",
    "registeredUrl",
    "toleranceSeconds",
    "deduplicate",
    "allowRedelivery",
    "options",
)

_PLACEHOLDER = re.compile(rf"{DOTS}(?: ([1-9]))?")


def clean(value: Any, stored: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """Return a signature as it is stored, or None for none.

    ``stored`` is what placeholders among the secrets stand for.
    Raises Invalid, also for settings with which no request could be verified.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise Invalid("signature must be an object or null", FIELD)
    unknown = sorted(set(map(str, value)) - set(FIELDS))
    if unknown:
        raise Invalid(f"signature: unknown field {unknown[0][:60]}", FIELD)
    provider = _provider(value.get("provider"))
    options = _options(provider, value.get("options"))
    if provider.build is not None:
        _check_schemes(provider, options)
    cleaned = {
        "provider": provider.key,
        "secrets": _secrets(provider, value.get("secrets", []), stored),
        "registeredUrl": _url(value.get("registeredUrl")),
        "toleranceSeconds": _tolerance(value.get("toleranceSeconds")),
        "deduplicate": _flag(value, "deduplicate"),
        "allowRedelivery": _flag(value, "allowRedelivery"),
        "options": options,
    }
    _check_keys(provider, cleaned)
    return cleaned


def shown(stored: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a stored signature as it may be shown: without its secrets."""
    if stored is None:
        return None
    dots = [f"{DOTS} {place + 1}" for place in range(len(stored["secrets"]))]
    return {**stored, "secrets": dots}


def in_use(
    stored: Mapping[str, Any] | None, own_url: str, resolve: Callable[[str], str]
) -> SignatureSettings | None:
    """Return a stored signature as the door needs it.

    ``own_url`` is the webhook's public address; ``resolve`` puts application
    globals into templates. A secret that becomes empty is left out: without any,
    every request is refused.
    """
    if stored is None:
        return None
    secrets = [resolve(secret) for secret in stored.get("secrets", [])]
    provider = PROVIDERS.get(stored.get("provider", ""))
    defaults = {} if provider is None else provider.defaults()
    return SignatureSettings(
        provider=stored.get("provider", ""),
        secrets=tuple(secret for secret in secrets if secret),
        registered_url=stored.get("registeredUrl") or "",
        tolerance_seconds=stored.get("toleranceSeconds"),
        deduplicate=bool(stored.get("deduplicate")),
        allow_redelivery=bool(stored.get("allowRedelivery")),
        options={**defaults, **(stored.get("options") or {})},
        own_url=own_url,
    )


def _provider(value: Any) -> Provider:
    found = PROVIDERS.get(value) if isinstance(value, str) else None
    if found is None:
        known = ", ".join(PROVIDERS)
        raise Invalid(f"signature.provider must be one of {known}", FIELD)
    return found


def _secrets(
    provider: Provider, value: Any, stored: Mapping[str, Any] | None
) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_SECRETS:
        text = f"signature.secrets must be a list of up to {MOST_SECRETS} texts"
        raise Invalid(text, FIELD)
    secrets, shown_so_far = [], 0
    for each in value:
        text = clean_text(each, "signature.secrets", 1, LONGEST_SECRET)
        match = _PLACEHOLDER.fullmatch(text)
        if match is not None:
            shown_so_far += 1
            text = _kept(provider, stored, int(match[1] or shown_so_far))
        secrets.append(text)
    secrets = list(dict.fromkeys(secrets))
    if secrets and not provider.asks_for:
        raise Invalid(f"signature.secrets: {provider.label} has no secret", FIELD)
    if not secrets and provider.asks_for and not provider.may_lack_secret:
        raise Invalid(
            f"signature.secrets: {provider.label} needs its {provider.asks_for}; "
            "without it every request would be refused",
            FIELD,
        )
    return secrets


def _kept(provider: Provider, stored: Mapping[str, Any] | None, number: int) -> str:
    """Return the stored secret that a placeholder stands for.

    One provider's secret must not become another's unnoticed: to whoever knows
    it, it would open this door too. Raises Invalid.
    """
    if stored is None or number > len(stored["secrets"]):
        raise Invalid(
            "signature.secrets: a placeholder stands for no stored secret; send the "
            "secret itself",
            FIELD,
        )
    if stored["provider"] != provider.key:
        raise Invalid(
            "signature.secrets: the stored secrets belong to another provider; send "
            f"the {provider.asks_for or 'secret'} of {provider.label}",
            FIELD,
        )
    kept: str = stored["secrets"][number - 1]
    return kept


def _check_schemes(provider: Provider, options: Mapping[str, str]) -> None:
    try:
        provider.schemes_for({**provider.defaults(), **options})
    except ValueError as error:
        raise Invalid(f"signature.options: {error}", FIELD) from None


def _check_keys(provider: Provider, cleaned: Mapping[str, Any]) -> None:
    """Refuse a secret that no way of signing could use."""
    schemes = [
        scheme
        for scheme in provider.schemes_for(
            {**provider.defaults(), **cleaned["options"]}
        )
        if scheme.algorithm != "equals"
    ]
    for secret in cleaned["secrets"]:
        # A template of a global is known only at the door, and white space is
        # explained there.
        meant = [each for each in schemes if fits(each, secret.strip())]
        if "{{" in secret or not meant:
            continue
        problems = [_problem(scheme, secret.strip()) for scheme in meant]
        if all(problems):
            raise Invalid(f"signature.secrets: {problems[0]}", FIELD)


def _problem(scheme: Scheme, secret: str) -> str:
    try:
        key_bytes(secret, scheme.key, scheme.key_suffix)
    except KeyProblem as problem:
        return str(problem)
    return ""


def _url(value: Any) -> str:
    if value is None or value == "":
        return ""
    text = clean_text(value, "signature.registeredUrl", 0, LONGEST_URL)
    try:
        parts = urlsplit(text)
        fits_ = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        fits_ = False
    if not fits_ or not text.isascii() or not text.isprintable() or " " in text:
        raise Invalid(
            "signature.registeredUrl must be the whole address as it stands at the "
            "sender, such as https://hooks.example.com/webhooks/abc",
            FIELD,
        )
    return text


def _tolerance(value: Any) -> float | None:
    if value is None:
        return None
    low, high = TOLERANCE
    if type(value) not in {int, float} or not low <= value <= high:
        text = (
            f"signature.toleranceSeconds must be a number from {low} to {high}, or "
            "null for the provider's own; 0 switches the check off"
        )
        raise Invalid(text, FIELD)
    return float(value)


def _flag(value: Mapping[str, Any], name: str) -> bool:
    return clean_flag(value.get(name, False), f"signature.{name}")


def _options(provider: Provider, value: Any) -> dict[str, str]:
    if value is None:
        value = {}
    if not isinstance(value, Mapping):
        raise Invalid("signature.options must be an object", FIELD)
    known = {option.name: option for option in provider.options}
    unknown = sorted(set(map(str, value)) - set(known))
    if unknown:
        raise Invalid(f"signature.options: unknown field {unknown[0][:60]}", FIELD)
    cleaned = {}
    for name, option in known.items():
        text = _option(option, value.get(name, ""))
        if text:
            cleaned[name] = text
    return cleaned


def _option(option: Option, value: Any) -> str:
    field = f"signature.options.{option.name}"
    text = clean_text(value, field, 0, LONGEST_OPTION)
    if not text and option.required and not option.default:
        raise Invalid(f"{field} is needed: {option.help}", FIELD)
    choices = [choice for choice, _ in option.choices]
    if text and choices and text not in choices:
        raise Invalid(f"{field} must be one of {', '.join(choices)}", FIELD)
    if text and option.pattern and re.fullmatch(option.pattern, text) is None:
        looks = f"must look like {option.example}"
        complaint = looks if option.example else "does not look right"
        raise Invalid(f"{field} {complaint}: {option.help}", FIELD)
    return text
