"""``attending doctor``: check the installation, line by line, and say how to mend what is wrong."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from attending.web.configuration import Configuration

LITTLE_SPACE, TOO_LITTLE_SPACE = 2 * 2**30, 200 * 2**20
NEWEST_PYTHON_TRIED = (3, 14)
OTHERS = stat.S_IRWXG | stat.S_IRWXO

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class State(Enum):
    """How serious a line is."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: what it is, what was found, and what to do about it."""

    state: State
    subject: str
    found: str
    mend: str = ""

    def __str__(self) -> str:
        text = f"{self.state.value:<9}{self.subject}: {self.found}"
        return f"{text}\n{'':<9}-> {self.mend}" if self.mend else text


@app.command()
def doctor(port: Annotated[int, typer.Option(help="Port that the server is to listen on.")] = 8000) -> None:
    """Check this installation. Exit code 1 when there is a fault."""
    configuration = Configuration.from_environment()
    faults = 0
    for line in examine(configuration, port):
        typer.echo(str(line))
        faults += line.state is State.FAULT
    if faults:
        typer.echo(f"\n{faults} fault{'s' if faults > 1 else ''} to mend.")
        raise typer.Exit(1)


def examine(configuration: Configuration, port: int) -> Iterator[Line]:
    """Every line, in the order in which one thing depends on another."""
    yield python_version()
    yield from locked_packages(Path(__file__).resolve().parents[3])
    zone = time_zone(configuration.time_zone)
    yield zone
    yield free_port(port)
    if not configuration.data_dir.is_dir():
        yield Line(
            State.WARNING,
            "Data folder",
            f"{configuration.data_dir} does not exist yet",
            "attending serve makes it and the database in it; or set ATTENDING_DATA to where it is.",
        )
        return
    yield folder_mode(configuration.data_dir)
    yield disk_space(configuration.data_dir)
    yield from checkpoint_destination(configuration)
    if zone.state is State.FAULT:
        return
    yield from database(configuration)


def python_version() -> Line:
    """Which Python runs this; older ones than 3.11 do not get so far, newer ones than 3.14 were not tried."""
    version = f"{'.'.join(map(str, sys.version_info[:3]))} ({sys.executable})"
    if sys.version_info[:2] > NEWEST_PYTHON_TRIED:
        return Line(State.WARNING, "Python", f"{version} is newer than what Attending was tried on", "Use Python 3.11.")
    return Line(State.OK, "Python", version)


def locked_packages(repository: Path) -> Iterator[Line]:
    """Whether the environment was installed from the lock that the repository holds now."""
    locks = {"installed-test": "requirements-test.txt", "installed-run": "requirements.txt"}
    if not (repository / "requirements.txt").exists():
        return
    for stamp, lock in locks.items():
        installed = Path(sys.prefix, stamp)
        if installed.exists() and installed.read_bytes() == (repository / lock).read_bytes():
            yield Line(State.OK, "Packages", f"installed from {lock}")
            return
    yield Line(
        State.WARNING,
        "Packages",
        "not installed from the lock of this repository",
        "Start through ./attending, which installs them; a .venv made by other means can be removed first.",
    )


def time_zone(name: str) -> Line:
    """Whether the configured time zone exists."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Line(
            State.FAULT, "Time zone", f"{name!r} is unknown", "Set ATTENDING_TIME_ZONE to a name like Europe/London."
        )
    return Line(State.OK, "Time zone", name)


def free_port(port: int) -> Line:
    """Whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return Line(
                State.WARNING,
                "Port",
                f"{port} is in use",
                "That is right while Attending runs; otherwise choose another with serve --port.",
            )
    return Line(State.OK, "Port", f"{port} is free")


