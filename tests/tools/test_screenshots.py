"""The pictures of the documents: each exists, is used, is small, and can be retaken."""

import re
import struct
import zlib
from pathlib import Path

import pytest

from tests import cast
from tests.web.pages.sending import arrive
from tools.screenshots.names import with_ids
from tools.screenshots.palette import shrunk
from tools.screenshots.shots import SHOTS
from webhooks.services.site import Site

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 120 * 1024
PICTURES = sorted(path.name for path in FOLDER.glob("*"))
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]


def test_every_picture_is_in_the_table_and_every_row_was_taken() -> None:
    assert sorted(name for shot in SHOTS for name in shot.files()) == PICTURES


def test_every_picture_is_shown_somewhere_and_nothing_else_is() -> None:
    shown = {
        name
        for page in PAGES
        for name in re.findall(r"screenshots/([\w-]+\.png)", page.read_text())
    }
    assert shown == set(PICTURES)


def test_every_picture_says_what_it_shows() -> None:
    for page in PAGES:
        text = page.read_text()
        for tag in re.findall(r"<img [^>]*>", text):
            assert re.search(r'alt="[^"]+"', tag), f"{page.name}: {tag}"
        assert not re.findall(r"!\[\]\(", text), page.name


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_small(name: str) -> None:
    assert (FOLDER / name).stat().st_size <= LARGEST


def test_names_become_ids(site: Site) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    delivery = arrive(site, webhook)
    path = "/a/{application Greenhouse}/{webhook Order intake}/{delivery Order intake}"
    found = with_ids(path, site.settings.database_path)
    assert found == f"/a/{application.id}/{webhook.id}/{delivery}"
    with pytest.raises(LookupError, match="no webhook"):
        with_ids("{webhook Nothing}", site.settings.database_path)


def chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)


def picture(kind: int, lines: list[bytes], width: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, len(lines), 8, kind, 0, 0, 0)
    data = zlib.compress(b"".join(lines))
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def parts(png: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def colours(png: bytes, width: int) -> list[list[tuple[int, ...]]]:
    """The colours of a picture with a palette, row by row."""
    found = parts(png)
    palette = [tuple(found[b"PLTE"][at : at + 3]) for at in range(0, 768, 3)]
    data = zlib.decompress(found[b"IDAT"])
    return [
        [palette[place] for place in data[top + 1 : top + 1 + width]]
        for top in range(0, len(data), width + 1)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [b"\x00\x0a\x14\x1e\x0b\x15\x1f", b"\x00\x0c\x16\x20\x0d\x17\x21"],
        [b"\x01\x0a\x14\x1e\x01\x01\x01", b"\x01\x0c\x16\x20\x01\x01\x01"],
        [b"\x00\x0a\x14\x1e\x0b\x15\x1f", b"\x02\x02\x02\x02\x02\x02\x02"],
        [b"\x00\x0a\x14\x1e\x0b\x15\x1f", b"\x03\x07\x0c\x11\x02\x02\x02"],
        [b"\x00\x0a\x14\x1e\x0b\x15\x1f", b"\x04\x02\x02\x02\x01\x01\x01"],
    ],
    ids=["none", "sub", "up", "average", "paeth"],
)
def test_a_palette_changes_no_colour(lines: list[bytes]) -> None:
    rows = colours(shrunk(picture(2, lines, 2)), 2)
    assert rows == [
        [(10, 20, 30), (11, 21, 31)],
        [(12, 22, 32), (13, 23, 33)],
    ]


def test_transparency_is_left_out() -> None:
    line = b"\x00\x0a\x14\x1e\xff\x0b\x15\x1f\xff"
    assert colours(shrunk(picture(6, [line], 2)), 2) == [[(10, 20, 30), (11, 21, 31)]]


def test_more_colours_than_fit_become_the_nearest() -> None:
    line = b"\x00" + b"".join(bytes((n % 256, n // 256, 0)) for n in range(300))
    found = colours(shrunk(picture(2, [line], 300)), 300)[0]
    assert len(set(found)) == 256
    assert found[0] == (0, 0, 0)
    assert found[299][1] in {0, 1}


@pytest.mark.parametrize("png", [b"rubbish", picture(0, [b"\x00\x01"], 1)])
def test_another_kind_of_file_is_refused(png: bytes) -> None:
    with pytest.raises(ValueError, match="PNG"):
        shrunk(png)
