"""Queries as objects."""

import pytest

from webhooks.ingress.fields import first_query_values, query_fields


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", {}),
        ("location=52", {"location": "52"}),
        ("a=1&a=2&b", {"a": ["1", "2"], "b": ""}),
        ("a=b=c", {"a": "b=c"}),
        ("a+b=c%2Bd", {"a b": "c+d"}),
        ("&&a=1&", {"a": "1"}),
        ("q=%C3%A9", {"q": "é"}),
        ("q=%ff", {"q": "ÿ"}),
        ("q=\xff", {"q": "ÿ"}),
        ("q=\xc3\xa9", {"q": "é"}),
        ("q=%00", {"q": "\0"}),
        ("q=%zz%", {"q": "%zz%"}),
        ("a[0][b]=1", {"a[0][b]": "1"}),
    ],
)
def test_a_query_is_an_object_of_strings(raw: str, expected: object) -> None:
    assert query_fields(raw) == expected


def test_the_first_value_counts_and_stays_bytes() -> None:
    assert first_query_values("a=%ff&a=2&b=") == {b"a": b"\xff", b"b": b""}
    assert first_query_values("") == {}
