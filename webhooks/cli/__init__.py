"""The command line: ``flask users create`` and its neighbours.

A face like ``web/``: it turns words into calls of services, and answers and
errors into lines and exit codes. Every command works beside a running server.
"""

from collections.abc import Callable, Mapping

from flask import Flask

from webhooks.cli import (
    applications,
    backup,
    database,
    demo,
    docs,
    doctor,
    prepare,
    retention,
    settings,
    tokens,
    users,
    webhooks,
    workflows,
)

GROUPS = (
    applications.group,
    backup.group,
    database.group,
    retention.group,
    tokens.group,
    users.group,
    webhooks.group,
    workflows.group,
)
COMMANDS = (demo.demo, doctor.doctor, prepare.prepare, settings.settings)


def register(app: Flask, references: Callable[[], Mapping[str, str]]) -> None:
    """Give the ``flask`` command our commands.

    ``references`` makes the generated documents: path below the checkout and
    text of each.
    """
    for command in (*GROUPS, *COMMANDS, docs.make_group(references)):
        app.cli.add_command(command)
