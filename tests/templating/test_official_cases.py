"""Handlebars' own specification, and expressions that others wrote.

The files are not part of the project; without them these tests are skipped.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.templating.rendering import NOW, STANDARD
from webhooks.payload.values import UNDEFINED
from webhooks.templating.block_helpers import BLOCK_HELPERS
from webhooks.templating.environment import Environment
from webhooks.templating.errors import RenderError, TemplateError

SIBLING = Path(__file__).resolve().parents[3] / "shared" / "corpus"
CORPUS = Path(os.environ.get("SWITCHHOOK_CORPUS", SIBLING))
# Templates that may render otherwise than Handlebars does, and why.
DIFFERENT: dict[str, str] = {}


def cases(name: str) -> Any:
    file = CORPUS / name
    if not file.exists():
        pytest.skip(f"{name} is not here")
    return json.loads(file.read_text())


def plain(value: Any) -> Any:
    """Return the input of a case; its functions stay objects, which are truthy."""
    if isinstance(value, dict):
        if value.get("__t") == "undef":
            return UNDEFINED
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def passes(case: dict[str, Any]) -> bool:
    environment = Environment(BLOCK_HELPERS, lambda: NOW, partials=case.get("partials"))
    try:
        text = environment.template(case["template"]).render(plain(case["input"]))
    except (TemplateError, RenderError):
        return bool(case.get("throws"))
    return not case.get("throws") and text == case["expected"]


def test_the_specification_of_handlebars_holds() -> None:
    every = cases("handlebars-cases.json")
    failed = [case["template"] for case in every if not passes(case)]
    assert set(failed) == set(DIFFERENT)
    assert len(failed) <= len(every) * 0.02


def test_every_expression_that_others_wrote_is_understood() -> None:
    for case in cases("expressions.json"):
        STANDARD.expression(case["expression"])
