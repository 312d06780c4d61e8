"""What the commands of ``attending review`` share: how they print, refuse and record."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from attending.analytics import to_document
from attending.cli.whole_files import CannotWrite, written_together
from attending.documents.terminal import WIDTH
from attending.review.compute import ReviewResult
from attending.review.report.paper import ReviewPaper
from attending.review.report.text import refusal_text
from attending.sources import IntakeReport, LogRefused, Progress

if TYPE_CHECKING:
    from attending.program.models import Deployment, Person

BAD_INPUT = 2


def refused(problem: LogRefused, *, json_wanted: bool, quarantine: bool = False) -> typer.Exit:
    """Print why a log was refused and its account; ``quarantine``: the command can write the bad rows to a file."""
    if json_wanted:
        typer.echo(json_text({"refused": str(problem), "intake": problem.report.to_document()}))
    typer.echo(refusal_text(str(problem), problem.report, quarantine=quarantine), err=True, nl=False)
    return typer.Exit(BAD_INPUT)


def keep_bad_rows(quarantine: Path | None, report: IntakeReport) -> None:
    """Write the bad rows of a refused log, where it was refused for its rows."""
    if quarantine is None or not report.faulty:
        return
    try:
        with written_together({quarantine: report.write_quarantine}):
            pass
    except (LogRefused, CannotWrite) as problem:
        raise wrong(f"the bad rows were not written: {problem}") from problem
    typer.echo(f"{report.faulty:,} bad rows written to {quarantine}.", err=True)


def as_document(paper: ReviewPaper) -> dict[str, Any]:
    """A review as plain data."""
    return {
        "source": paper.source,
        "source_sha256": paper.source_sha256,
        "mapping": paper.mapping,
        "review": to_document(paper.review),
        "intake": paper.intake,
        "resolution": paper.resolution,
        "versions": paper.versions,
        "supplements": paper.supplements,
    }


def json_text(document: dict[str, Any]) -> str:
    """Plain data as a reader and a program can read it."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)


def width_of_page() -> int:
    """Columns to print in: those of the terminal within reason, or the usual width when nobody looks at it directly."""
    return max(80, min(shutil.get_terminal_size().columns, 140)) if sys.stdout.isatty() else WIDTH


def wrong(problem: str) -> typer.Exit:
    """Say what is wrong, and the exit that says it was the input."""
    typer.echo(f"attending review: {problem}", err=True)
    return typer.Exit(BAD_INPUT)


def threshold_of(text: str) -> Decimal:
    """A threshold as typed; raises ValueError."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"--threshold {text!r} is not a number; write a probability such as 0.3.") from None
    if not value.is_finite() or not 0 <= value <= 1:
        raise ValueError(f"--threshold {text} is not a probability; write a number from 0 to 1.")
    return value


def progress_shown() -> Callable[[Progress], None]:
    """One line on the terminal that is written over."""

    def show(step: Progress) -> None:
        done = f" {step.done:,} of {step.total:,}" if step.total > 1 else ""
        typer.echo(f"\r\033[K{step.stage}{done}", err=True, nl=step.stage == "done")

    return show


def record_for(
    result: ReviewResult,
    deployment: int,
    login: str,
    *,
    location: str = "",
    keep: Callable[[Person, Deployment], object] | None = None,
) -> None:
    """Record the review for a deployment, as the person behind a login; ValueError says why it was refused.

    ``keep`` then also keeps where the log lies, so that the deployment's page can run the review again.
    """
    import django

    django.setup()
    from django.db import transaction

    from attending.program.rules import Refused
    from attending.review.actions.record import record_review

    person, found = person_and_deployment(login, deployment)
    try:
        with transaction.atomic():
            run = record_review(person, found, result, location=location)
            if keep is not None:
                keep(person, found)
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal
    typer.echo(f"Recorded for {found} as review {run.pk}.", err=True)


def person_and_deployment(login: str, deployment: int) -> tuple[Person, Deployment]:
    """Who records, and for what; ValueError says which of them is not there. Django must be set up."""
    from attending.program.models import Deployment, Person

    person = Person.objects.filter(user__username=login, active=True).first()
    found = Deployment.objects.select_related("use_case").filter(pk=deployment).first()
    if person is None:
        raise ValueError(f"There is no active person with the login {login!r}; name yours with --as.")
    if found is None or found.use_case.organisation_id != person.organisation_id:
        raise ValueError(f"There is no deployment {deployment}; its number is in the address of its review page.")
    return person, found
