"""Makes the files under static/vendor anew from the npm registry, and their table.

``make vendor`` calls it; it needs npm. ``build.py icons`` makes the icons alone.
Nothing here is needed to run Switchhook or its tests.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VENDOR = ROOT / "static" / "vendor"
WORK = ROOT / ".cache" / "vendor"
MODULES = WORK / "node_modules"
PINS: dict[str, str] = json.loads((HERE / "package.json").read_text())["dependencies"]
_X6_STYLES = re.compile(r"export const content = `(.*?)`", re.DOTALL)
_PATHS = re.compile(r"<path (?![^>]*M0 0h24v24H0z)[^>]*/>")
_SYMBOL = (
    '<symbol id="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
    'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</symbol>'
)
_TABLE = re.compile(r"(\| file \| from \| SHA-256 \|\n\|---\|---\|---\|\n)(?:\|.*\n)*")


def main() -> None:
    """Install the pinned packages if need be, and build what was asked for."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "codemirror.js"):
        wanted, there = HERE / name, WORK / name
        fresh = there.exists() and there.read_bytes() == wanted.read_bytes()
        if not fresh or not MODULES.exists():
            shutil.copy(wanted, there)
            _run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
    _icons()
    if sys.argv[1:] != ["icons"]:
        _tabler()
        _x6()
        _codemirror()
    _write_table()


def _run(*command: str) -> None:
    subprocess.run(command, cwd=WORK, check=True)  # noqa: S603  # our own words


def _folder(package: str, licence: str | Path = "LICENSE") -> Path:
    """Return the empty folder of a package's files, with its licence."""
    name = package.removeprefix("@antv/").removeprefix("@").replace("/", "-")
    folder = VENDOR / f"{name}-{PINS[package]}"
    folder.mkdir(exist_ok=True)
    shutil.copy(MODULES / package / licence, folder / "LICENSE")
    return folder


def _icons() -> None:
    names = sorted(set((HERE / "icons.txt").read_text().split()))
    source = MODULES / "@tabler/icons" / "icons" / "outline"
    symbols = []
    for name in names:
        paths = _PATHS.findall((source / f"{name}.svg").read_text())
        symbols.append(_SYMBOL.format(name, "".join(paths)))
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols)
    (_folder("@tabler/icons") / "icons.svg").write_text(text + "\n</svg>\n")


def _tabler() -> None:
    source = MODULES / "@tabler/core/dist/css/tabler.min.css"
    shutil.copy(source, VENDOR / f"tabler-core-{PINS['@tabler/core']}")


def _x6() -> None:
    folder = _folder("@antv/x6")
    shutil.copy(MODULES / "@antv/x6/dist/x6.min.js", folder)
    # Its own way is to insert a style element, which our policy forbids.
    styles = [
        found[1]
        for path in sorted((MODULES / "@antv/x6/es").rglob("style/raw.js"))
        if (found := _X6_STYLES.search(path.read_text()))
    ]
    (folder / "x6.css").write_text("\n".join(styles))


def _codemirror() -> None:
    folder = VENDOR / f"codemirror-{PINS['@codemirror/view']}"
    folder.mkdir(exist_ok=True)
    shutil.copy(MODULES / "@codemirror/view/LICENSE", folder / "LICENSE")
    _run(
        "node_modules/@esbuild/linux-x64/bin/esbuild",
        "codemirror.js",
        "--bundle",
        "--minify",
        "--format=esm",
        f"--outfile={folder / 'codemirror.js'}",
    )


def _write_table() -> None:
    page = VENDOR / "README.md"
    rows = "".join(_rows())
    page.write_text(_TABLE.sub(lambda found: found[1] + rows, page.read_text()))


def _rows() -> Iterator[str]:
    origins = {
        "codemirror.js": "`@codemirror/*` and `@lezer/*` as in "
        "`tools/vendor/package.json`, bundled by esbuild from "
        "`tools/vendor/codemirror.js`",
        "icons.svg": "`@tabler/icons` {@tabler/icons}, `icons/outline/*.svg`, those of "
        "`tools/vendor/icons.txt`, as one sprite",
        "tabler.min.css": "`@tabler/core` {@tabler/core}, "
        "`dist/css/tabler.min.css`, as it is",
        "x6.css": "`@antv/x6` {@antv/x6}, the styles of `es/**/style/raw.js`",
        "x6.min.js": "`@antv/x6` {@antv/x6}, `dist/x6.min.js`, as it is",
    }
    for path in sorted(VENDOR.glob("*/*")):
        if path.name != "LICENSE":
            origin = origins[path.name]
            for package, version in PINS.items():
                origin = origin.replace(f"{{{package}}}", version)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            yield f"| `{path.relative_to(VENDOR)}` | {origin} | `{digest}` |\n"


if __name__ == "__main__":
    main()
