"""``attending review table``: review a table behind a connection that an administrator configured."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from attending.cli.review_output import (
    as_document,
    json_text,
    progress_shown,
    record_for,
    refused,
    threshold_of,
    width_of_page,
    wrong,
)
from attending.review.compute import ReviewResult
from attending.review.report.paper import ReviewPaper
from attending.review.report.text import review_text
from attending.sources import ColumnMapping, LogRefused, silent

if TYPE_CHECKING:
    from attending.program.models import Deployment, Person


def table(
    connection: Annotated[str, typer.Argument(help="The connection's name in the file ATTENDING_CONNECTIONS names.")],
    name: Annotated[str, typer.Argument(metavar="TABLE", help="The table, or schema.table.")],
    score: Annotated[str, typer.Option(help="Column with the predicted probability, 0 to 1.")],
    outcome: Annotated[str, typer.Option(help="Column with the outcome: 0 or 1, empty while not known.")],
    time: Annotated[str, typer.Option(help="Column with the time of the prediction.")],
    by: Annotated[list[str] | None, typer.Option(help="Column with subgroups; may be repeated.")] = None,
    key: Annotated[list[str] | None, typer.Option(help="Column that identifies a prediction; may be repeated.")] = None,
    patient: Annotated[str, typer.Option(help="Column of the patient, where one has several rows.")] = "",
    comparator: Annotated[str, typer.Option(help="Column with a second probability, such as the physician's.")] = "",
    threshold: Annotated[list[str] | None, typer.Option(help="Flag scores from here on; may be repeated.")] = None,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Refuse the table for one bad row.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the review as JSON.")] = False,
    deployment: Annotated[int | None, typer.Option(help="Record it for this deployment.")] = None,
    as_user: Annotated[str, typer.Option("--as", help="The login that records it.")] = "",
    keep_source: Annotated[
        bool, typer.Option("--keep-source", help="Keep where it lies, so that the deployment's page can run it again.")
    ] = False,
) -> None:
    """Review TABLE where it lies, within the connection's deadline; only counts and sums leave the warehouse."""
    from attending.review.request import ReviewRequest, compute
    from attending.sources import within_deadline
    from attending.sources.engines.connection import configured
    from attending.sources.source_errors import DeadlinePassed, SourceUnreachable

    try:
        found = configured(connection)
        mapping = ColumnMapping(
            score, outcome or None, time, tuple(by or ()), tuple(key or ()), comparator or None, patient=patient or None
        )
        request = ReviewRequest(
            "",
            mapping,
            tuple(threshold_of(text) for text in threshold or ()),
            found.deadline_seconds,
            connection=found,
            table=name,
            all_or_nothing=all_or_nothing,
        )
        shown = progress_shown() if sys.stderr.isatty() else silent
        result = within_deadline(request.seconds, compute, request, progress=shown)
        if deployment is not None:
            keep = partial(_keep, connection, name, result) if keep_source else None
            record_for(result, deployment, as_user, keep=keep)
    except LogRefused as problem:
        raise refused(problem, json_wanted=as_json) from problem
    except (ValueError, SourceUnreachable, DeadlinePassed) as problem:
        raise wrong(str(problem)) from problem
    paper = ReviewPaper.of_result(result)
    typer.echo(json_text(as_document(paper)) if as_json else review_text(paper, width=width_of_page()), nl=as_json)


def _keep(connection: str, name: str, result: ReviewResult, person: Person, deployment: Deployment) -> None:
    from attending.review.actions.sources import map_table

    map_table(
        person,
        deployment,
        result.mapping,
        connection=connection,
        table=name,
        thresholds=result.review.thresholds,
    )
