"""Every published export at hand, opened and saved: it stays as it was, to the letter.

The files are not part of this repository; where they are absent, this is skipped.
"""

import json
import shutil
import subprocess

import pytest

from tests.services.test_published_exports import FILES
from tests.web.pages.browser import Browser
from tests.web.pages.calling import call
from tests.web.pages.editing import data_of, stored
from webhooks.services import workflow_import
from webhooks.services.applications import Application
from webhooks.services.site import Site

NODE = shutil.which("node")
AGAIN = (
    "const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
    "process.stdout.write(JSON.stringify(given));"
)


@pytest.mark.skipif(not FILES or not NODE, reason="no exports here, or no JavaScript")
def test_opening_and_saving_changes_nothing_but_what_was_edited(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    for file in FILES:
        done = workflow_import.import_file(
            site, application.id, file.read_bytes(), file.name
        )
        for each in done:
            path = f"{home}/workflows/{each.workflow.id}"
            before = stored(site, each.workflow)
            given = data_of(alice, path)
            sent = {**given["document"], "seen": given["workflow"]["seen"]}
            sent["nodes"] = [*sent["nodes"], {"id": "new", "type": "DebugNode"}]
            text = subprocess.run(
                [str(NODE), "-e", AGAIN],
                input=json.dumps(sent),
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            answer = call(alice, f"{path}/save", json.loads(text))
            assert answer.status_code == 200, answer.text
            after = stored(site, each.workflow)
            assert after["nodes"].pop()["id"] == "new"
            assert json.dumps(after) == json.dumps(before), file.name
