"""Every published export at hand imports, and comes out again as it was.

The files are not part of this repository; where they are absent, this is skipped.
"""

from pathlib import Path

import pytest

from tests import cast
from webhooks.services import workflow_export, workflow_import
from webhooks.services.site import Site
from webhooks.services.yaml_text import parse_yaml

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "flows"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.skipif(not FILES, reason="the published exports are not here")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_comes_out_as_it_went_in(site: Site, file: Path) -> None:
    owner = cast.application(site)
    data = file.read_bytes()
    done = workflow_import.import_file(site, owner.id, data, file.name)
    for source, each in zip(parse_yaml(data.decode())["resources"], done, strict=True):
        text = workflow_export.export_document(site, each.workflow)
        back = parse_yaml(text)["resources"][0]
        for name in source.keys() - {"id", "flowId", "version"}:
            assert back[name] == source[name], name
