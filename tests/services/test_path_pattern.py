"""Paths as people name them: how one begins, or with stars."""

import pytest

from webhooks.services.path_pattern import PathPattern


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a", "/a", True),
        ("/a", "/ab/c", True),
        ("a", "/ab", True),
        ("/a", "/b/a", False),
        ("/a/*", "/a/b/c", True),
        ("/a/*", "/a", False),
        ("*.json", "/x/y.json", True),
        ("*.json", "/x/y.json2", False),
        ("/a/*/c", "/a/b/c", True),
        ("/a/*/c", "/a/c", False),
        ("/a*a", "/a", False),
        ("/a*b*c", "/a-b-c", True),
        ("/a*b*c", "/a-c-b", False),
        ("*", "/", True),
        ("/[a-z]?", "/b1", False),
        ("/[a-z]?", "/[a-z]?", True),
    ],
)
def test_a_path_fits_or_not(pattern: str, path: str, fits: bool) -> None:
    assert PathPattern(pattern).fits(path) is fits


def test_many_stars_cost_no_more_than_the_length_of_the_path() -> None:
    """A pattern language with backtracking would not come to an end here."""
    assert not PathPattern("/" + "*a" * 100 + "b").fits("/" + "a" * 50_000)
