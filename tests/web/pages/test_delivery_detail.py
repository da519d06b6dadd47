"""The parts of a delivery: pictures, files, trees, and what is too much to show."""

import json
import struct
import zlib
from pathlib import Path

import pytest

from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from tests.web.pages.sending import JSON, arrive
from webhooks.payload.path import Path as PayloadPath
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.pages.images import image_type

BOUNDARY = "x9"
FORM = (("CONTENT-TYPE", f"multipart/form-data; boundary={BOUNDARY}"),)


def png() -> bytes:
    """The smallest picture that browsers show."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def form(*files: tuple[str, bytes]) -> bytes:
    """A form with a field and files."""
    parts = [b'Content-Disposition: form-data; name="title"\r\n\r\nHello']
    for name, content in files:
        head = f'Content-Disposition: form-data; name="doc"; filename="{name}"'
        kind = "Content-Type: application/pdf"
        parts.append(f"{head}\r\n{kind}\r\n\r\n".encode() + content)
    mark = f"--{BOUNDARY}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    return body + mark + b"--\r\n"


def test_a_picture_is_shown_with_exactly_its_type(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    kind = (("CONTENT-TYPE", "text/html"),)
    path = f"{inspector}/deliveries/{arrive(site, webhook, png(), headers=kind)}"
    [shown] = alice.get(path).tags("img")
    assert shown["src"] == f"{path}/body?show=image"
    response = alice.client.get(shown["src"])
    assert response.data == png()
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "body", [b"<svg onload='alert(1)'/>", b"RIFFxxxxAVI ", b"GIF86a", b"", b"BM1234"]
)
def test_what_is_no_picture_is_never_shown_as_one(
    alice: Browser, site: Site, webhook: Webhook, inspector: str, body: bytes
) -> None:
    kind = (("CONTENT-TYPE", "image/png"),)
    path = f"{inspector}/deliveries/{arrive(site, webhook, body, headers=kind)}"
    assert alice.get(path).tags("img") == []
    assert alice.status(f"{path}/body?show=image") == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (png(), "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89arest", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_four_kinds_of_pictures_are_known(body: bytes, kind: str) -> None:
    assert image_type(body) == kind


def test_files_of_a_form_are_listed_and_can_be_had_one_by_one(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    body = form(("../invoice ä.pdf", b"%PDF \0\xff"), ("b.html", b"<script>"))
    path = f"{inspector}/deliveries/{arrive(site, webhook, body, headers=FORM)}"
    page = alice.get(path)
    assert "../invoice ä.pdf" in page.text
    assert "doc · application/pdf · 7 B" in page.text
    first, second = (alice.client.get(f"{path}/body?file={n}") for n in (0, 1))
    assert (first.data, second.data) == (b"%PDF \0\xff", b"<script>")
    for response in (first, second):
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert first.headers["Content-Disposition"] == (
        'attachment; filename="invoice-.pdf"'
    )
    for number in ("2", "-1", "x", "9" * 30, ""):
        assert alice.status(f"{path}/body?file={number}") == 404


def test_a_form_that_is_cut_off_has_no_files(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    body = form(("a.pdf", b"%PDF"))[:-30]
    path = f"{inspector}/deliveries/{arrive(site, webhook, body, headers=FORM)}"
    assert "Files" not in alice.get(path).headings
    assert alice.status(f"{path}/body?file=0") == 404


def test_a_tree_gives_paths_that_workflows_read(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    body = {"items": [{"id": 7}], "a key": {"k.d": True}}
    delivery = arrive(site, webhook, json.dumps(body).encode())
    page = alice.get(f"{inspector}/deliveries/{delivery}?view=tree")
    paths = {tag["data-copy-text"] for tag in page.tags("button") if "title" in tag}
    assert "data.body.items[0].id" in paths
    for path in paths:
        assert PayloadPath.parse(path).has({"data": {"body": body}}), path


@pytest.mark.parametrize("view", ["pretty", "raw", "tree", "hex"])
@pytest.mark.parametrize(
    "body",
    [
        b"[" * 950 + b"]" * 950,
        b'{"a": ' * 90 + b"1" + b"}" * 90,
        b"[" + b"[0]," * 100_000 + b"0]",
        b'{"long": "' + b"x" * 1_000_000 + b'"}',
        b"\xff\xfe\x00 no text \xed\xa0\x80",
        json.dumps({"k" * 3000: 1, "\u202e": "\u2028"}).encode(),
        b"{}",
    ],
)
def test_no_body_makes_the_page_large(
    alice: Browser, site: Site, webhook: Webhook, inspector: str, body: bytes, view: str
) -> None:
    path = f"{inspector}/deliveries/{arrive(site, webhook, body)}?view={view}"
    response = alice.client.get(path)
    assert response.status_code == 200
    assert len(response.data) < 500_000
    assert "download" in response.text


def test_of_very_many_headers_the_first_are_shown(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    many = tuple((f"X-N{number}", "v" * 50) for number in range(5_000))
    path = f"{inspector}/deliveries/{arrive(site, webhook, headers=(*JSON, *many))}"
    response = alice.client.get(path)
    assert len(response.data) < 200_000
    assert "X-N498" in response.text
    assert "X-N500" not in response.text
    assert "4501 more are not shown" in response.text


def test_the_script_gets_the_detail_alone(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    path = f"{inspector}/deliveries/{arrive(site, webhook, path='/door')}"
    for name, sent in (("detail", 1), ("whole", 0)):
        text = alice.client.get(path, headers={"X-Fragment": name}).text
        assert "<html" not in text
        assert text.count('name="from" value="inspector"') == sent


def test_an_address_of_the_inspector_opens_a_delivery(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    delivery = arrive(site, webhook, b"ding", path="/door")
    assert "ding" in alice.get(f"{inspector}?delivery={delivery}").text
    page = alice.get(f"{inspector}?delivery={'0' * 24}")
    assert "No longer stored" in page.headings


def test_who_replays_in_the_inspector_stays_there(
    alice: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    delivery = arrive(site, webhook)
    response = alice.send(f"{inspector}?delivery={delivery}", f"{delivery}/replay")
    assert response.status_code == 303
    assert (response.location or "").startswith(f"{inspector}?delivery=")


def test_a_past_request_fills_the_test_panel(
    alice: Browser, viewer: Browser, site: Site, webhook: Webhook, inspector: str
) -> None:
    delivery = arrive(
        site,
        webhook,
        "\nä=1".encode(),
        method="PUT",
        path="/door",
        query="open=1",
        headers=(("CONTENT-TYPE", "text/plain; charset=utf-8"),),
    )
    address = f"{inspector}/test?from={delivery}"
    fragment = alice.client.get(address, headers={"X-Fragment": "form"}).text
    assert "<html" not in fragment
    filled = Page(fragment).form("/test")
    assert filled.value("method") == "PUT"
    assert filled.value("path") == "/door?open=1"
    assert filled.value("content_type") == "text/plain; charset=utf-8"
    assert filled.value("body") == "\nä=1"
    assert viewer.get(address).forms[-1].action != f"{inspector}/test"
    binary = arrive(site, webhook, b"\xff\x00")
    page = alice.get(f"{inspector}/test?from={binary}")
    assert "not text" in page.text
    assert page.form("/test").value("body") == ""


def test_a_request_is_offered_as_a_sample_to_those_who_listen(
    alice: Browser,
    viewer: Browser,
    site: Site,
    application: Application,
    webhook: Webhook,
    inspector: str,
) -> None:
    delivery = arrive(site, webhook)
    workflow = flows.workflow(site, application, **flows.document(webhook.id))
    wanted = f"/workflows/{workflow.id}?delivery={delivery}"
    path = f"{inspector}/deliveries/{delivery}"
    assert any(href.endswith(wanted) for href in alice.get(path).links)
    assert not any(href.endswith(wanted) for href in viewer.get(path).links)


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    folder = Path(__file__).resolve().parents[3] / "templates"
    for path in [*folder.glob("deliveries/*"), *folder.glob("webhooks/*")]:
        text = path.read_text()
        assert " style=" not in text, path
        assert " onclick" not in text, path
