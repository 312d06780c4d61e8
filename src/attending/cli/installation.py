"""What ``serve`` and ``demo`` do before the server answers: folder, checks, migrations, and the server itself."""

from __future__ import annotations

import errno
import gc
import os
import socket
import sys
import threading
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from attending.cli import upkeep
from attending.web.configuration import Configuration

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

DEMONSTRATION = "demonstration"
"""Name of the file that marks a data folder as the demonstration's."""

KEEP_ALIVE_SECONDS = 75  # longer than browsers and proxies keep a connection, so no signed form meets a closed one
REQUEST_SECONDS = 120


class CannotStartError(Exception):
    """The installation cannot be started; the message says why and what to do."""


def require_free_port(host: str, port: int) -> None:
    """Raise CannotStartError unless a server can listen on ``host``:``port``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise CannotStartError(
                f"Port {port} on {host} is taken by another program. Stop it, or choose another port with --port."
            ) from problem
        raise CannotStartError(f"Nothing can listen on {host}:{port}: {problem.strerror}.") from problem


def private_folder(folder: Path) -> None:
    """Make ``folder`` readable by its owner alone, and every file made from here on."""
    os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CannotStartError(
            f"The data folder {folder} cannot be made: {problem.strerror}. Set ATTENDING_DATA to one you may write."
        ) from problem
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotStartError(
            f"The data folder {folder} cannot be written by this user. Change its owner or ATTENDING_DATA."
        )


def prepare_database(configuration: Configuration) -> bool:
    """Start Django, check the database and migrate it; True when it was empty before.

    Raises CannotStartError when the database cannot be reached or a check finds a fault.
    """
    import django
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    try:
        connection.ensure_connection()
        call_command("check", databases=["default"], stdout=StringIO())
        executor = MigrationExecutor(connection)
        new = not executor.loader.applied_migrations
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            print("Making the database ..." if new else "Bringing the database up to date ...", flush=True)
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as problem:
        raise CannotStartError(
            f"The database cannot be used: {str(problem).strip()}. See: attending doctor."
        ) from problem
    except SystemCheckError as problem:
        raise CannotStartError(str(problem)) from problem
    (configuration.data_dir / "static").mkdir(exist_ok=True)
    return new


def _ready_to_draw(_worker: object) -> None:
    """Load what draws beside the first requests: it takes seconds, and no request should wait for it."""
    from attending import charts

    threading.Thread(target=charts.load, name="load-charts", daemon=True).start()


def _leave(_server: object, worker: Any) -> None:
    """End a worker that served, without tidying up: threads of the drawing library outlive it and never let it end."""
    if worker.booted:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def run_server(host: str, port: int) -> NoReturn:
    """Serve until a signal ends it; leaves through SystemExit."""
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """gunicorn, with settings from here alone; what Django loaded already is shared by all workers."""

        def load_config(self) -> None:
            options = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "worker_class": "gthread",
                "workers": 2,
                "threads": 4,
                "keepalive": KEEP_ALIVE_SECONDS,
                "timeout": REQUEST_SECONDS,
                "preload_app": True,
                "control_socket_disable": True,
                "loglevel": "warning",
                "proc_name": "attending",
                "post_worker_init": _ready_to_draw,
                "worker_exit": _leave,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> WSGIHandler:
            from attending.web.wsgi import application

            import_module("scipy.special")  # half a second that the first review page would take longer
            connections.close_all()  # a connection must not be shared by processes
            gc.freeze()  # what was loaded stays: to look through it again held a page up for 200 ms
            return application

    sys.stdout.flush()
    upkeep.start()
    Server().run()
    raise SystemExit(0)
