"""The layout holds: who may import whom, and the size and form of every module.

Both tables are the rule itself. The tree is read as syntax, never imported, so
a forbidden import is found wherever it stands; the last tests prove on small
bad trees that each rule can fail.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINE_LIMIT = 300

FLOOR_0 = {
    "access",
    "clock",
    "errors",
    "ids",
    "setting_kinds",
    "setting_table",
    "settings",
}
FLOORS_0_TO_2 = FLOOR_0 | {"payload", "templating", "ingress", "workflows"}
PACKAGES = FLOORS_0_TO_2 | {
    "nodes",
    "storage",
    "runtime",
    "services",
    "web",
    "cli",
    "docs_writer",
}

# What each part of webhooks/ may import besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    **{name: set() for name in FLOOR_0},
    "setting_table": {"setting_kinds"},
    "settings": {"setting_table"},
    "payload": FLOOR_0,
    "templating": FLOOR_0 | {"payload"},
    "ingress": (FLOOR_0 - {"clock"}) | {"payload", "templating"},
    "workflows": FLOOR_0 | {"payload", "templating"},
    "nodes": FLOOR_0 | {"payload", "templating", "workflows"},
    "storage": FLOORS_0_TO_2,
    "runtime": FLOORS_0_TO_2,
    "services": FLOORS_0_TO_2 | {"storage", "runtime"},
    "web": FLOORS_0_TO_2 | {"services", "runtime"},
    "cli": FLOORS_0_TO_2 | {"services"},
    "docs_writer": FLOORS_0_TO_2 | {"services"},
}

# Where each package from outside may be imported: prefixes of paths.
ADDRESSES: dict[str, tuple[str, ...]] = {
    # The engine itself: its package starts a thread when it is imported.
    "_quickjs": ("webhooks/runtime/script/child.py",),
    "alembic": ("webhooks/storage/",),
    "apispec": ("webhooks/web/api/",),
    "certifi": ("webhooks/runtime/",),
    "click": ("webhooks/cli/", "webhooks/docs_writer/"),
    "cryptography": (
        "webhooks/ingress/verification/",
        "webhooks/ingress/certificate",
        "webhooks/ingress/signatures/public_keys.py",
        "webhooks/ingress/signatures/throw_away_key.py",
        "webhooks/runtime/throw_away_certificate.py",
        "webhooks/nodes/",
    ),
    "cssselect": ("webhooks/nodes/logic/_css_match.py",),
    "cronsim": ("webhooks/workflows/schedule.py",),
    "flask": ("app.py", "webhooks/web/", "webhooks/cli/"),
    "flask_migrate": ("app.py",),
    "flask_sqlalchemy": ("webhooks/storage/db.py",),
    "flask_wtf": ("webhooks/web/forms/", "webhooks/web/security.py"),
    "gevent": (
        "gunicorn.conf.py",
        "webhooks/web/worker.py",
        "webhooks/storage/writer.py",
    ),
    "gunicorn": (
        "gunicorn.conf.py",
        "webhooks/web/worker.py",
        "webhooks/storage/writer.py",
    ),
    "jinja2": ("webhooks/web/",),
    "jsonschema_rs": ("webhooks/nodes/logic/_json_schema.py",),
    "jwt": ("webhooks/nodes/logic/_jwt_text.py",),
    "lxml": ("webhooks/nodes/logic/",),
    "markupsafe": ("webhooks/web/",),
    "marshmallow": ("webhooks/web/schemas/",),
    "paho": ("webhooks/runtime/",),
    "prometheus_client": (
        "webhooks/runtime/metrics.py",
        "webhooks/runtime/quick_metrics.py",
        "webhooks/web/ops.py",
    ),
    "re2": ("webhooks/templating/losant_helpers/",),
    "requests": ("webhooks/runtime/",),
    "sqlalchemy": ("webhooks/storage/", "webhooks/services/"),
    "urllib3": ("webhooks/runtime/",),
    "werkzeug": ("app.py", "webhooks/web/", "webhooks/cli/"),
    "wtforms": ("webhooks/web/forms/",),
    "yaml": ("webhooks/services/",),
}

# Single modules of a package that one file more may use.
EXCEPTIONS: set[tuple[str, str]] = {
    ("webhooks/services/passwords.py", "werkzeug.security"),
    ("webhooks/ingress/multipart.py", "werkzeug.sansio.multipart"),
    # What that decoder raises when a part is too large.
    ("webhooks/ingress/multipart.py", "werkzeug.exceptions"),
    # What the check of forms raises, to be shown as a page.
    ("webhooks/web/pages/errors.py", "flask_wtf.csrf"),
}

# These are pure: they neither wait, nor read a clock, nor open anything.
PURE = tuple(
    f"webhooks/{name}/"
    for name in ("payload", "templating", "ingress", "workflows", "nodes")
)
IMPURE = {"asyncio", "queue", "socket", "sqlite3", "subprocess", "threading", "time"}

DRAWERS = {"utils", "helpers", "common", "misc", "manager", "handler"}
TERMS_OF_THE_FIELD = {"webhooks/templating/helpers.py"}
# Its master process must not load what is imported after patching.
MAY_IMPORT_LATE = {"gunicorn.conf.py"}


def sources(root: Path) -> Iterator[Path]:
    """Yield every source file of the program; migrations keep their own form."""
    for path in sorted([*root.glob("*.py"), *root.glob("webhooks/**/*.py")]):
        if "migrations" not in path.parts:
            yield path


def imports(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each import with the full name of the module it takes from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node, "." * node.level
        elif isinstance(node, ast.ImportFrom) and node.module == "webhooks":
            for alias in node.names:
                yield node, f"webhooks.{alias.name}"
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module


def part_of(name: str) -> str:
    """Return the part of webhooks/ that a path or a dotted name lies in."""
    return name.replace("/", ".").split(".")[1]


def wrong_import(path: str, module: str) -> str | None:
    """Return what is wrong with a file's import of a module, if anything is."""
    top = module.partition(".")[0]
    if not top:
        return "imports relatively"
    if top in {"app", "wsgi"} and path != "wsgi.py":
        return f"may not import {top}"
    if top == "webhooks":
        return wrong_part(path, module)
    if top in sys.stdlib_module_names:
        impure = path.startswith(PURE) and top in IMPURE
        return f"must stay pure, but imports {top}" if impure else None
    if (path, module) in EXCEPTIONS or top == "app":
        return None
    if top not in ADDRESSES:
        return f"imports {top}, which has no address in this test"
    if not path.startswith(ADDRESSES[top]):
        return f"must stay free of {top}"
    return None


