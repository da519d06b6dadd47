"""On Change: tells runs that bring another value from those that bring the same."""

import math
from typing import Any, Final

from webhooks.nodes._state import decide, now_ms, state_key
from webhooks.payload.json_text import JsonProblem, encode_json, to_plain
from webhooks.payload.size import measure
from webhooks.payload.values import UNDEFINED, copy_value, to_number
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Choice, NumberTemplate, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output

_KINDS: Final = {
    "any": "Any change",
    "value": "By an amount",
    "valueInc": "Up by an amount",
    "valueDec": "Down by an amount",
    "percent": "By a percentage",
    "percentInc": "Up by a percentage",
    "percentDec": "Down by a percentage",
}
# A change that comes through a threshold this closely is one of rounding.
_CLOSE: Final = 1e-9
# More cannot be kept. It is found out first, because values are compared while
# nobody else can write.
_LARGEST: Final = 16 * 1024
# An estimate may be so many times too high.
_MARGIN: Final = 4


def run(node: NodeCall) -> str:
    """Compare the value with the one that is kept, and keep what is to be kept.

    Raises NodeError when the threshold is not a number or the value is too large.
    """
    kind = node.text("changeType")
    value = _plain(node.value("valuePath"))
    threshold = 0.0 if kind == "any" else node.number("changeThreshold")
    now = now_ms(node)

    def compare(kept: Any) -> tuple[Any, tuple[bool, Any]]:
        fresh = {"time": now} if value is UNDEFINED else {"value": value, "time": now}
        if not isinstance(kept, dict):
            usable = kind == "any" or not math.isnan(_number(value))
            return (fresh if usable else UNDEFINED), (False, UNDEFINED)
        before = kept.get("value", UNDEFINED)
        if kind == "any":
            changed = _canonical(before) != _canonical(value)
            return fresh, (changed, kept)
        changed, keep = _by_amount(kind, _number(before), _number(value), threshold)
        return (fresh if keep else kept), (changed, kept)

    key = state_key(node, "onChangeIdTemplate")
    changed, previous = decide(node, key, compare)
    node.put("prevValuePath", copy_value(previous))
    return "changed" if changed else "unchanged"


def _by_amount(
    kind: str, before: float, now: float, threshold: float
) -> tuple[bool, bool]:
    """Return whether it counts as a change, and whether to keep the new value."""
    step = now - before
    if math.isnan(step):
        return False, False
    if kind.startswith("percent"):
        step = _percentage(step, before)
    if kind.endswith("Inc"):
        changed = _reaches(step, threshold)
        return changed, changed or now < before
    if kind.endswith("Dec"):
        changed = _reaches(-step, threshold)
        return changed, changed or now > before
    changed = _reaches(abs(step), threshold)
    return changed, changed


def _reaches(step: float, threshold: float) -> bool:
    return step >= threshold or math.isclose(step, threshold, rel_tol=_CLOSE)


def _percentage(step: float, before: float) -> float:
    if before == 0:
        return math.copysign(math.inf, step) if step else 0.0
    return step / abs(before) * 100


def _number(value: Any) -> float:
    """Return what compares as a number: numbers, and texts that look like one."""
    if isinstance(value, bool) or value is None or value is UNDEFINED:
        return math.nan
    if isinstance(value, str) and not value.strip():
        return math.nan
    return float(to_number(value))


def _plain(value: Any) -> Any:
    if value is UNDEFINED:
        return UNDEFINED
    if measure(value, _MARGIN * _LARGEST) > _MARGIN * _LARGEST:
        message = f"A value that is kept has at most {_LARGEST} bytes."
        raise NodeError(message, "TooLarge")
    try:
        return to_plain(value)
    except JsonProblem as problem:
        raise NodeError(f"The value cannot be kept: {problem}.", "TooDeep") from None


def _canonical(value: Any) -> str:
    """Return a text that is the same for the same value, whatever its order."""
    return "" if value is UNDEFINED else encode_json(_sorted(value))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value


NODE = NodeType(
    type="BranchOnChangeNode",
    name="onchange",
    category="logic",
    label="On Change",
    summary="Tells runs that bring another value from those that bring the same.",
    run=run,
    outside=True,
    fields=(
        PayloadPath(
            name="valuePath", label="Value", help="What is compared.", required=True
        ),
        Choice(
            name="changeType",
            label="Change",
            help="What counts as a change. All but the first compare numbers.",
            default="any",
            choices=_KINDS,
        ),
        NumberTemplate(
            name="changeThreshold",
            label="Threshold",
            help="By how much it must change at least, in units or in percent.",
            required=True,
            shown_when=("changeType", tuple(kind for kind in _KINDS if kind != "any")),
        ),
        PayloadPath(
            name="prevValuePath",
            label="Previous value path",
            help="Where the value compared against goes, as an object with value "
            "and time.",
        ),
        Template(
            name="onChangeIdTemplate",
            label="Id",
            help="Values are compared with those of the same id.",
        ),
    ),
    outputs=(Output("unchanged", "Unchanged"), Output("changed", "Changed")),
    examples=(
        Example(
            summary="The first value has nothing to differ from",
            config={"valuePath": "data.color", "changeType": "any"},
            before={"data": {"color": "red"}},
            output="unchanged",
        ),
        Example(
            summary="A text that is no number never changes by an amount",
            config={
                "valuePath": "data.color",
                "changeType": "value",
                "changeThreshold": 5,
            },
            before={"data": {"color": "red"}},
            output="unchanged",
        ),
    ),
)
