"""The shelf of providers as data, for the API."""

from typing import Any

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Option, Provider, Sample


def all_described() -> list[dict[str, Any]]:
    """Return every provider in the API's words, in order of label."""
    return [described(provider) for provider in PROVIDERS.values()]


def described(provider: Provider) -> dict[str, Any]:
    """Return one provider; ``secret`` is None for a sender without one."""
    secret = {
        "label": provider.asks_for,
        "help": provider.asks_help,
        "mayBeLacking": provider.may_lack_secret,
    }
    return {
        "key": provider.key,
        "label": provider.label,
        "also": list(provider.also),
        "summary": provider.summary,
        "help": provider.help,
        "source": provider.source,
        "verificationType": provider.companion,
        "secret": secret if provider.asks_for else None,
        "options": [_option(option) for option in provider.options],
        "toleranceSeconds": provider.tolerance_seconds,
        "signsUrl": provider.signs_url,
        "refusalStatus": provider.refusal_status,
        "deadlineSeconds": provider.deadline_seconds,
        "retries": provider.retries,
        "sendsId": bool(provider.id_places),
        "handshakes": [question.summary for question in provider.questions],
        "samples": [_sample(sample) for sample in provider.samples],
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "label": option.label,
        "help": option.help,
        "default": option.default,
        "required": option.required,
        "choices": [
            {"value": value, "label": label} for value, label in option.choices
        ],
    }


def _sample(sample: Sample) -> dict[str, Any]:
    return {
        "name": sample.name,
        "method": sample.method,
        "query": sample.query,
        "contentType": sample.content_type,
        "headers": [list(pair) for pair in sample.headers],
        "body": sample.body,
    }
