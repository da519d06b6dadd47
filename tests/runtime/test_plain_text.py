"""The words of an HTML mail."""

import pytest

from webhooks.runtime.plain_text import plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("just words", "just words"),
        ("<p>one</p>\n  <p>two</p>", "one\ntwo"),
        ("one<br>two<BR/>three", "one\ntwo\nthree"),
        ("<b>bo</b>ld &amp; &lt;b&gt; &#x263a;", "bold & <b> \u263a"),
        ("<style>p {color: red}</style><p>seen</p>", "seen"),
        ("<script>if (a < b) alert(1)</script>seen", "seen"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("a < b and c > d", "a < b and c > d"),
        ("<!-- hidden -->seen", "seen"),
        ("<script>never closed <p>text", ""),
    ],
)
def test_html_becomes_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize("piece", ["<", "<script>", "<a ", "<!--", "&", "<p", " "])
def test_hostile_html_is_read_in_one_pass(piece: str) -> None:
    # Quadratic time would take minutes here.
    assert len(plain_text(piece * 1_000_000)) <= 50_000
