"""Names of headers and query parameters that a webhook's owner writes."""

import re
from collections.abc import Mapping

# RFC 9110 section 5.6.2.
_HEADER = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}")
_PARAMETER = re.compile(r"[A-Za-z0-9_.~-]{1,128}")


def header_name(options: Mapping[str, str], option: str) -> str:
    """Return the header's name in an option. Raises ValueError if it is none."""
    name = options.get(option, "")
    if _HEADER.fullmatch(name) is None:
        raise ValueError(f"{option} must be a header's name, such as X-Signature")
    return name


def parameter_name(options: Mapping[str, str], option: str) -> str:
    """Return the query parameter's name in an option.

    Raises ValueError for one that would be written differently in an address.
    """
    name = options.get(option, "")
    if _PARAMETER.fullmatch(name) is None:
        raise ValueError(
            f"{option} must be 1 to 128 letters, digits, dots, hyphens or underscores"
        )
    return name
