"""``attending review events`` and ``import-seismometer``: predictions and events as two logs, joined by declaration."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
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
from attending.cli.whole_files import CannotWrite, require_writable, written_together
from attending.review.clinical import EVENTS
from attending.review.compute import ReviewResult
from attending.review.report.paper import ReviewPaper
from attending.review.report.text import review_text
from attending.sources import ColumnMapping, LogRefused, Progress, silent
from attending.sources.clinical import Declaration

if TYPE_CHECKING:
    from attending.program.models import Deployment, Person
    from attending.review.request import ReviewRequest


def events(
    predictions: Annotated[
        str, typer.Argument(help="Predictions, one row each: a file, a folder or a pattern; or a table.")
    ],
    happened: Annotated[str, typer.Argument(metavar="EVENTS", help="Events, one row each: who, type, time, value.")],
    declaration: Annotated[Path, typer.Option(help="How they are joined, as import-seismometer writes it (JSON).")],
    connection: Annotated[
        str, typer.Option(help="A configured connection; PREDICTIONS and EVENTS are then tables behind it.")
    ] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="Date of the review with its offset; now if not given.")] = "",
    threshold: Annotated[list[str] | None, typer.Option(help="Flag scores from here on; may be repeated.")] = None,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Refuse a log for one bad row.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the review as JSON.")] = False,
    deployment: Annotated[int | None, typer.Option(help="Record it for this deployment.")] = None,
    as_user: Annotated[str, typer.Option("--as", help="The login that records it.")] = "",
    keep_source: Annotated[
        bool, typer.Option("--keep-source", help="Keep where both lie, so that the deployment's page can run it again.")
    ] = False,
) -> None:
    """Review PREDICTIONS joined with EVENTS; an outcome counts only after its horizon has passed."""
    from attending.charts import label_delay_chart, maturity_chart
    from attending.review.clinical import maturity_told
    from attending.sources.source_errors import DeadlinePassed, SourceUnreachable

    try:
        joined, moment = _declaration(declaration), _moment(as_of)
        thresholds = tuple(threshold_of(text) for text in threshold or ())
        shown = progress_shown() if sys.stderr.isatty() else silent
        request = _request(predictions, happened, joined, connection, moment, thresholds, all_or_nothing=all_or_nothing)
        result = _computed(request, shown)
        if deployment is not None:
            keep = partial(_keep, joined, predictions, happened, connection, result) if keep_source else None
            record_for(result, deployment, as_user, keep=keep)
    except LogRefused as problem:
        raise refused(problem, json_wanted=as_json) from problem
    except (ValueError, SourceUnreachable, DeadlinePassed) as problem:
        raise wrong(str(problem)) from problem
    paper = ReviewPaper.of_result(result)
    if as_json:
        typer.echo(json_text(as_document(paper) | {"supplements": dict(result.supplements)}))
        return
    counts, delay = maturity_told(result)
    typer.echo(f"{maturity_chart.answer(counts)}.\n{label_delay_chart.answer(delay)}.\n{_events_told(result)}\n")
    typer.echo(review_text(paper, width=width_of_page()), nl=False)


def import_seismometer(
    usage_config: Annotated[Path, typer.Argument(help="seismometer's usage_config.yml.")],
    output: Annotated[Path, typer.Option(help="Where to write the declaration, as JSON.")],
    dictionary: Annotated[Path | None, typer.Option(help="The data dictionary, to check the columns against.")] = None,
    window: Annotated[
        list[str] | None, typer.Option(help="NAME=HOURS for an event whose configuration has no window.")
    ] = None,
) -> None:
    """Turn a seismometer configuration into a declaration; every key that means something else here is told."""
    from attending.sources.clinical import from_seismometer

    try:
        require_writable({"--output": output}, sources=str(usage_config))
        imported = from_seismometer(usage_config, dictionary, windows=dict(_window(text) for text in window or ()))
        for note in imported.notes:
            typer.echo(str(note), err=True)
        if imported.declaration is None:
            mapping = imported.mapping
            raise wrong(
                "the outcome is a column of the predictions, so nothing is joined: run attending review run with "
                f"--score {mapping.score} --outcome {mapping.outcome} --time {mapping.time}."
            )
        content = json.dumps(imported.declaration.to_document(), indent=2, ensure_ascii=False)
        with written_together({output: lambda path: _write(path, content)}):
            pass
    except (ValueError, OSError, CannotWrite) as problem:
        raise wrong(str(problem)) from problem
    typer.echo(f"The declaration is in {output}; read it before you rely on it.")


def _request(
    predictions: str,
    happened: str,
    joined: Declaration,
    connection: str,
    as_of: datetime,
    thresholds: tuple[Decimal, ...],
    *,
    all_or_nothing: bool,
) -> ReviewRequest:
    from attending.review.request import FILES_SECONDS, ReviewRequest
    from attending.sources.engines.connection import configured

    named = joined.predictions
    found = configured(connection) if connection else None
    return ReviewRequest(
        "" if found else predictions,
        ColumnMapping(named.score, None, named.time, named.by),
        thresholds,
        found.deadline_seconds if found else FILES_SECONDS,
        connection=found,
        table=predictions if found else "",
        events=happened,
        declaration=joined,
        as_of=as_of,
        all_or_nothing=all_or_nothing,
    )


def _computed(request: ReviewRequest, shown: Callable[[Progress], None]) -> ReviewResult:
    """Files are read in this process; a warehouse by one that ends at the connection's deadline."""
    from attending.review.request import compute
    from attending.sources import within_deadline

    if request.connection is None:
        return compute(request, progress=shown)
    return within_deadline(request.seconds, compute, request, progress=shown)


