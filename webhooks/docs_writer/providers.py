"""The reference of providers, from the shelf that ingress itself reads."""

from collections.abc import Iterable, Iterator, Mapping

from webhooks.docs_writer.markdown import code, page, table
from webhooks.ingress.signatures.contract import Option, Provider
from webhooks.ingress.signatures.words import describe
from webhooks.ingress.verification import VERIFICATIONS

_INTRODUCTION = """\
Every sender whose requests can be verified, as ingress itself has it. How verifying
works, and how to set it up, is told in [Verified senders](../providers.md); the ten
most used have guides of their own there.

*Refusal* is the status of a request that fails the check. *Time* is how many seconds
its time stamp may be off unless the webhook says otherwise. *Waits* is how long the
sender waits for an answer; nothing is said where it does not tell. *Id* is whether it
gives its deliveries ids, by which repetitions can be recognised."""

_NOT_CHECKED = "It signs nothing that could be verified without an option."
_CERTIFICATES = (
    "Signed with a certificate that it publishes: fetched once, only from the "
    "sender's own hosts, checked and kept for a while. While it cannot be fetched, "
    "requests get 503, so that they come again."
)


def providers_page(providers: Mapping[str, Provider]) -> str:
    """Return the page."""
    parts = [_INTRODUCTION, _overview(providers.values())]
    for provider in providers.values():
        parts += _section(provider)
    return page("Providers", "`webhooks/ingress/providers/`", parts)


def _overview(providers: Iterable[Provider]) -> str:
    titles = ("Sender", "`provider`", "Refusal", "Time", "Waits", "Id", "Handshake")
    return table(titles, map(_row, providers))


def _row(provider: Provider) -> tuple[str, ...]:
    tolerance = f"{provider.tolerance_seconds} s" if provider.tolerance_seconds else ""
    asks = provider.questions or VERIFICATIONS[provider.companion].needs_code
    return (
        provider.label,
        code(provider.key),
        str(provider.refusal_status),
        tolerance,
        _seconds(provider),
        "yes" if provider.id_places else "",
        "yes" if asks else "",
    )


def _section(provider: Provider) -> Iterator[str]:
    yield f"## {provider.label}"
    yield f"{code(provider.key)}: {provider.summary}{_also(provider)}"
    yield provider.help
    yield "\n".join(f"- {line}" for line in _facts(provider))
    if provider.options:
        titles = ("Option", "Default", "Meaning")
        yield table(titles, map(_option, provider.options))


def _facts(provider: Provider) -> Iterator[str]:
    yield from _signed(provider)
    if provider.asks_for:
        more = f": {provider.asks_help}" if provider.asks_help else "."
        yield f"**{provider.asks_for}**{more}"
    if provider.tolerance_seconds:
        yield f"A time stamp may be off by {provider.tolerance_seconds} s, either way."
    for question in provider.questions:
        yield f"Handshake: {question.summary}"
    if provider.companion != "none":
        label = VERIFICATIONS[provider.companion].label
        yield (
            f"Goes with `verificationType` {code(provider.companion)} ({label}), which "
            "answers in its way."
        )
    ignored = ", and is ignored" if provider.refusal_status < 300 else ""
    yield f"What fails the check gets {provider.refusal_status}{ignored}."
    if provider.deadline_seconds is not None:
        yield f"It waits {_seconds(provider)} for an answer."
    if provider.retries:
        yield f"Repeats: {provider.retries}"
    if provider.id_places:
        places = " or ".join(
            " with ".join(map(code, place.split())) for place in provider.id_places
        )
        yield f"Its deliveries have an id at {places}."
    if provider.source:
        yield f"Source: <{provider.source}>"


def _signed(provider: Provider) -> Iterator[str]:
    if provider.custom is not None:
        yield _CERTIFICATES
        return
    schemes = provider.schemes_for(provider.defaults())
    words = list(dict.fromkeys(map(describe, schemes)))
    if provider.build is not None:
        words = [f"Unless the options say otherwise: {each}" for each in words]
    yield from words or [_NOT_CHECKED]


def _option(option: Option) -> tuple[str, str, str]:
    choices = ", ".join(code(value) for value, _ in option.choices if value)
    meaning = option.help + (" Required." if option.required else "")
    return (
        code(option.name),
        code(option.default),
        meaning + (f" One of {choices}." if choices else ""),
    )


def _seconds(provider: Provider) -> str:
    seconds = provider.deadline_seconds
    return "" if seconds is None else f"{seconds:g} s"


def _also(provider: Provider) -> str:
    if not provider.also:
        return ""
    return f" In the same way: {', '.join(provider.also)}."