def folder_mode(folder: Path) -> Line:
    """Whether others on this machine can look into the data folder."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & OTHERS:
        return Line(
            State.WARNING,
            "Data folder",
            f"{folder} can be entered by other users of this machine (mode {mode:o})",
            f"chmod 700 {folder}",
        )
    return Line(State.OK, "Data folder", f"{folder} (mode {mode:o})")


def disk_space(folder: Path) -> Line:
    """Whether there is room to go on writing."""
    free = shutil.disk_usage(folder).free
    text = f"{free / 2**30:.1f} GiB free"
    if free < TOO_LITTLE_SPACE:
        return Line(
            State.FAULT, "Disk", text, f"Free space where {folder} lies: nothing can be recorded when it is full."
        )
    if free < LITTLE_SPACE:
        return Line(State.WARNING, "Disk", text, f"Free space where {folder} lies.")
    return Line(State.OK, "Disk", text)


def checkpoint_destination(configuration: Configuration) -> Iterator[Line]:
    """Whether signed checkpoints of the record leave this installation, and can be written where they go."""
    target, syslog = configuration.checkpoint_file, configuration.checkpoint_syslog
    if target is None and not syslog:
        yield Line(
            State.WARNING,
            "Checkpoints",
            "stay on this machine",
            "Set ATTENDING_CHECKPOINT_FILE to a file on another machine's disk, or ATTENDING_CHECKPOINT_SYSLOG: "
            "only a checkpoint kept elsewhere shows that the whole record was replaced.",
        )
    if target is not None:
        place = target if target.exists() else target.parent
        if not place.exists() or not os.access(place, os.W_OK):
            yield Line(
                State.FAULT,
                "Checkpoints",
                f"{target} cannot be written",
                "Make its folder, or let this user write it, or change ATTENDING_CHECKPOINT_FILE.",
            )
        elif place.stat().st_dev == configuration.data_dir.stat().st_dev:
            yield Line(
                State.WARNING,
                "Checkpoints",
                f"{target} lies on the same disk as the record",
                "Put it on another machine's disk: whoever replaces the record could replace both.",
            )
        else:
            yield Line(State.OK, "Checkpoints", f"go to {target}")
    if syslog:
        yield Line(State.OK, "Checkpoints", f"go to syslog at {syslog}")


def database(configuration: Configuration) -> Iterator[Line]:
    """Whether the database answers, is up to date and durable, its guards stand, and the ledger's key is there."""
    import django
    from django.core import checks
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    settings = configuration.database()
    sqlite = settings["ENGINE"].endswith("sqlite3")
    if sqlite and not Path(settings["NAME"]).exists():
        yield Line(State.WARNING, "Database", f"{settings['NAME']} does not exist yet", "attending serve makes it.")
        return
    django.setup()
    name = f"SQLite, {settings['NAME']}" if sqlite else f"PostgreSQL, {settings['NAME']} at {settings['HOST']}"
    try:
        connection.ensure_connection()
        yield Line(State.OK, "Database", name)
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as problem:
        mend = "Check ATTENDING_DATABASE, that the server runs, and that this user may connect."
        yield Line(State.FAULT, "Database", f"{name} cannot be used: {str(problem).strip()}", mend)
        return
    if pending:
        mend = "attending manage migrate (back up first); serve does it at its start."
        yield Line(State.FAULT, "Migrations", f"{len(pending)} not applied", mend)
    else:
        yield Line(State.OK, "Migrations", "all applied")
    messages = checks.run_checks(databases=["default"])
    for message in messages:
        state = State.FAULT if message.level >= checks.ERROR else State.WARNING
        yield Line(state, f"Check {message.id}", message.msg, message.hint or "")
    if not messages:
        yield Line(State.OK, "Checks", "settings durable, guards of the record stand")
    if not pending:
        from attending.cli import doctor_notices

        yield from record(configuration)
        yield from doctor_notices.lines(configuration.smtp, configuration.webhooks)


def record(configuration: Configuration) -> Iterator[Line]:
    """Whether the record can be signed, and how far it is known outside."""
    from attending.ledger import keys, queries
    from attending.ledger.errors import LedgerError

    size = queries.head().size
    line = ledger_key(configuration.ledger_key, recorded=size > 0)
    try:
        keys.verifier()
    except LedgerError as problem:
        if line.state is State.OK:
            line = Line(State.FAULT, "Ledger key", str(problem))
    yield line
    sent = queries.last_sent()
    if sent is not None:
        yield Line(
            State.OK, "Record", f"{size:,} entries, {sent.entries_since:,} after the last checkpoint sent ({sent.at})"
        )
    elif size:
        mend = "attending ledger checkpoint; run it every 15 minutes with --if-grown."
        yield Line(State.WARNING, "Record", f"{size:,} entries, no checkpoint ever left this machine", mend)


def ledger_key(path: Path, *, recorded: bool) -> Line:
    """Whether the key that signs checkpoints is there and private; ``recorded`` tells whether it must be by now."""
    if not path.exists():
        if recorded:
            mend = "Put it back from the backup. Without it new checkpoints cannot be told from a forger's."
            return Line(State.FAULT, "Ledger key", f"{path} is missing although there is a record", mend)
        return Line(State.OK, "Ledger key", f"{path} will be made with the first checkpoint")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & OTHERS:
        return Line(State.FAULT, "Ledger key", f"{path} can be read by others (mode {mode:o})", f"chmod 600 {path}")
    return Line(State.OK, "Ledger key", str(path))
