"""``attending review``: review a prediction log where it lies."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from attending.analytics import to_document
from attending.cli.whole_files import CannotWrite, Writer, require_writable, written_together
from attending.documents import DocumentError
from attending.review.compute import ReviewResult, run_review
from attending.review.report.paper import ReviewPaper
from attending.review.report.terminal import WIDTH
from attending.review.report.text import refusal_text, review_text
from attending.sources import ColumnMapping, IntakeReport, LogRefused, Progress, silent

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
    keep_source: Annotated[
        bool, typer.Option("--keep-source", help="Keep where LOG lies, so that the deployment's page can run it again.")
    ] = False,
) -> None:
    """Review LOG and print what stands out, then every number with its interval and n."""
    try:
        require_writable({"--html": html, "--pdf": pdf, "--quarantine": quarantine}, sources=log)
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
        paper = ReviewPaper.of_result(result)
        writers = _papers(paper, html, pdf)
        if quarantine is not None and result.intake.faulty:
            writers[quarantine] = result.intake.write_quarantine
        with written_together(writers):
            if deployment is not None:
                _record(result, deployment, as_user, location=str(Path(log).absolute()) if keep_source else None)
    except LogRefused as refused:
        if as_json:
            typer.echo(_json({"refused": str(refused), "intake": refused.report.to_document()}))
        typer.echo(refusal_text(str(refused), refused.report), err=True, nl=False)
        _keep_bad_rows(quarantine, refused.report)
        raise typer.Exit(BAD_INPUT) from refused
    except (ValueError, CannotWrite, DocumentError) as problem:
        raise _wrong(str(problem)) from problem
    if quarantine is not None:
        typer.echo(
            f"{result.intake.faulty:,} bad rows written to {quarantine}."
            if result.intake.faulty
            else f"No row is bad, so {quarantine} was not written.",
            err=True,
        )
    typer.echo(_json(_document(paper)) if as_json else review_text(paper, width=_width()), nl=as_json)


@app.command(hidden=True)
def job(number: Annotated[int, typer.Argument(help="The job's number.")]) -> None:
    """Compute a review that was asked for on a page."""
    import django

    django.setup()
    from attending.review.jobs import perform

    perform(number)


def _papers(paper: ReviewPaper, html: Path | None, pdf: Path | None) -> dict[Path, Writer]:
    """What writes each paper; both are made before either is written."""
    made: dict[Path, bytes] = {}
    if html is not None:
        from attending.review.report.html import review_html

        made[html] = review_html(paper).encode()
    if pdf is not None:
        from attending.review.report.pdf import review_pdf

        made[pdf] = review_pdf(paper)
    return {path: partial(_write, content) for path, content in made.items()}


def _write(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _keep_bad_rows(quarantine: Path | None, report: IntakeReport) -> None:
    """Write the bad rows of a refused log, where it was refused for its rows."""
    if quarantine is None or not report.faulty:
        return
    try:
        with written_together({quarantine: report.write_quarantine}):
            pass
    except (LogRefused, CannotWrite) as problem:
        raise _wrong(f"the bad rows were not written: {problem}") from problem
    typer.echo(f"{report.faulty:,} bad rows written to {quarantine}.", err=True)


def _document(paper: ReviewPaper) -> dict[str, Any]:
    return {
        "source": paper.source,
        "source_sha256": paper.source_sha256,
        "mapping": paper.mapping,
        "review": to_document(paper.review),
        "intake": paper.intake,
        "resolution": paper.resolution,
        "versions": paper.versions,
    }


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)


def _width() -> int:
    """Columns to print in: those of the terminal within reason, or the usual width when nobody looks at it directly."""
    return max(80, min(shutil.get_terminal_size().columns, 140)) if sys.stdout.isatty() else WIDTH


def _wrong(problem: str) -> typer.Exit:
    typer.echo(f"attending review: {problem}", err=True)
    return typer.Exit(BAD_INPUT)


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


def _record(result: ReviewResult, deployment: int, login: str, *, location: str | None) -> None:
    """Record the review for a deployment, as the person behind a login; ValueError says why it was refused."""
    import django

    django.setup()
    from django.db import transaction

    from attending.program.models import Deployment, Person
    from attending.program.rules import Refused
    from attending.review.actions.record import record_review
    from attending.review.actions.sources import map_log

    person = Person.objects.filter(user__username=login, active=True).first()
    found = Deployment.objects.select_related("use_case").filter(pk=deployment).first()
    if person is None:
        raise ValueError(f"There is no active person with the login {login!r}; name yours with --as.")
    if found is None or found.use_case.organisation_id != person.organisation_id:
        raise ValueError(f"There is no deployment {deployment}; its number is in the address of its review page.")
    try:
        with transaction.atomic():
            run = record_review(person, found, result)
            if location is not None:
                map_log(person, found, result.mapping, thresholds=result.review.thresholds, location=location)
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal
    typer.echo(f"Recorded for {found} as review {run.pk}.", err=True)
