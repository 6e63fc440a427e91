"""gunicorn for every service, in compose and on one machine alike. Numbers may be set by the environment."""

import os
from pathlib import Path

_cores = os.cpu_count() or 1

worker_class = "gthread"  # a request waits for PostgreSQL most of its time; threads wait cheaply
workers = int(os.environ.get("WEB_WORKERS", min(_cores, 4)))
threads = int(os.environ.get("WEB_THREADS", "6"))
preload_app = False  # a pool of connections must never cross a fork
timeout = 30
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_SECONDS", "30"))
# Behind the gateway this must be longer than its idle time upstream, or a request meets a closing connection.
keepalive = int(os.environ.get("WEB_KEEPALIVE_SECONDS", "5"))
# No max_requests: with gthread a worker that recycles itself resets requests under way.
control_socket_disable = True  # its default path is one for all services of a user
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat must not wait for a disk
limit_request_line = 4094
limit_request_fields = 64
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
accesslog = None  # the services write one structured line a request themselves
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")
