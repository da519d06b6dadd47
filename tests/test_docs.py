"""The documents are true: generated pages are current, links and commands exist."""

import re
import shlex
from pathlib import Path

import pytest
from flask import Flask

from app import api_document
from webhooks.docs_writer.api import api_page
from webhooks.docs_writer.commands import commands
from webhooks.docs_writer.markdown import table
from webhooks.docs_writer.references import references
from webhooks.docs_writer.settings import settings_page
from webhooks.settings import SETTINGS
from webhooks.web.current import site_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = ROOT / "README.md"

# The promises in their exact words; the second column of README's table.
PROMISES = {
    "P1": (
        "When we answer a webhook request with the webhook's success code, "
        "the complete request \N{EN DASH} method, raw path and query, headers and "
        "every byte of the body \N{EN DASH} has already been written to the database "
        "and synced to disk. Killing the program at any moment does not "
        "lose it. A power failure does not lose it if the disk honours "
        "sync."
    ),
    "P2": (
        "Anything else \N{EN DASH} an error code, a reset, a timeout \N{EN DASH} "
        "means: we may or may not have stored it. Send it again."
    ),
    "P3": (
        "A stored request is never partial. Too large → 413, incomplete → "
        "400, too slow → 408, and nothing is stored."
    ),
    "P4": (
        "Storing the request and queueing its workflow runs is one "
        "transaction: there is no accepted request without its runs and no "
        "run without its request."
    ),
    "P5": (
        "A run that had not started when the program stopped is started after "
        "restart, once. A run that had started is shown as `interrupted` after a "
        "crash; it is not repeated unless you switch on 'repeat after crash' for "
        "that workflow, and then it may happen more than once."
    ),
    "P6": (
        "Runs of one webhook start in the order in which their requests were "
        "accepted; they may finish in any order."
    ),
    "P7": (
        "A caller that waits gets exactly one answer: the first reply, or a "
        "time-out answer after the webhook's reply timeout, or 503 with "
        "Retry-After if we are shutting down or too many callers wait."
    ),
    "P8": (
        "If the disk is full, locked or failing we answer 503 with a reason "
        "within 6 seconds, keep running, and recover by ourselves."
    ),
    "P9": (
        "One data directory, one process. A second one refuses to start and says why."
    ),
    "P10": (
        "We never start on a damaged database or one from a newer version, "
        "and never change it in that case. Upgrades either complete or "
        "leave the old state; a backup copy is made first."
    ),
    "P11": ("`backup` makes a consistent copy while running; a restored copy starts."),
    "P12": (
        "Changing the clock never shortens or lengthens a wait and never "
        "deletes data early by more than the jump."
    ),
    "P13": (
        "With 10,000 idle or waiting connections a new request is still "
        "answered within a second."
    ),
    "P14": (
        "Secrets you store are never written to the log, exports or error messages."
    ),
}

# Which tests prove which promise; README links to them.
PROOFS = {
    "P1": ("tests/server/test_kill.py", "tests/server/test_sync.py"),
    "P2": ("tests/server/test_kill.py",),
    "P3": (
        "tests/server/test_framing.py",
        "tests/server/test_slow_senders.py",
    ),
    "P4": ("tests/server/test_kill.py",),
    "P5": (
        "tests/server/test_workflow_kill.py",
        "tests/services/test_run_recovery.py",
    ),
    "P6": ("tests/server/test_workflows.py", "tests/services/test_runner.py"),
    "P7": (
        "tests/server/test_replies.py",
        "tests/server/test_shutdown.py",
        "tests/server/test_waiting_limits.py",
    ),
    "P8": (
        "tests/server/test_storage_faults.py",
        "tests/server/test_foreign_lock.py",
    ),
    "P9": (
        "tests/server/test_instance.py",
        "tests/server/test_signals.py",
    ),
    "P10": (
        "tests/services/test_start.py",
        "tests/test_schema.py",
        "tests/test_migrations.py",
    ),
    "P11": ("tests/services/test_backup.py",),
    "P12": (
        "tests/services/test_clock_jumps.py",
        "tests/services/test_retention.py",
    ),
    "P13": ("tests/server/test_ten_thousand.py",),
    "P14": ("tests/server/test_secrets.py", "tests/server/test_log.py"),
}

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page can be linked to as."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def shell_commands(text: str) -> list[list[str]]:
    """Return the words of each command in the page's bash blocks."""
    found = []
    for language, block in FENCE.findall(text):
        if language != "bash":
            continue
        for line in block.replace("\\\n", " ").splitlines():
            for part in re.split(r"\$\(|&& |\| ", line):
                words = re.sub(r"#.*", "", part).strip().rstrip(")")
                if re.match(r"(\.venv/bin/)?flask ", words):
                    found.append(shlex.split(words))
    return found


