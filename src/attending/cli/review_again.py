"""``attending review rerun``: compute a review again, and hold every number against it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from attending.cli.review_output import progress_shown, refused, wrong
from attending.sources import LogRefused, silent

DIFFERS = 1
_SHOWN = 20


def again(
    record: Annotated[str, typer.Argument(help="The number of a recorded review, or a file of review run --json.")],
    log: Annotated[str, typer.Argument(help="The log, or the predictions, it was made of; none for a table.")] = "",
    events: Annotated[str, typer.Argument(help="The events, where outcomes came from them.")] = "",
) -> None:
    """Compute the review of RECORD again from LOG, or from its table; exit code 1: a number differs, 2: refused."""
    from attending.review.rerun import rerun
    from attending.sources.source_errors import DeadlinePassed, SourceUnreachable

    try:
        found = rerun(_record(record), log, events, progress=progress_shown() if sys.stderr.isatty() else silent)
    except LogRefused as problem:
        raise refused(problem, json_wanted=False) from problem
    except (OSError, ValueError, SourceUnreachable, DeadlinePassed) as problem:
        raise wrong(str(problem)) from problem
    for each in found.versions:
        typer.echo(f"{each.place}: was {each.before}, is {each.now}", err=True)
    if found.data:
        typer.echo("The table is not what it was when it was reviewed:")
        for each in found.data:
            typer.echo(f"  {each.place}: was {each.before}, is {each.now}")
    elif not found.differing:
        typer.echo(f"Identical: {found.compared:,} numbers and texts, from the same log (fractions to 1e-9).")
        return
    typer.echo(f"{len(found.differing):,} of {found.compared:,} numbers and texts differ.")
    for each in found.differing[:_SHOWN]:
        typer.echo(f"  {each.place}: was {each.before}, is {each.now}")
    raise typer.Exit(DIFFERS)


def _record(named: str) -> Mapping[str, Any]:
    if not named.isdecimal():
        read: Mapping[str, Any] = json.loads(Path(named).read_text(encoding="utf-8"))
        return read
    import django

    django.setup()
    from django.db import DatabaseError

    from attending.review.models import ReviewRun

    try:
        run = ReviewRun.objects.filter(pk=int(named)).first()
    except (DatabaseError, OverflowError) as problem:
        raise ValueError(
            f"Review {named} cannot be read from the database: {problem}. Set ATTENDING_DATA or ATTENDING_DATABASE to "
            "the installation that recorded it, or name a file of review run --json."
        ) from problem
    if run is None:
        raise ValueError(f"There is no recorded review {named}; its number is in the address of its page.")
    return {
        "review": run.document,
        "mapping": run.mapping,
        "source_sha256": run.source_sha256,
        "supplements": run.supplements,
        "intake": run.intake,
        "versions": run.versions,
    }
