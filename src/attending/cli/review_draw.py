"""``attending review draw``: draw and set on paper what pages will ask for, before anybody waits for it."""

from __future__ import annotations

import os

import typer


def draw() -> None:
    """Draw the newest review of every deployment where it is not drawn yet, and set its PDF."""
    os.nice(10)  # whoever waits for a page comes first
    import django

    django.setup()
    from attending.program.models import Deployment
    from attending.review import kept
    from attending.review.presenters.printed import prepare
    from attending.review.queries.runs import newest_run

    drawn = 0
    for deployment in Deployment.objects.filter(review_runs__isnull=False).distinct().iterator():
        run = newest_run(deployment)
        if run is not None:
            prepare(run)
            drawn += 1
    gone = kept.sweep()
    typer.echo(f"{drawn} reviews are drawn; {gone} old files are removed.")
