"""``attending review``: review a prediction log where it lies."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attending.cli import readings, review_again, review_draw, review_events, review_table, review_update
from attending.cli.review_output import (
    as_document,
    json_text,
    keep_bad_rows,
    progress_shown,
    record_for,
    refused,
    threshold_of,
    width_of_page,
    wrong,
)
from attending.cli.whole_files import CannotWrite, Writer, require_writable, written_together
from attending.documents import DocumentError
from attending.review.compute import ReviewResult, run_review
from attending.review.report.paper import ReviewPaper
from attending.review.report.text import review_text
from attending.sources import ColumnMapping, LogRefused, silent

if TYPE_CHECKING:
    from attending.program.models import Deployment, Person

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.command("events")(review_events.events)
app.command("table")(review_table.table)
app.command("update")(review_update.update)
app.command("rerun")(review_again.again)
app.command("draw")(review_draw.draw)
app.command("import-seismometer")(review_events.import_seismometer)
app.command("readings")(readings.readings)


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
    patient: Annotated[str, typer.Option(help="Column of the patient: intervals take a patient's rows together.")] = "",
    cross: Annotated[
        list[str] | None, typer.Option(help="Subgroup columns to combine, such as SEX,UNIT; may be repeated.")
    ] = None,
    control: Annotated[str, typer.Option(help="Subgroup column to compare groups within, such as the site.")] = "",
    inputs: Annotated[
        list[str] | None, typer.Option("--input", help="Column the model computes with, to see it drift; repeatable.")
    ] = None,
    numbers: Annotated[
        list[str] | None,
        typer.Option("--input-number", help="The same, and it holds numbers; other values are missing."),
    ] = None,
    categories: Annotated[
        list[str] | None, typer.Option("--input-category", help="The same, and its numbers stand for categories.")
    ] = None,
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
        mapping = ColumnMapping(
            score,
            outcome,
            time,
            tuple(by or ()),
            tuple(key or ()),
            comparator or None,
            crossed=tuple(combined(text) for text in cross or ()),
            patient=patient or None,
            inputs=tuple(dict.fromkeys([*(inputs or ()), *(numbers or ()), *(categories or ())])),
            numeric=tuple(numbers or ()),
            categorical=tuple(categories or ()),
        )
        thresholds = [threshold_of(text) for text in threshold or ()]
        result = run_review(
            log,
            mapping,
            thresholds=thresholds,
            conditional_on=control or None,
            all_or_nothing=all_or_nothing,
            manifest=manifest,
            progress=progress_shown() if sys.stderr.isatty() else silent,
        )
        paper = ReviewPaper.of_result(result)
        writers = _papers(paper, html, pdf)
        if quarantine is not None and result.intake.faulty:
            writers[quarantine] = result.intake.write_quarantine
        with written_together(writers):
            if deployment is not None:
                place = str(Path(log).absolute()) if keep_source else ""
                record_for(
                    result, deployment, as_user, location=place, keep=partial(_keep, result, place) if place else None
                )
    except LogRefused as problem:
        ending = refused(problem, json_wanted=as_json, quarantine=True)
        keep_bad_rows(quarantine, problem.report)
        raise ending from problem
    except (ValueError, CannotWrite, DocumentError) as problem:
        raise wrong(str(problem)) from problem
    if quarantine is not None:
        typer.echo(
            f"{result.intake.faulty:,} bad rows written to {quarantine}."
            if result.intake.faulty
            else f"No row is bad, so {quarantine} was not written.",
            err=True,
        )
    text = json_text(as_document(paper)) if as_json else review_text(paper, width=width_of_page(), quarantine=True)
    typer.echo(text, nl=as_json)


@app.command(hidden=True)
def job(number: Annotated[int, typer.Argument(help="The job's number.")]) -> None:
    """Compute a review that was asked for on a page."""
    import django

    django.setup()
    from attending.review.jobs import perform
    from attending.review.models import ReviewRun
    from attending.review.presenters.printed import prepare

    if perform(number):
        prepare(ReviewRun.objects.get(job=number))


def _keep(result: ReviewResult, place: str, person: Person, deployment: Deployment) -> None:
    from attending.review.actions.sources import map_log

    map_log(
        person,
        deployment,
        result.mapping,
        thresholds=result.review.thresholds,
        location=place,
        control=result.conditional_on or "",
    )


def combined(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


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
