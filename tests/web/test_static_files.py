"""Static files: compressed, cached, and the vendored ones unchanged."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
TABLER = "/static/vendor/tabler-core-1.6.1/tabler.min.css"
ROW = re.compile(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", re.MULTILINE)
LICENCES = {"LICENSE", "README.md"}


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Ask for a file, read it whole and let go of it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers=named, buffered=True)


def test_text_is_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    packed = get(client, TABLER, Accept_Encoding="gzip, br")
    plain = get(client, TABLER)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < 100_000
    assert "Content-Encoding" not in plain.headers


def test_a_file_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    etag = get(client, TABLER).headers["ETag"]
    again = get(client, TABLER, If_None_Match=etag, Accept_Encoding="gzip")
    assert again.status_code == 304
    assert again.data == b""


def test_addresses_with_a_version_are_kept_for_a_year(client: FlaskClient) -> None:
    for path in (TABLER, "/static/css/tokens.css?v=1"):
        assert "max-age=31536000" in get(client, path).headers["Cache-Control"]
    unversioned = get(client, "/static/css/tokens.css").headers["Cache-Control"]
    assert "max-age=31536000" not in unversioned


@pytest.mark.parametrize("path", ["../app.py", "%2e%2e/app.py", "css/", "nope.css"])
def test_there_is_no_way_out_of_the_folder(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/static/{path}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 404


def test_vendored_files_are_those_of_the_table() -> None:
    listed = dict(ROW.findall((VENDOR / "README.md").read_text()))
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in LICENCES
    }
    assert found == listed
    assert all((VENDOR / name).parent.joinpath("LICENSE").is_file() for name in found)


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    sprite = next(VENDOR.glob("tabler-icons-*/icons.svg")).read_text()
    there = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    used: set[str] = set()
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text()
        used |= set(re.findall(r'icon\("([a-z0-9-]+)"\)', text))
        used |= set(re.findall(r'call empty\("([a-z0-9-]+)"', text))
        used |= set(re.findall(r'item\([^\n]*?\), "([a-z0-9-]+)",', text))
    assert len(used) > 20
    assert used <= there


def test_nothing_is_loaded_from_elsewhere(app: Flask) -> None:
    for folder, pattern in ((ROOT / "templates", "*.html"), (STATIC / "js", "*.js")):
        for path in folder.rglob(pattern):
            assert "//cdn" not in path.read_text(), path
            assert not re.search(r"(src|href)=\"https?:", path.read_text()), path
    for path in (STATIC / "css").glob("*.css"):
        assert "@import" not in path.read_text(), path
        assert "http" not in path.read_text(), path


def test_no_template_holds_script_or_style() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        # Data is no script, and the policy runs none of it.
        script = r"<script(?![^>]*\b(src=|type=\"application/json\"))"
        assert not re.search(script, text), path
        assert "<style" not in text, path
        assert not re.search(r"\sstyle=", text), path
        assert not re.search(r"\son[a-z]+=\"", text), path
        assert "|safe" not in text, path
