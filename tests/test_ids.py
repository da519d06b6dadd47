"""Identifiers: what they look like, and that nobody gets the same one."""

import subprocess
import sys

from webhooks.ids import is_id, new_delivery_id

# A child that went on with what its parent had left would say the same.
FORKED = """
import os
from webhooks.ids import new_delivery_id
new_delivery_id(0)
read, write = os.pipe()
if os.fork() == 0:
    os.write(write, new_delivery_id(0).encode())
    os._exit(0)
os.wait()
print(os.read(read, 24).decode(), new_delivery_id(0))
"""


def test_an_id_of_a_delivery_begins_with_its_second() -> None:
    made = new_delivery_id(0x6A0B1C2D * 1000 + 999)
    assert made.startswith("6a0b1c2d")
    assert is_id(made)


def test_no_two_deliveries_get_the_same_id() -> None:
    made = {new_delivery_id(0) for _ in range(5000)}
    assert len(made) == 5000


def test_a_child_process_makes_ids_of_its_own() -> None:
    said = subprocess.run(
        [sys.executable, "-c", FORKED], capture_output=True, text=True, check=True
    ).stdout.split()
    assert len(set(said)) == 2
