"""``attending clock``: do what only time brings about, in every room, and send the notices that are due.

Exit code 0: done, whether or not anything was due; 1: a task failed, the others ran; 2: the database cannot be read.
With ``--every`` it goes on whatever failed, and ends with 0 once it is stopped.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

FAILED, BAD_INPUT = 1, 2
LOOK_SECONDS = 1.0


@app.command()
def clock(
    every: Annotated[
        int, typer.Option(min=0, max=86_400, help="Do it again every so many seconds until stopped; 0: once.")
    ] = 0,
    with_parent: Annotated[bool, typer.Option(hidden=True, help="End with the process that began it.")] = False,
) -> None:
    """Do what is due now and print it, a line each: silence, escalation, lapsing approvals, notices.

    It is safe to run at any time and by several at once. `attending serve` runs it every minute.
    """
    import django

    django.setup()
    if not every:
        code = run_once()
        if code:
            raise typer.Exit(code)
        return
    parent = os.getppid()
    go_on(every, lambda: not with_parent or os.getppid() == parent, _turn)


def run_once() -> int:
    """Do what is due now and say it; the exit code."""
    from django.db import DatabaseError
    from django.utils import timezone

    from attending.notices.clock import run
    from attending.notices.queries import failing_tasks

    try:
        for sentence in run(timezone.now()):
            typer.echo(sentence)
        return FAILED if failing_tasks() else 0
    except DatabaseError:
        typer.echo("attending clock: the database cannot be read. See: attending doctor.", err=True)
        return BAD_INPUT


def _turn() -> None:
    """Do what is due and keep no connection: until the next turn the database may be moved or restored."""
    from django.db import connections

    run_once()
    connections.close_all()


def go_on(every: float, lives: Callable[[], bool], turn: Callable[[], object]) -> None:
    """Take a ``turn`` every so many seconds while ``lives``, until SIGTERM or Ctrl-C; one that is begun is finished.

    A second signal ends it at once.
    """
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda received, _frame: _stop(stopped, received))
    while not stopped.is_set() and lives():
        due = time.monotonic() + every
        turn()
        while lives() and (left := due - time.monotonic()) > 0 and not stopped.wait(min(left, LOOK_SECONDS)):
            pass


def _stop(stopped: threading.Event, received: int) -> None:
    signal.signal(received, signal.SIG_DFL)
    stopped.set()
