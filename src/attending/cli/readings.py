"""``attending review readings``: review a log of cases that an AI and clinicians read in categories."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from attending.cli.review_output import (
    json_text,
    keep_bad_rows,
    person_and_deployment,
    progress_shown,
    refused,
    wrong,
)
from attending.cli.whole_files import CannotWrite, require_writable
from attending.documents.terminal import printable, table
from attending.review.readings import ReadingsResult, document_of, run_readings
from attending.review.report import readings as report
from attending.review.report.paper import account
from attending.sources import LogRefused, silent
from attending.sources.readings import ReadingColumns, Scale


def readings(
    log: Annotated[str, typer.Argument(help="A Parquet or CSV file, a folder of them, or a pattern in quotes.")],
    reference: Annotated[str, typer.Option(help="Column of the reference standard; empty where nobody knows.")],
    ai: Annotated[str, typer.Option(help="Column of the AI's category.")],
    time: Annotated[str, typer.Option(help="Column with the time of the reading, ISO 8601.")],
    category: Annotated[list[str], typer.Option(help="A category, the most harmless first; repeat for each.")],
    cut: Annotated[str, typer.Option(help="The category from which a reading is positive.")],
    clinician: Annotated[str, typer.Option(help="Column of the clinician alone.")] = "",
    with_ai: Annotated[str, typer.Option(help="Column of the clinician with AI.")] = "",
    hours: Annotated[str, typer.Option(help="Column of the turn-around time in hours.")] = "",
    by: Annotated[list[str] | None, typer.Option(help="Column with subgroups; may be repeated.")] = None,
    key: Annotated[list[str] | None, typer.Option(help="Column that identifies a case; may be repeated.")] = None,
    patient: Annotated[str, typer.Option(help="Column of the patient, where one has several cases.")] = "",
    score: Annotated[str, typer.Option(help="Column of the AI's score from 0 to 1, behind its category.")] = "",
    reference_category: Annotated[
        list[str] | None, typer.Option(help="A category of the reference, where it has others; repeat for each.")
    ] = None,
    positive_from: Annotated[str, typer.Option(help="The reference from which a case is positive.")] = "",
    unordered: Annotated[bool, typer.Option("--unordered", help="The categories have no order.")] = False,
    changed_from: Annotated[str, typer.Option(help="Compare turn-around from this month on, such as 2026-03.")] = "",
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Refuse the log for one bad row.")] = False,
    manifest: Annotated[Path | None, typer.Option(help="Expected rows, bytes and SHA-256 of each file.")] = None,
    quarantine: Annotated[Path | None, typer.Option(help="Write bad rows here, to correct and load again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the review as JSON.")] = False,
    deployment: Annotated[int | None, typer.Option(help="Record it for this deployment.")] = None,
    as_user: Annotated[str, typer.Option("--as", help="The login that records it.")] = "",
) -> None:
    """Review LOG: AI alone, clinician alone and clinician with AI, against the reference standard."""
    try:
        require_writable({"--quarantine": quarantine}, sources=log)
        columns = ReadingColumns(
            reference,
            ai,
            time,
            clinician or None,
            with_ai or None,
            hours or None,
            tuple(by or ()),
            tuple(key or ()),
            patient or None,
            score or None,
        )
        names = tuple(category)
        scale = Scale(names, tuple(reference_category or names), not unordered, positive_from or cut, cut)
        result = run_readings(
            log,
            columns,
            scale,
            changed_from=changed_from,
            all_or_nothing=all_or_nothing,
            manifest=manifest,
            progress=progress_shown() if sys.stderr.isatty() else silent,
        )
        keep_bad_rows(quarantine, result.intake)
        if deployment is not None:
            _record(result, deployment, as_user)
    except LogRefused as problem:
        ending = refused(problem, json_wanted=as_json, quarantine=True)
        keep_bad_rows(quarantine, problem.report)
        raise ending from problem
    except (ValueError, CannotWrite) as problem:
        raise wrong(str(problem)) from problem
    typer.echo(json_text(_document(result)) if as_json else _text(result))


def _document(result: ReadingsResult) -> dict[str, Any]:
    return {
        "mapping": result.mapping,
        "review": document_of(result.review),
        "intake": result.intake.to_document(),
        "versions": dict(result.versions),
    }


def _text(result: ReadingsResult) -> str:
    lines = [account(result.intake.to_document()), "", *(f"- {each}" for each in _sentences(result)), ""]
    for grid in report.grids(result.review, result.scale):
        lines += [printable(grid.heading), "", *map(printable, table(grid)), ""]
        lines += [printable(grid.note), ""] if grid.note else []
    return "\n".join(lines).rstrip()


def _sentences(result: ReadingsResult) -> list[str]:
    return [*map(printable, report.standing_out(result.review, result.scale)), *map(printable, result.intake.warnings)]


def _record(result: ReadingsResult, deployment: int, login: str) -> None:
    """Record the review for a deployment, as the person behind a login; ValueError says why it was refused."""
    import django

    django.setup()
    from attending.program.rules import Refused
    from attending.review.actions.readings import record_readings

    person, found = person_and_deployment(login, deployment)
    try:
        kept = record_readings(person, found, result)
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal
    typer.echo(f"Recorded for {found} as review of readings {kept.pk}.", err=True)
