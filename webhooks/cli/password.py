"""Reading a password: from a pipe or a hidden prompt, never from the arguments.

What stands in the arguments is visible to every process of the machine.
"""

import sys

import click

from webhooks.services.passwords import LONGEST

# Four bytes hold any character, and a line end may follow.
_MOST_BYTES = LONGEST * 4 + 2


def read_password(from_stdin: bool) -> str:
    """Return the password from stdin, or ask for it twice at a terminal.

    One line end at the end is not part of it. Raises UsageError when there is
    neither a pipe nor a terminal, or when the input is not text.
    """
    if not from_stdin:
        if not sys.stdin.isatty():
            raise click.UsageError("Give --password-stdin and pipe the password in.")
        prompted: str = click.prompt(
            "Password", hide_input=True, confirmation_prompt=True
        )
        return prompted
    given: bytes = sys.stdin.buffer.read(_MOST_BYTES + 1)
    try:
        text = given.decode()
    except UnicodeDecodeError:
        raise click.UsageError("The password on stdin must be UTF-8 text.") from None
    password = text.removesuffix("\n").removesuffix("\r")
    if "\n" in password:
        raise click.UsageError("The password on stdin must be a single line.")
    return password
