"""``attending oversight``: judge what only time brings about, above all data that stopped coming.

Exit code 0: judged, whether or not a breach was found; 2: the database cannot be read.
"""

from __future__ import annotations

import typer

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Judge the oversight thresholds whose data stopped coming.",
)

BAD_INPUT = 2


@app.callback()
def oversight() -> None:
    """Judge the oversight thresholds whose data stopped coming."""


@app.command()
def check() -> None:
    """Open a breach for every threshold without data in its window, and print each new one; safe to run at any time.

    `attending clock` does the same among other things, and `attending serve` runs that every minute.
    """
    import django

    django.setup()
    from django.db import DatabaseError

    from attending.governance.actions.readings import read_silence
    from attending.governance.clock_silence import breach_lines

    try:
        for line in breach_lines(read_silence()):
            typer.echo(line)
    except DatabaseError as problem:
        typer.echo("attending oversight: the database cannot be read. See: attending doctor.", err=True)
        raise typer.Exit(BAD_INPUT) from problem
