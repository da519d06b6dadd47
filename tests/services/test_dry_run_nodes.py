"""Which nodes a dry run passes by: all that reach outside, new ones too."""

from dataclasses import replace

from webhooks.services.dry_run_nodes import passed_by
from webhooks.services.site import Site

# They reach beyond their run, and a dry run lets them: what they write is not kept.
HARMLESS = {
    "BranchOnChangeNode",
    "GetValueNode",
    "LatchNode",
    "RawFunctionNode",
    "StoreValueNode",
    "ThrottleNode",
}
OUTBOUND = {"HttpNode", "MqttMessageNode", "SlackNode", "StructureEmailNode"}


def test_every_type_that_reaches_outside_is_passed_by_unless_it_is_harmless(
    site: Site,
) -> None:
    types = [type_ for type_ in site.registry.nodes.values() if type_.outside]
    run = {type_.type for type_ in types if not passed_by(type_, outside=False)}
    assert run == HARMLESS


def test_what_may_go_out_goes_out_when_asked_for_and_nothing_else(site: Site) -> None:
    types = [type_ for type_ in site.registry.nodes.values() if type_.outside]
    run = {type_.type for type_ in types if not passed_by(type_, outside=True)}
    assert run == HARMLESS | OUTBOUND


def test_types_that_stay_inside_run(site: Site) -> None:
    types = [type_ for type_ in site.registry.nodes.values() if not type_.outside]
    assert [type_.type for type_ in types if passed_by(type_, outside=False)] == []


def test_a_new_type_that_reaches_outside_is_passed_by(site: Site) -> None:
    new = replace(site.registry.nodes["DebugNode"], type="NewNode", outside=True)
    assert passed_by(new, outside=True)
