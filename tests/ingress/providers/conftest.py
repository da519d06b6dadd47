"""What tests of senders with certificates begin with."""

import pytest

from tests.ingress.providers.certified import Door


@pytest.fixture
def door(made: Door) -> Door:
    """The module's door, with its certificate but nothing fetched yet."""
    made.forget()
    return made
