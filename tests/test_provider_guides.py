"""The guides of senders say what the shelf of providers says, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.test_docs import FENCE, ROOT
from webhooks.docs_writer.providers import providers_page
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Provider
from webhooks.ingress.signatures.identity import KEEP_ID_SECONDS
from webhooks.runtime.claims import MOST_WAITING
from webhooks.services import webhook_signature

OVERVIEW = ROOT / "docs" / "providers.md"
FOLDER = ROOT / "docs" / "providers"
GUIDES = {
    "discord": ("discord",),
    "github": ("github",),
    "meta": ("facebook", "whatsapp"),
    "shopify": ("shopify",),
    "slack": ("slack",),
    "standard-webhooks": ("standard-webhooks",),
    "stripe": ("stripe",),
    "telegram": ("telegram",),
    "twilio": ("twilio",),
    "zoom": ("zoom",),
}
PAIRS = [(name, PROVIDERS[key]) for name, keys in GUIDES.items() for key in keys]
HEADINGS = (
    *("In the browser", "What is checked", "Deadline and repetitions"),
    *("When it is refused", "A new "),
)


def guide(name: str) -> str:
    """Return a guide's text in one line."""
    return " ".join((FOLDER / f"{name}.md").read_text().split())


def pair_name(value: Any) -> str:
    return value.key if isinstance(value, Provider) else ""


def webhooks_in(page: Path) -> list[dict[str, Any]]:
    """Return the webhooks that a page shows as JSON."""
    blocks = [
        json.loads(block)
        for language, block in FENCE.findall(page.read_text())
        if language == "json"
    ]
    return [block for block in blocks if "signature" in block]


def test_each_guide_is_listed_and_there_are_no_others() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(GUIDES)
    text = OVERVIEW.read_text()
    assert all(f"(providers/{name}.md)" in text for name in GUIDES)


@pytest.mark.parametrize("name", GUIDES)
def test_each_guide_leads_from_the_webhook_to_the_end_of_a_secret(name: str) -> None:
    found = re.findall(r"^## (.*)$", (FOLDER / f"{name}.md").read_text(), re.M)
    places = [[h.startswith(wanted) for h in found].index(True) for wanted in HEADINGS]
    assert places == sorted(places)


@pytest.mark.parametrize(("name", "provider"), PAIRS, ids=pair_name)
def test_a_guide_names_every_header_that_takes_part(
    name: str, provider: Provider
) -> None:
    text = guide(name)
    for scheme in provider.schemes:
        for place in (scheme.signature, scheme.timestamp, scheme.id):
            kind, _, header = place.partition(".")
            if kind == "header":
                assert f"`{header}`" in text
        if scheme.prefix:
            assert f"`{scheme.prefix}`" in text


@pytest.mark.parametrize(("name", "provider"), PAIRS, ids=pair_name)
def test_a_guide_says_how_long_the_sender_waits_and_what_a_refusal_gets(
    name: str, provider: Provider
) -> None:
    text = guide(name)
    if provider.deadline_seconds is None:
        assert "waits is not known" in text
    else:
        assert re.search(rf"\b{provider.deadline_seconds:g}\b[^.]* seconds\b", text)
    assert f"{provider.refusal_status}" in text.partition("## When it is refused")[2]
    assert provider.source.removesuffix("/") in text or len(GUIDES[name]) > 1


@pytest.mark.parametrize(("name", "provider"), PAIRS, ids=pair_name)
def test_a_guide_says_how_far_the_time_may_be_off(
    name: str, provider: Provider
) -> None:
    text = guide(name)
    if provider.tolerance_seconds:
        assert f"off by {provider.tolerance_seconds} seconds" in text
    else:
        assert (
            "no time stamp" in text
            or "no limit" in text
            or "Nothing is signed" in (text)
        )


