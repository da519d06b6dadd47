"""Math: formulas in order, and NaN instead of errors."""

import math

from tests.nodes.kit import run_node
from webhooks.nodes.logic.math import NODE


def test_what_is_missing_makes_no_error() -> None:
    config = {"statements": [{"expression": "{{x}} * 2", "resultPath": "y"}]}
    assert math.isnan(run_node(NODE, config, {}).payload["y"])


def test_a_blank_result_path_drops_the_result() -> None:
    config = {"statements": [{"expression": "1 + 1"}]}
    assert run_node(NODE, config, {"a": 1}).payload == {"a": 1}