def wrong_part(path: str, module: str) -> str | None:
    """Return what is wrong with an import of our own, by the table of floors."""
    if not path.startswith("webhooks/") or module == "webhooks.__version__":
        return None
    own, other = part_of(path), part_of(module)
    if own == other or other in MAY_IMPORT.get(own, set()):
        return None
    return f"{own} may not import {other}"


def wrong_form(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """Yield what is wrong with a module as a whole."""
    if not ast.get_docstring(tree):
        yield "has no docstring"
    lines = text.count("\n")
    if lines > LINE_LIMIT:
        yield f"has {lines} lines"
    names = set(path.removesuffix(".py").split("/"))
    if names & DRAWERS and path not in TERMS_OF_THE_FIELD:
        yield "is named like a drawer"
    if path.split("/")[-1].startswith("test_"):
        yield "is named like a test"
    top_level = {id(node) for node in tree.body}
    for node, module in imports(tree):
        if id(node) not in top_level and path not in MAY_IMPORT_LATE:
            yield f"imports {module} below the top level"


def violations(root: Path) -> list[str]:
    """Return every breach of the layout below a folder."""
    found = []
    for source in sources(root):
        path = source.relative_to(root).as_posix()
        text = source.read_text()
        tree = ast.parse(text)
        parts = path.split("/")
        if parts[0] == "webhooks" and len(parts) > 1:
            part = part_of(path)
            if part not in PACKAGES | {"__init__"}:
                found.append(f"{path}: {part} stands on no floor")
        found += [f"{path}: {problem}" for problem in wrong_form(path, tree, text)]
        for _, module in imports(tree):
            problem = wrong_import(path, module)
            if problem:
                found.append(f"{path}: {problem}")
    return found


def test_every_module_keeps_to_the_layout() -> None:
    assert violations(ROOT) == []


def test_every_test_module_is_short_and_says_what_it_is() -> None:
    wrong = []
    for path in sorted(ROOT.glob("tests/**/*.py")):
        text = path.read_text()
        if text.count("\n") > LINE_LIMIT:
            wrong.append(f"{path.relative_to(ROOT)} has {text.count(chr(10))} lines")
        if text.strip() and not ast.get_docstring(ast.parse(text)):
            wrong.append(f"{path.relative_to(ROOT)} has no docstring")
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "line", "problem"),
    [
        ("webhooks/ingress/a.py", "import webhooks.storage.db", "import storage"),
        ("webhooks/ingress/a.py", "from webhooks import clock", "import clock"),
        ("webhooks/ingress/a.py", "import socket", "stay pure"),
        ("webhooks/ingress/a.py", "import werkzeug.sansio.multipart", "of werkzeug"),
        ("webhooks/errors.py", "from webhooks.ids import new_id", "import ids"),
        ("webhooks/storage/a.py", "import webhooks.runtime.live", "import runtime"),
        ("webhooks/runtime/a.py", "import webhooks.storage.db", "import storage"),
        ("webhooks/services/a.py", "from webhooks.web import api", "import web"),
        ("webhooks/services/a.py", "import flask", "free of flask"),
        ("webhooks/web/a.py", "from webhooks.storage import db", "import storage"),
        ("webhooks/web/a.py", "import webhooks.cli.users", "import cli"),
        ("webhooks/cli/a.py", "import webhooks.docs_writer", "import docs_writer"),
        ("webhooks/cli/a.py", "from sqlalchemy import text", "free of sqlalchemy"),
        ("webhooks/web/api/a.py", "import marshmallow", "free of marshmallow"),
        ("webhooks/services/a.py", "import gevent.lock", "free of gevent"),
        ("webhooks/services/a.py", "import celery", "has no address"),
        ("webhooks/services/a.py", "from .b import c", "relatively"),
        ("webhooks/services/a.py", "import app", "may not import app"),
        ("webhooks/cli/a.py", "def f():\n    import json", "below the top level"),
        ("webhooks/cli/utils.py", "", "like a drawer"),
        ("webhooks/helpers/a.py", "", "like a drawer"),
        ("webhooks/cli/test_a.py", "", "like a test"),
        ("webhooks/extras.py", "", "stands on no floor"),
        ("webhooks/cli/long.py", "\n" * LINE_LIMIT, "lines"),
    ],
)
def test_a_breach_is_found(path: str, line: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(f'"""A module."""\n\n{line}\n')
    assert any(problem in violation for violation in violations(tmp_path))


def test_a_missing_docstring_is_found(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import flask\n")
    assert violations(tmp_path) == ["app.py: has no docstring"]


def test_a_good_tree_passes(tmp_path: Path) -> None:
    file = tmp_path / "webhooks" / "services" / "passwords.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        '"""A module."""\n\nfrom werkzeug.security import generate_password_hash\n'
        "from webhooks.storage import db\n"
    )
    assert violations(tmp_path) == []
