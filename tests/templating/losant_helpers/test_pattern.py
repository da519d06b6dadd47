"""``match`` finds what JavaScript would, and cannot be made to stall."""

import pytest

from tests.templating.losant_helpers.rendering import render
from webhooks.templating.errors import RenderError
from webhooks.templating.losant_helpers.pattern import MAX_WORK, matches


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("an error", "error", True),
        ("an error", "^error$", False),
        ("Error", "error", False),
        ("Error", "(?i)error", True),
        ("a\nb", "^b", False),
        ("a\nb", "a.b", False),
        ("a\nb", "a[^]b", True),
        ("café", r"caf\u00e9", True),
        ("/path/x", r"\/path\/\w+$", True),
        ("21.5", r"^\d+(?:\.\d+)?$", True),
        ("x-1", r"^[\w-]+$", True),
        ("", "^$", True),
        ("\ud800", "^.$", True),
    ],
)
def test_patterns_are_those_of_javascript(text: str, pattern: str, found: bool) -> None:
    assert matches(text, pattern) is found


def test_nothing_is_empty_text_and_numbers_are_their_text() -> None:
    text = "{{#match a b}}yes{{else}}no{{/match}}"
    assert render(text, b="^$") == "yes"
    assert render(text, a=404, b="^4..$") == "yes"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a", r"missing \)"),
        (r"(a)\1", r"invalid escape sequence: \\1"),
        ("a(?=b)", r"invalid perl operator: \(\?="),
        ("((a{100}){100}){10}", "invalid repetition size"),
        ("x" * 1001, "1,000 characters, not 1,001"),
        (r"(\p{L}{0,50}){20}", "pattern too large"),
    ],
)
def test_a_pattern_that_cannot_be_taken_is_an_error_that_says_why(
    pattern: str, why: str
) -> None:
    with pytest.raises(RenderError, match=why):
        matches("a", pattern)


def test_nothing_is_printed_about_a_bad_pattern(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(RenderError):
        matches("a", "[z-a]")
    assert capfd.readouterr().err == ""


def test_a_pattern_that_backtracks_elsewhere_ends_at_once() -> None:
    # Python's own engine would need about 2**100000 steps for this.
    assert not matches("a" * 100_000 + "!", "^(a+)+$")


def test_more_work_than_allowed_is_refused_before_it_begins() -> None:
    with pytest.raises(RenderError, match="too long for a pattern"):
        matches("ab" * (MAX_WORK // 1000), "[ab]*a[ab]{999}c")
