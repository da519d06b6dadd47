"""The shelf of verifications: every module here that declares one."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from webhooks.errors import Invalid
from webhooks.ingress.verification.contract import Verification


def collect(found: list[Verification]) -> Mapping[str, Verification]:
    """Return the verifications by type, in order of type.

    Raises ValueError when two have the same type.
    """
    table = {verification.type: verification for verification in found}
    if len(table) != len(found):
        raise ValueError("two verifications have the same type")
    return MappingProxyType(dict(sorted(table.items())))


def _load() -> Mapping[str, Verification]:
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = [
        import_module(f"{__name__}.{name}") for name in names if name != "contract"
    ]
    return collect([module.VERIFICATION for module in modules])


VERIFICATIONS: Final = _load()


def check_settings(verification_type: str, verification_code: str) -> None:
    """Check what a webhook's owner wants to save.

    Raises Invalid, with the field's name, for an unknown type and for a missing
    code where the type needs one: an empty code would fit an empty question.
    """
    verification = VERIFICATIONS.get(verification_type)
    if verification is None:
        known = ", ".join(VERIFICATIONS)
        raise Invalid(f"verificationType must be one of {known}", "verificationType")
    if verification.needs_code and not verification_code.strip():
        raise Invalid(
            f"verificationCode is needed for {verification.label}: "
            f"{verification.code_help}",
            "verificationCode",
        )
