"""The reference applications get the same kind of worker as ours.

Also the same fairness: without the hook one busy connection would starve the
rest, which makes throughput look better and the slowest answers much worse.
"""

import os

import gevent

bind = f"127.0.0.1:{os.environ['BENCHMARK_PORT']}"
workers = 1
worker_class = "gevent"
worker_connections = 10_000
keepalive = 3
control_socket_disable = True
loglevel = "warning"


def post_request(worker: object, req: object, environ: object, resp: object) -> None:
    """Let every other connection have its turn after each request."""
    gevent.sleep(0)
