"""Laying out by itself: nothing overlaps, and what follows stands below.

The module runs in the page, over graphs made by a fixed random generator.
"""

import random
from itertools import combinations, pairwise
from typing import Any

import pytest

from tests.browser.watched import Watched
from tests.server.running import RunningServer

PLACES = """async (items) => {
  const { placesOf } = await import("/static/js/editor/layout.js");
  const { sizeOf } = await import("/static/js/editor/canvas/measures.js");
  const places = placesOf(items);
  return items.map((item) => {
    return { key: item.key, ...places.get(item.key), ...sizeOf(item) };
  });
}"""


def item(
    key: int, targets: list[list[int]], type_: str = "DebugNode"
) -> dict[str, Any]:
    outputs = [{"label": "", "targets": [str(each) for each in way]} for way in targets]
    raw = {"type": type_, "meta": {}}
    return {"key": str(key), "kind": "node", "raw": raw, "outputs": outputs}


def random_items(seed: int, count: int) -> list[dict[str, Any]]:
    generator = random.Random(seed)  # noqa: S311  # nothing secret
    return [
        item(
            key,
            [
                [generator.randrange(count) for _ in range(generator.randrange(3))]
                for _ in range(generator.randrange(1, 6))
            ],
            generator.choice(["DebugNode", "DebugNode", "AnnotationNode"]),
        )
        for key in range(count)
    ]


GRAPHS = {
    "nothing": [],
    "one": [item(0, [[]])],
    "a circle": [item(0, [[1]]), item(1, [[2]]), item(2, [[0]])],
    "itself": [item(0, [[0, 0]])],
    "a fan": [item(0, [[*range(1, 30)]]), *(item(key, [[]]) for key in range(1, 30))],
    **{f"random {seed}": random_items(seed, 40) for seed in range(5)},
}


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


@pytest.mark.parametrize("name", GRAPHS)
def test_nothing_overlaps(watched: Watched, running: RunningServer, name: str) -> None:
    watched.page.goto(f"{running.url}/login")
    places = watched.page.evaluate(PLACES, GRAPHS[name])
    assert [
        (one["key"], other["key"])
        for one, other in combinations(places, 2)
        if overlap(one, other)
    ] == []


def test_a_long_chain_goes_straight_down(
    watched: Watched, running: RunningServer
) -> None:
    watched.page.goto(f"{running.url}/login")
    chain = [item(key, [[key + 1]] if key < 4999 else [[]]) for key in range(5000)]
    places = watched.page.evaluate(PLACES, chain)
    assert len({each["x"] for each in places}) == 1
    assert all(one["y"] < other["y"] for one, other in pairwise(places))
