"""How gunicorn runs Switchhook: exactly one gevent worker, and nothing else.

The master process loads nothing but this file, the settings and a glance at the
database, all on the standard library (the application is imported in the worker,
after patching). What each value
protects from is in docs/architecture.md.
"""

import os
import resource
import socket
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(_ROOT))

from webhooks import settings as settings_table  # noqa: E402  # after the path is set
from webhooks.storage import readiness  # noqa: E402

_HEADROOM = 2_000
_LOAD_ERROR = 4


def _raise_open_files() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = max(soft, 65_536)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


_open_files = _raise_open_files()
_prepared = None
try:
    _settings = settings_table.load()
except settings_table.SettingError as error:
    print(f"Switchhook cannot start: {error}", file=sys.stderr)
    raise SystemExit(_LOAD_ERROR) from None

wsgi_app = "wsgi:app"
chdir = str(_ROOT)
_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host
bind = f"{_host}:{_settings.port}"

workers = 1
worker_class = "webhooks.web.worker.Worker"
# Idle connections count too; without headroom, waiting callers would lock out
# the very reply that frees them.
worker_connections = max(20, min(_settings.max_waiting + _HEADROOM, _open_files - 150))
backlog = 2048
# Also the deadline for request heads; 0 would remove it.
keepalive = 3
timeout = 30
graceful_timeout = 35
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190
# Nobody's forwarding headers are listened to (the next lines), so nobody's address
# needs to be looked up in a list for each request.
forwarded_allow_ips = "*"
forwarder_headers = ""
secure_scheme_headers = {}
header_map = "drop"
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
preload_app = False
proc_name = "switchhook"


def on_starting(server):
    """Refuse a second worker; let a child prepare what needs preparing."""
    if server.cfg.workers != 1:
        print(
            f"Switchhook needs exactly one worker; {server.cfg.workers} were asked "
            "for. Start it without -w.",
            file=sys.stderr,
        )
        sys.exit(_LOAD_ERROR)
    global _prepared
    if readiness.needs_preparing(_settings.instance, _settings.database_path):
        # Goes on while the worker loads the application. If it fails, its exit
        # code ends the server; the worker waits for a byte on the socket.
        _prepared, child_end = socket.socketpair()
        number = str(child_end.fileno())
        subprocess.Popen(  # noqa: S603  # our own program
            [
                sys.executable,
                "-m",
                "flask",
                "--app",
                "wsgi",
                "prepare",
                "--tell",
                number,
            ],
            cwd=_ROOT,
            pass_fds=(child_end.fileno(),),
        )
        child_end.close()
    else:
        print(_settings.greeting(), flush=True)
    os.environ.pop("SWITCHHOOK_ADMIN_PASSWORD", None)


def nworkers_changed(server, new_value, old_value):
    """Stay at one worker, whatever signal asked for more."""
    if new_value != 1:
        server.log.warning("refused %s workers: Switchhook runs exactly one", new_value)
        server.num_workers = 1


def pre_exec(server):
    """Refuse an upgrade in place: two masters would serve one directory."""
    server.log.warning("refused an upgrade in place (USR2): restart instead")
    sys.exit(_LOAD_ERROR)


def post_worker_init(worker):
    """Become the serving process, or end the whole server."""
    # Only here, because they must be imported after patching.
    from webhooks.storage.writer import GroupCommitWriter
    from webhooks.web import process

    process.begin(worker, GroupCommitWriter, _prepared)


def worker_exit(server, worker):
    """Leave the data directory in order."""
    from webhooks.web import process

    process.end(worker)


def post_request(worker, req, environ, resp):
    """Let every other connection have its turn after each request."""
    worker.give_way()