def _events_told(result: ReviewResult) -> str:
    """What became of the event rows; one that was set aside may be an outcome that is missed."""
    told_of = result.supplements[EVENTS]
    told = told_of["intake"]
    account = (
        f"Events: {told['read']:,} rows read = {told['loaded']:,} loaded + {told['duplicate']:,} duplicate "
        f"+ {told['quarantined']:,} quarantined."
    )
    if not told["quarantined"]:
        return account
    first = told["rejections"][0]
    where = f"line {first['line']}" if first["line"] is not None else f"row {first['key'] or 'without a key'}"
    account += f" The first: {first['file']}, {where}, column {first['column']}: {first['rule']}."
    if told_of["doubtful"]:
        account += (
            f"\n{told_of['in_doubt']:,} rows of the review are unknown, because a quarantined event could be theirs."
        )
    if told_of["nameless"]:
        account += (
            f"\nATTENTION: {told_of['nameless']:,} quarantined events do not say whose they are: correct them first."
        )
    return account


def _keep(
    declaration: Declaration,
    predictions: str,
    happened: str,
    connection: str,
    result: ReviewResult,
    person: Person,
    deployment: Deployment,
) -> None:
    from attending.review.actions.sources import map_events

    map_events(
        person,
        deployment,
        declaration,
        predictions=predictions if connection else str(Path(predictions).absolute()),
        events=happened if connection else str(Path(happened).absolute()),
        connection=connection,
        thresholds=result.review.thresholds,
    )


def _write(path: Path, content: str) -> None:
    path.write_text(content + "\n", encoding="utf-8")


def _declaration(path: Path) -> Declaration:

    try:
        return Declaration.from_document(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, json.JSONDecodeError) as problem:
        raise ValueError(f"the declaration {path} cannot be read: {problem}") from None


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--as-of {text!r} is not a date; write it as 2026-03-01T00:00:00Z.") from None
    if moment.tzinfo is None:
        raise ValueError(f"--as-of {text} needs its offset from UTC, such as 2026-03-01T00:00:00Z.")
    return moment


def _window(text: str) -> tuple[str, float]:
    name, separator, hours = text.rpartition("=")
    try:
        return name, float(hours if separator else "")
    except ValueError:
        raise ValueError(f"--window {text!r} is not NAME=HOURS, such as Sepsis=24.") from None