@pytest.mark.parametrize(("name", "provider"), PAIRS, ids=pair_name)
def test_a_guide_names_the_ids_by_which_repetitions_are_known(
    name: str, provider: Provider
) -> None:
    text = guide(name)
    if not provider.id_places:
        assert "no id" in text
    for place in provider.id_places:
        assert any(f"`{one}`" in text for one in (place, place.partition(".")[2]))


@pytest.mark.parametrize(("name", "provider"), PAIRS, ids=pair_name)
def test_a_guide_tells_of_the_sender_s_question_or_that_there_is_none(
    name: str, provider: Provider
) -> None:
    text = guide(name)
    asks = bool(provider.questions) or provider.companion == "facebook"
    assert ("handshake" in text) == asks
    assert ("asks nothing" in text or "Nothing is asked" in text) != asks


@pytest.mark.parametrize("page", [OVERVIEW, *sorted(FOLDER.glob("*.md"))], ids=str)
def test_each_signature_that_is_shown_can_be_stored(page: Path) -> None:
    for webhook in webhooks_in(page):
        assert webhook_signature.clean(webhook["signature"]) is not None


@pytest.mark.parametrize(("name", "provider"), PAIRS, ids=pair_name)
def test_a_guide_tries_out_a_sample_that_there_is(
    name: str, provider: Provider
) -> None:
    shown = re.findall(r'\{"sample": "([^"]+)"', guide(name))
    samples = {each.name for key in GUIDES[name] for each in PROVIDERS[key].samples}
    assert set(shown) <= samples
    assert shown or name == "standard-webhooks"


def test_the_reference_has_every_provider_with_its_own_words() -> None:
    page = providers_page(PROVIDERS)
    for provider in PROVIDERS.values():
        section = page.partition(f"\n## {provider.label}\n")[2].partition("\n## ")[0]
        assert f"`{provider.key}`: {provider.summary}" in section
        assert provider.source in section
        assert f"| {provider.label} | `{provider.key}` |" in page
        for option in provider.options:
            assert f"| `{option.name}` |" in section


def test_the_reference_says_of_no_provider_that_it_is_safe_when_it_is_not() -> None:
    page = providers_page({"strava": PROVIDERS["strava"]})
    assert "It signs nothing that could be verified without an option." in page
    assert "HMAC" not in page


def test_the_overview_names_every_field_and_option_there_is() -> None:
    text = OVERVIEW.read_text()
    assert all(f"`{field}`" in text for field in webhook_signature.FIELDS)
    assert all(f"`{option.name}`" in text for option in PROVIDERS["generic"].options)


def test_the_api_s_example_puts_a_secret_in_front_of_the_stored_one() -> None:
    (shown,) = webhooks_in(ROOT / "docs" / "api.md")
    stored = webhook_signature.clean({"provider": "github", "secrets": ["old"]})
    cleaned = webhook_signature.clean(shown["signature"], stored)
    assert cleaned is not None
    assert cleaned["secrets"] == ["the new secret", "old"]


def test_there_are_as_many_senders_as_the_readme_says() -> None:
    assert "more than sixty senders" in (ROOT / "README.md").read_text()
    assert len(PROVIDERS) > 60


def test_repetitions_are_known_and_waited_for_as_the_page_says() -> None:
    text = " ".join(OVERVIEW.read_text().split())
    assert "an id that came within the last seven days" in text
    assert KEEP_ID_SECONDS == 7 * 24 * 3600
    assert f"beyond {MOST_WAITING:,} that wait so, the next is told 503" in text


@pytest.mark.parametrize(
    "words",
    [
        "Check signatures …",
        "Answer repeated deliveries without running again",
        "Let redeliveries by hand through",
        "URL as registered",
        "Make it wrong on purpose",
    ],
)
def test_what_is_to_be_pressed_is_called_so_on_the_pages(words: str) -> None:
    assert f"*{words}*" in " ".join(OVERVIEW.read_text().split())
    sources = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("webhooks/web/**/*.py")]
    assert any(words in path.read_text() for path in sources)
