"""A secret that stands in the query of the webhook's address.

Shared by senders that sign nothing, but call exactly the address they were given.
"""

from collections.abc import Mapping

from webhooks.ingress.providers._names import parameter_name
from webhooks.ingress.signatures.contract import Option, Scheme


def parameter(default: str) -> Option:
    """Return the option that names the query parameter."""
    return Option(
        "parameter",
        "Query parameter",
        f"The part of the address that holds the secret, such as ?{default}=SECRET.",
        default=default,
    )


def in_query(options: Mapping[str, str]) -> tuple[Scheme, ...]:
    """Return the scheme: the parameter equals the secret. Raises ValueError."""
    return (Scheme(f"query.{parameter_name(options, 'parameter')}", "equals"),)
