"""Query strings with brackets."""

import pytest

from webhooks.errors import Invalid
from webhooks.web.api.query import parse_query


@pytest.mark.parametrize(
    ("raw", "parsed"),
    [
        ("", {}),
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a%5Bb%5D=1", {"a": {"b": "1"}}),
        ("a[0][type]=x&a[0][key]=y", {"a": {"0": {"type": "x", "key": "y"}}}),
        ("a=1&a=2&a=3", {"a": ["1", "2", "3"]}),
        ("a=1&a[b]=2", {"a": {"": "1", "b": "2"}}),
        ("a[b]=1&a=2", {"a": [{"b": "1"}, "2"]}),
        ("a[=1&b]=2&[c]=3", {"a[": "1", "b]": "2", "[c]": "3"}),
        ("a" + "[x]" * 9 + "=1", {"a" + "[x]" * 9: "1"}),
        ("q=%ff", {"q": "\ufffd"}),
    ],
)
def test_it_reads(raw: str, parsed: dict[str, object]) -> None:
    assert parse_query(raw) == parsed


def test_too_many_fields_are_refused() -> None:
    with pytest.raises(Invalid):
        parse_query("a=1&" * 1001)
