"""The bounded memory for what was compiled."""

from tests.templating.rendering import environment
from webhooks.templating.cache import SourceCache


def test_what_was_put_is_found() -> None:
    cache: SourceCache[int] = SourceCache()
    assert cache.get("a") is None
    cache.put("a", 1)
    assert cache.get("a") == 1


def test_it_is_bounded_by_number_and_keeps_what_is_used() -> None:
    cache: SourceCache[int] = SourceCache(max_entries=10)
    cache.put("kept", 0)
    for number in range(100):
        cache.put(str(number), number)
        assert cache.get("kept") == 0
        assert len(cache) <= 10
    assert cache.get("1") is None


def test_it_is_bounded_by_the_size_of_the_sources() -> None:
    cache: SourceCache[int] = SourceCache(max_characters=2000)
    for number in range(100):
        cache.put(f"{number:0500}", number)
        assert len(cache) <= 4
    cache.put("x" * 5000, 1)
    assert cache.get("x" * 5000) == 1


def test_an_environment_compiles_a_text_once() -> None:
    first = environment()
    assert first.template("{{a}}") is first.template("{{a}}")
    assert first.expression("{{a}}") is first.expression("{{a}}")
    assert first.template("{{a}}") is not environment().template("{{a}}")
