"""The reference of commands, from the commands themselves."""

import inspect
from collections.abc import Iterator

import click

from webhooks.docs_writer.markdown import code, page, table

# Of the tool that makes migrations: for developers, and documented elsewhere.
_FOREIGN = {"db"}

_INTRODUCTION = """\
Run them in the checkout as `.venv/bin/flask COMMAND`; from elsewhere, name the
application: `/path/to/.venv/bin/flask --app /path/to/wsgi.py COMMAND`. They use
the same settings as the server, and work beside it unless the text says that it
must be stopped.

The exit code is 0 only on success. Errors are one line on standard error, with
exit code 1, or 2 for wrong usage. With `--json` every command prints JSON."""


def commands_page(root: click.Group) -> str:
    """Return the page about every command below a group that is ours."""
    parts = [_INTRODUCTION, *(_section(path, one) for path, one in commands(root))]
    return page("Commands", "the commands in `webhooks/cli`", parts)


def commands(
    group: click.Group, path: tuple[str, ...] = ("flask",)
) -> Iterator[tuple[str, click.Command]]:
    """Yield each command of ours with the words that call it, sorted."""
    for name, command in sorted(group.commands.items()):
        words = (*path, name)
        if command.hidden or name in _FOREIGN:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, words)
        else:
            yield " ".join(words), command


def _section(path: str, command: click.Command) -> str:
    usage = " ".join([path, *_arguments(command)])
    parts = [f"## {path}", f"```\n{usage} [OPTIONS]\n```"]
    parts.append(inspect.cleandoc(command.help or ""))
    rows = [
        (code(_spelling(option)), _meaning(option))
        for option in command.params
        if isinstance(option, click.Option)
    ]
    parts.append(table(("Option", "Meaning"), rows))
    return "\n\n".join(parts)


def _arguments(command: click.Command) -> Iterator[str]:
    for argument in command.params:
        if isinstance(argument, click.Argument):
            yield argument.metavar or (argument.name or "").upper()


def _spelling(option: click.Option) -> str:
    names = ", ".join(option.opts)
    if option.is_flag:
        return names
    return f"{names} {option.metavar or (option.name or '').upper()}"


def _meaning(option: click.Option) -> str:
    return (option.help or "") + (" Required." if option.required else "")
