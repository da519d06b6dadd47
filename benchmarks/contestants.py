"""The servers that are compared, each with a directory and a port of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.outcome import BenchmarkError
from benchmarks.server import HOST, ROOT, Server, clean_environment, free_port

# High enough never to refuse, so that the limiter counts every request.
_NEVER_REACHED = "1000000/1"
_REFERENCE_CONFIG = "benchmarks/reference/gunicorn.conf.py"


@dataclass(frozen=True, slots=True)
class Place:
    """Where servers run: a directory for their files, and a CPU."""

    directory: Path
    cpu: int
    preload: Path | None = None

    def environment(self) -> dict[str, str]:
        """Return the environment of a server at this place."""
        environment = clean_environment()
        if self.preload is not None:
            environment["LD_PRELOAD"] = str(self.preload)
        return environment

    def fresh(self, name: str) -> Path:
        """Return a new directory."""
        path = self.directory / name
        path.mkdir(parents=True)
        return path


def reference(place: Place, module: str) -> Server:
    """Return a server for one of the small applications in ``reference/``."""
    folder = place.fresh(module)
    port = free_port()
    environment = place.environment() | {
        "BENCHMARK_PORT": str(port),
        "BENCHMARK_DATABASE": str(folder / "requests.sqlite"),
    }
    arguments = ["-c", _REFERENCE_CONFIG, f"benchmarks.reference.{module}:app"]
    return Server(arguments, environment, port, place.cpu, folder / "log", "/")


@dataclass
class Switchhook:
    """An instance of ours, prepared with the command line and then served."""

    place: Place
    name: str
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.instance = self.place.fresh(self.name)
        self.port = free_port()
        self._environment = clean_environment() | {
            "SWITCHHOOK_INSTANCE": str(self.instance),
            "SWITCHHOOK_HOST": HOST,
            "SWITCHHOOK_PORT": str(self.port),
            "SWITCHHOOK_RATE_LIMIT": _NEVER_REACHED,
            "SWITCHHOOK_PEER_RATE_LIMIT": _NEVER_REACHED,
            **self.settings,
        }
        self._flask("prepare")
        self.application_id = str(
            self.command("applications", "create", "Benchmark")["id"]
        )

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which commands work on this instance."""
        return dict(self._environment)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.instance / "webhooks.sqlite"

    def server(self) -> Server:
        """Return the server with the configuration that users run."""
        environment = {**self.place.environment(), **self._environment}
        log = self.instance.parent / f"{self.name}.log"
        return Server([], environment, self.port, self.place.cpu, log, "/readyz")

    def webhook(self, *options: str) -> tuple[str, str]:
        """Create a webhook and return its id and its path."""
        made = self.command(
            "webhooks",
            "create",
            "measured",
            "--application",
            self.application_id,
            *options,
        )
        return made["id"], "/webhooks/" + made["url"].rpartition("/")[2]

    def workflow(self, document: dict[str, Any]) -> None:
        """Import a workflow; the server must not run yet, or notices it later.

        Raises BenchmarkError when something about it was not understood.
        """
        file = self.instance.parent / "workflow.json"
        file.write_text(json.dumps(document))
        imported: Any = self.command(
            *("workflows", "import", str(file)),
            *("--application", self.application_id),
        )
        if imported[0]["problems"]:
            raise BenchmarkError(f"A workflow has problems: {imported[0]['problems']}")

    def token(self) -> str:
        """Create an API token that may do everything in the application."""
        return str(
            self.command(
                *("tokens", "create", "--application", self.application_id),
                *("--name", "benchmark", "--scope", "all.Application"),
            )["token"]
        )

    def command(self, *arguments: str) -> dict[str, Any]:
        """Run a command of the command line and return its JSON."""
        value: dict[str, Any] = json.loads(self._flask(*arguments, "--json"))
        return value

    def _flask(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if done.returncode != 0:
            raise BenchmarkError(f"flask {arguments[0]} failed:\n{done.stderr}")
        return done.stdout
