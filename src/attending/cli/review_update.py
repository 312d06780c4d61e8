"""``attending review update``: add tonight's part of a log to those that are stored."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from attending.cli.review_output import person_and_deployment, progress_shown, refused, wrong
from attending.sources import LogRefused, silent


def update(
    deployment: Annotated[int, typer.Argument(help="The deployment's number, as in the address of its review page.")],
    as_user: Annotated[str, typer.Option("--as", help="The login that records it.")],
) -> None:
    """Read what is new or changed among the files of a deployment's log, and record the review of everything."""
    import django

    django.setup()
    from attending.program.rules import Refused
    from attending.review.actions.partitions import update_review

    try:
        person, found = person_and_deployment(as_user, deployment)
        run, told = update_review(person, found, progress=progress_shown() if sys.stderr.isatty() else silent)
    except LogRefused as problem:
        raise refused(problem, json_wanted=False) from problem
    except (Refused, ValueError) as problem:
        raise wrong(str(problem)) from problem
    number = len(told.partitions) - len(told.read)
    kept = f"{number:,} file was" if number == 1 else f"{number:,} files were"
    if run is None:
        typer.echo(f"Nothing is new: {kept} as before, and no review was recorded.")
        return
    typer.echo(f"Read {', '.join(told.read) or 'nothing'}; {kept} added up as stored.")
    typer.echo(f"Recorded for {found} as review {run.pk}.")
