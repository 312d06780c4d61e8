"""``attending review``: review a prediction log where it lies."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from attending.analytics import to_document
from attending.review.compute import ReviewResult, run_review
from attending.review.report.text import refusal_text, review_text
from attending.sources import ColumnMapping, LogRefused, Progress, silent

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

BAD_INPUT = 2


@app.callback()
def review() -> None:
    """Review a prediction log: discrimination, calibration, thresholds, subgroups, months."""


@app.command()
def run(
    log: Annotated[str, typer.Argument(help="A Parquet or CSV file, a folder of them, or a pattern in quotes.")],
    score: Annotated[str, typer.Option(help="Column with the predicted probability, 0 to 1.")],
    outcome: Annotated[str, typer.Option(help="Column with the outcome: 0 or 1, empty while not known.")],
    time: Annotated[str, typer.Option(help="Column with the time of the prediction, ISO 8601.")],
    by: Annotated[list[str] | None, typer.Option(help="Column with subgroups; may be repeated.")] = None,
    key: Annotated[list[str] | None, typer.Option(help="Column that identifies a prediction; may be repeated.")] = None,
    comparator: Annotated[str, typer.Option(help="Column with a second probability, such as the physician's.")] = "",
    threshold: Annotated[list[str] | None, typer.Option(help="Flag scores from here on; may be repeated.")] = None,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Refuse the log for one bad row.")] = False,
    manifest: Annotated[Path | None, typer.Option(help="Expected rows, bytes and SHA-256 of each file.")] = None,
    quarantine: Annotated[Path | None, typer.Option(help="Write bad rows here, to correct and load again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the review as JSON.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write the review as one HTML file.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the review as PDF.")] = None,
    deployment: Annotated[int | None, typer.Option(help="Record it for this deployment.")] = None,
    as_user: Annotated[str, typer.Option("--as", help="The login that records it.")] = "",
) -> None:
    """Review LOG and print what stands out, then every number with its interval and n."""
    try:
        mapping = ColumnMapping(score, outcome, time, tuple(by or ()), tuple(key or ()), comparator or None)
        thresholds = [_threshold(text) for text in threshold or ()]
        result = run_review(
            log,
            mapping,
            thresholds=thresholds,
            all_or_nothing=all_or_nothing,
            manifest=manifest,
            progress=_progress() if sys.stderr.isatty() else silent,
        )
    except LogRefused as refused:
        typer.echo(refusal_text(str(refused), refused.report), err=True, nl=False)
        if quarantine is not None and refused.report.faulty:
            typer.echo(f"{refused.report.write_quarantine(quarantine):,} bad rows written to {quarantine}.", err=True)
        raise typer.Exit(BAD_INPUT) from refused
    except ValueError as problem:
        typer.echo(f"attending review: {problem}", err=True)
        raise typer.Exit(BAD_INPUT) from problem
    if deployment is not None:
        _record(result, deployment, as_user)
    if quarantine is not None and result.intake.faulty:
        typer.echo(f"{result.intake.write_quarantine(quarantine):,} bad rows written to {quarantine}.", err=True)
    if html is not None:
        from attending.review.report.html import review_html

        _write(html, review_html(result).encode())
    if pdf is not None:
        from attending.review.report.pdf import review_pdf

        _write(pdf, review_pdf(result))
    if as_json:
        document = {
            "review": to_document(result.review),
            "intake": result.intake.to_document(),
            "resolution": str(result.resolution),
            "versions": result.versions,
        }
        typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        typer.echo(review_text(result), nl=False)


def _threshold(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"--threshold {text!r} is not a number; write a probability such as 0.3.") from None
    if not value.is_finite() or not 0 <= value <= 1:
        raise ValueError(f"--threshold {text} is not a probability; write a number from 0 to 1.")
    return value


def _progress() -> Callable[[Progress], None]:
    def show(step: Progress) -> None:
        done = f" {step.done:,} of {step.total:,}" if step.total > 1 else ""
        typer.echo(f"\r\033[K{step.stage}{done}", err=True, nl=step.stage == "done")

    return show


def _record(result: ReviewResult, deployment: int, login: str) -> None:
    """Record the review for a deployment, as the person behind a login."""
    import django

    django.setup()
    from attending.program.models import Deployment, Person
    from attending.program.rules import Refused
    from attending.review.actions.record import record_review

    person = Person.objects.filter(user__username=login, active=True).first()
    found = Deployment.objects.select_related("use_case").filter(pk=deployment).first()
    problem = ""
    if person is None:
        problem = f"There is no active person with the login {login!r}; name yours with --as."
    elif found is None or found.use_case.organisation_id != person.organisation_id:
        problem = f"There is no deployment {deployment}; its number is in the address of its review page."
    else:
        try:
            run = record_review(person, found, result)
        except Refused as refusal:
            problem = str(refusal)
        else:
            typer.echo(f"Recorded for {found} as review {run.pk}.", err=True)
    if problem:
        typer.echo(f"attending review: {problem}", err=True)
        raise typer.Exit(BAD_INPUT)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
