"""A review from predictions and events: joined where they lie, labelled when mature, measured. No database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from attending.analytics import review_performance
from attending.analytics.clustering import with_clustering
from attending.analytics.maturity import DelayCounts, DelayPoint, MaturityCounts, label_delay
from attending.analytics.records import from_record, to_record
from attending.review import compute
from attending.review.compute import ReviewResult
from attending.sources import ColumnMapping, Progress, silent
from attending.sources.clinical import ClinicalReduction, Declaration, EventAccount, reduce_clinical
from attending.sources.engines.connection import Connection

MATURITY: Final = "maturity"
DELAYS: Final = "delays"
LEAD_TIMES: Final = "lead_times"
RESPONSES: Final = "responses"
VIEW: Final = "view"
EVENTS: Final = "events"


def review_clinical(
    predictions: str,
    events: str,
    declaration: Declaration,
    *,
    as_of: datetime,
    connection: Connection | None = None,
    thresholds: Sequence[Decimal] = (),
    all_or_nothing: bool = False,
    progress: Callable[[Progress], None] = silent,
) -> ReviewResult:
    """Review two logs, or two tables behind a `connection`, as they stood at `as_of`.

    Intervals take each patient's rows together. Raises ``sources.LogRefused`` with the report of the log it refused,
    and ``SourceUnreachable``.
    """
    reduction = _reducing(connection)(
        predictions,
        events,
        declaration,
        as_of=as_of,
        thresholds=thresholds,
        all_or_nothing=all_or_nothing,
        progress=progress,
    )
    named, clusters = declaration.predictions, reduction.clusters
    review = review_performance(reduction.table)
    return ReviewResult(
        review if clusters is None else with_clustering(review, clusters),
        compute.trailing_windows(reduction.table, clusters),
        reduction.table.periods,
        replace(reduction.predictions, warnings=(*reduction.predictions.warnings, *reduction.event_account.warnings)),
        reduction.resolution,
        ColumnMapping(named.score, None, named.time, named.by),
        compute.versions(),
        compute.supplements(reduction.table, clusters=clusters, cases=reduction.cases).to_document()
        | joined(reduction, declaration, as_of),
        **({} if connection is None else {"connection": connection.name, "table": predictions, "events": events}),
    )


def _reducing(connection: Connection | None) -> Callable[..., ClinicalReduction]:
    if connection is None:
        return reduce_clinical
    from attending.sources.clinical.warehouse import reduce_clinical_tables

    return partial(reduce_clinical_tables, connection)


def joined(reduction: ClinicalReduction, declaration: Declaration, as_of: datetime) -> dict[str, Any]:
    """What joining the two logs tells, as records."""
    return {
        MATURITY: to_record(reduction.maturity),
        DELAYS: to_record(reduction.delays),
        LEAD_TIMES: to_record(reduction.lead_times),
        RESPONSES: to_record(reduction.responses),
        VIEW: to_record(reduction.view),
        EVENTS: _account(reduction.event_account)
        | {
            "intake": reduction.events.to_document(),
            "declaration": declaration.to_document(),
            "as_of": as_of.isoformat(),
        },
    }


def _account(account: EventAccount) -> dict[str, Any]:
    told: Mapping[str, Any] = {
        "declared": account.declared,
        "undeclared": account.undeclared,
        "other_undeclared": account.other_undeclared,
        "unmatched": account.unmatched,
        "later": account.later,
        "unreadable": account.unreadable,
        "complete_until": account.complete_until.isoformat(),
        "complete_rule": account.complete_rule,
        "doubtful": account.doubtful,
        "nameless": account.nameless,
        "in_doubt": account.in_doubt,
    }
    return dict(told)


def maturity_told(result: ReviewResult) -> tuple[MaturityCounts, tuple[DelayPoint, ...]]:
    """What is known of the outcomes, and the label-delay curve, of a review made from predictions and events."""
    kept = result.supplements
    return from_record(MaturityCounts, kept[MATURITY]), label_delay(from_record(DelayCounts, kept[DELAYS]))
