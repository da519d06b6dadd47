"""What is Onfleet's own: a text to be repeated, whatever it is."""

from tests.ingress.providers.asking import Sender

KEY = "00ff17ad" * 8


def test_the_text_comes_back() -> None:
    answer = Sender("onfleet", KEY).asked(Sender("onfleet").get("check=example"))
    assert answer is not None
    assert (answer.reply.status, answer.reply.body) == (200, b"example")


def test_the_text_comes_back_as_text_whatever_it_is() -> None:
    page = "check=%3Cscript%3Ealert(1)%3C/script%3E"
    answer = Sender("onfleet", KEY).asked(Sender("onfleet").get(page))
    assert answer is not None
    headers = dict(answer.reply.headers)
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
