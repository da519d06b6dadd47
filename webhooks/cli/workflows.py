"""``flask workflows``: files of workflows in and out."""

from pathlib import Path
from typing import Any

import click

from webhooks.cli.current import current_site
from webhooks.cli.lookup import every, find_application
from webhooks.cli.output import Answer, command, plain, table
from webhooks.services import workflow_import, workflow_overview, workflows
from webhooks.services.workflow_export import FORMS, Form, export_document
from webhooks.services.workflow_files import Document, read_documents
from webhooks.services.workflow_import import Imported
from webhooks.services.workflow_search import FlowFilter

group = click.Group("workflows", help="Import, export and list workflows.")

_application = click.option("--application", required=True, help="Id or unique name.")
_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@command(group, "import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_file)
@_application
@click.option(
    "--restore-ids",
    is_flag=True,
    help="Replace the workflows that have the same ids; otherwise new ones are made.",
)
@click.option(
    "--enable/--disable",
    "enabled",
    default=None,
    help="Switch all of them on or off; by default each as its file says.",
)
def import_(
    files: tuple[Path, ...], application: str, restore_ids: bool, enabled: bool | None
) -> Answer:
    """Import workflows that Losant or Switchhook exported, in YAML or JSON.

    The files belong together: they may refer to each other, and either all are
    imported or none. What needs a look is listed below each.
    """
    site = current_site()
    documents: list[Document] = []
    for file in files:
        documents += read_documents(file.read_bytes(), file.name)
    imported = workflow_import.import_documents(
        site,
        find_application(site, application),
        documents,
        restore_ids=restore_ids,
        enabled=enabled,
    )
    data = [_described(each) for each in imported]
    return Answer(data, "\n".join(line for each in data for line in _lines(each)))


@command(group, "export")
@click.argument("flow")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="yaml",
    show_default=True,
    help="The form of the file.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it; by default to standard output.",
)
def export(flow: str, form: Form, output: Path | None) -> Answer:
    """Export a workflow, named by its id, as a file that can be imported again.

    The file holds the workflow's globals.
    """
    site = current_site()
    workflow = workflow_overview.find(site, flow)
    text = export_document(site, workflow, form)
    data = {"id": workflow.id, "name": workflow.name, "format": form}
    if output is None:
        return Answer({**data, "document": text}, text.rstrip("\n"))
    output.write_text(text, encoding="utf-8")
    return Answer({**data, "file": str(output)}, f"wrote {plain(output)}")


@command(group, "list")
@_application
def list_(application: str) -> Answer:
    """List an application's workflows."""
    site = current_site()
    application_id = find_application(site, application)
    wanted = FlowFilter(flow_class=None)
    found = list(
        every(lambda query: workflows.list_(site, application_id, query, wanted))
    )
    data = [
        {
            "id": workflow.id,
            "name": workflow.name,
            "flowClass": workflow.flow_class,
            "enabled": workflow.enabled,
        }
        for workflow in found
    ]
    rows = [
        (row["id"], row["flowClass"], "" if row["enabled"] else "off", row["name"])
        for row in data
    ]
    return Answer(data, table(("ID", "CLASS", "", "NAME"), rows))


def _described(imported: Imported) -> dict[str, Any]:
    workflow = imported.workflow
    return {
        "id": workflow.id,
        "name": workflow.name,
        "enabled": workflow.enabled,
        "problems": [problem.to_json() for problem in imported.problems],
    }


def _lines(row: dict[str, Any]) -> list[str]:
    lines = [f"{row['id']}  {plain(row['name'])}{'' if row['enabled'] else '  (off)'}"]
    for problem in row["problems"]:
        text = plain(f"{problem['pointer']} {problem['message']}".strip())
        lines.append(f"  {problem['severity']}: {text}")
    return lines
