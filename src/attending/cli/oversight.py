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

    `attending serve` runs it every 15 minutes.
    """
    import django

    django.setup()
    from django.db import DatabaseError

    from attending.governance.actions.readings import read_silence
    from attending.governance.models import Breach

    try:
        found = {reading.pk for reading in read_silence()}
        breaches = Breach.objects.filter(reading__in=found).select_related(
            "threshold__deployment__use_case",
            "threshold__deployment__unit__site",
            "threshold__deployment__model_version__ai_model",
            "threshold__pause_authority",
            "reading",
        )
        for breach in breaches:
            threshold = breach.threshold
            typer.echo(
                f"Breach {breach.pk}: {threshold.deployment}, {threshold}: {breach.reading.explanation} "
                f"Asked of {threshold.pause_authority}, by {breach.answer_by:%Y-%m-%d %H:%M} UTC."
            )
    except DatabaseError as problem:
        typer.echo("attending oversight: the database cannot be read. See: attending doctor.", err=True)
        raise typer.Exit(BAD_INPUT) from problem
