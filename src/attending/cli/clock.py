"""``attending clock``: do what only time brings about, in every room, and send the notices that are due.

Exit code 0: done, whether or not anything was due; 1: a task failed, the others ran; 2: the database cannot be read.
"""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

FAILED, BAD_INPUT = 1, 2


@app.command()
def clock() -> None:
    """Do what is due now and print it, a line each: silence, escalation, lapsing approvals, notices.

    It is safe to run at any time and by several at once. `attending serve` runs it every minute.
    """
    import django

    django.setup()
    from django.db import DatabaseError
    from django.utils import timezone

    from attending.notices.clock import run
    from attending.notices.queries import failing_tasks

    try:
        for sentence in run(timezone.now()):
            typer.echo(sentence)
        failing = failing_tasks()
    except DatabaseError as problem:
        typer.echo("attending clock: the database cannot be read. See: attending doctor.", err=True)
        raise typer.Exit(BAD_INPUT) from problem
    if failing:
        raise typer.Exit(FAILED)