def test_the_generated_pages_are_current(app: Flask) -> None:
    for name, text in references(
        app.cli, api_document(app), site_of(app).registry
    ).items():
        assert (ROOT / name).read_text() == text, f"run flask docs write: {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text())
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in anchors(file), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_exists(page: Path, app: Flask) -> None:
    known = dict(commands(app.cli))
    for words in shell_commands(page.read_text()):
        name = "flask " + " ".join(word for word in words[1:3] if word.isalpha())
        path = name if name in known else "flask " + words[1]
        assert path in known, f"{page.name}: {' '.join(words)}"
        options = {o for param in known[path].params for o in param.opts}
        given = {word for word in words if word.startswith("--")}
        assert given <= options, f"{page.name}: {' '.join(words)}"


def test_commands_are_found_in_blocks() -> None:
    text = "```bash\nX=$(.venv/bin/flask users list \\\n  --json) # all\nls\n```\n"
    assert shell_commands(text) == [[".venv/bin/flask", "users", "list", "--json"]]
    assert len(shell_commands(README.read_text())) >= 5


@pytest.mark.parametrize("number", PROMISES)
def test_readme_makes_the_promise_in_its_exact_words(number: str) -> None:
    assert f"| {number} | {PROMISES[number]} |" in README.read_text()


def test_every_promise_has_its_proof() -> None:
    assert PROOFS.keys() == PROMISES.keys()
    text = README.read_text()
    for number, paths in PROOFS.items():
        (row,) = (line for line in text.splitlines() if line.startswith(f"| {number} "))
        assert LINK.findall(row) == list(paths)
        for path in paths:
            assert "def test_" in (ROOT / path).read_text(), f"{number}: {path}"


def test_readme_has_the_two_commands_and_one_walk_through() -> None:
    text = README.read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    blocks = [block for language, block in FENCE.findall(text) if language == "bash"]
    used = {target for block in blocks for target in re.findall(r"^make (\S+)", block)}
    assert used == {"run", "test"}
    assert used <= targets
    assert len(re.findall(r"<!-- walkthrough -->\n```bash\n", text)) == 1


def test_the_changelog_begins_with_what_is_unreleased() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert headings[0] == "Unreleased"


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    notes = sorted(folder.glob("[0-9]*.md"))
    assert [note.name[:4] for note in notes] == [
        f"{number:04}" for number in range(1, len(notes) + 1)
    ]
    for note in notes:
        title = note.read_text().splitlines()[0].removeprefix("# ")
        assert f"[{title}]({note.name})" in index


def test_the_page_of_settings_has_every_setting() -> None:
    page = settings_page()
    for setting in SETTINGS:
        assert f"| `{setting.environment_name}` |" in page


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("A",), [("x|y\nz",)]).splitlines()[-1] == "| x\\|y z |"


def test_a_call_is_described_with_its_parameters() -> None:
    parameter = {
        "in": "query",
        "name": "wait",
        "description": "How long.",
        "schema": {"type": "number", "minimum": 0, "maximum": 60, "default": 0},
    }
    call = {
        "summary": "Take one.",
        "parameters": [parameter, {"name": "i", "in": "path"}],
    }
    page = api_page({"paths": {"/next": {"post": call}}})
    assert "## POST /api/next\n\nTake one." in page
    assert "| `wait` | number; 0 to 60; default `0` | How long. |" in page
