"""The review page: what is asked, what changed, the numbers and the charts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from attending.analytics import Estimate, PerformanceReview
from attending.analytics.catalogs import measures
from attending.charts import KnownEvent
from attending.charts.estimates import estimate_of
from attending.program.models import Deployment, DeploymentStateChange
from attending.program.presenters import state_status
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.limits import AgreedLimits, Standing
from attending.program.registries.worklist import Urgency, WorkItem
from attending.review.models import ReviewRun
from attending.review.presenters.figures import NumberTable, Recorded, number_table
from attending.review.presenters.words import STANDINGS, place_of
from attending.review.queries.monitoring import labelled_events
from attending.review.report.beside import clustering_sentence
from attending.review.report.figures import comparator_name, interval_text, value_text
from attending.review.report.grids import grids
from attending.review.report.words import period_of, window_text
from attending.review.rules.standing import Crossing
from attending.review.supplements import Supplements
from attending.ui import formats
from attending.ui.parts import Link, Stat, Status, SummaryRow, Task

MARKS: Mapping[Urgency, str] = {Urgency.STOP: "breach", Urgency.WARN: "watch", Urgency.ASKED: "pending"}
FOUND: Mapping[FindingState, Status] = {
    FindingState.MET: Status("ok", "Met"),
    FindingState.PARTIAL: Status("watch", "Partly"),
    FindingState.MISSING: Status("breach", "Missing"),
    FindingState.STALE: Status("watch", "Stale"),
    FindingState.NOT_APPLICABLE: Status("neutral", "Not applicable"),
}
_SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked about this deployment."""

    kind: str
    title: str
    why: str
    due: str
    if_nothing: str
    url: str
    action: str


def tasks(found: Sequence[Asked]) -> list[Task]:
    """The same as a list, for all that does not come first."""
    return [
        Task(
            each.title,
            each.url,
            Status(each.kind, each.action),
            f"{each.why} If nothing is done: {each.if_nothing}",
            each.due,
        )
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What one room can say about this deployment now."""

    status: Status
    title: Link
    summary: str


def asked(items: Sequence[WorkItem]) -> list[Asked]:
    """What is asked, in the order given."""
    today = timezone.localdate()
    return [
        Asked(
            MARKS[item.urgency],
            item.title,
            item.why,
            _due(item.due, today),
            item.if_nothing,
            item.link,
            item.action,
        )
        for item in items
    ]


def _due(due: datetime | None, today: date) -> str:
    if due is None:
        return ""
    return f"{formats.moment(due)} ({formats.days_until(timezone.localdate(due), today)})"


def finding_rows(findings: Sequence[Finding]) -> list[FindingRow]:
    """Every room's findings, in the order given."""
    return [FindingRow(FOUND[each.state], Link(each.title, each.link), each.summary) for each in findings]


def key_numbers(review: PerformanceReview, found: Sequence[Crossing], act_at: Decimal | None) -> list[Stat]:
    """The numbers a reader wants first; at the threshold in use where staff act on one, else calibration.

    ``found`` is where this review stands against the agreed limits.
    """
    overall = review.overall
    wanted: list[tuple[str, Decimal | None]] = [("auroc", None), ("oe", None)]
    if act_at is not None and act_at in review.thresholds:
        wanted += [("ppv", act_at), ("sensitivity", act_at)]
    else:
        wanted += [("calibration_slope", None), ("event_rate", None)]
    return [_stat(estimate_of(overall, name, at), found) for name, at in wanted]


def _stat(estimate: Estimate, found: Sequence[Crossing]) -> Stat:
    at = "" if estimate.threshold is None else f" at {estimate.threshold.normalize():f}"
    judged = next((each for each in found if _is_about(each.limits, estimate)), None)
    return Stat(
        f"{measures()[estimate.measure].short}{at}",
        value_text(estimate),
        denominator=f"n {formats.count(estimate.n)}, {formats.count(estimate.events)} events",
        interval=interval_text(estimate) if estimate.value is not None else "",
        status=STANDINGS[Standing(judged.now)] if judged else None,
        note=estimate.reason or (f"judged on {window_text(judged.limits.window_months)}" if judged else ""),
    )


def _is_about(limits: AgreedLimits, estimate: Estimate) -> bool:
    found = (limits.attribute, limits.measure, limits.score_threshold)
    return found == ("overall", estimate.measure, estimate.threshold)


def basis(run: ReviewRun, review: PerformanceReview) -> str:
    """Period, counts, source and date of a review in one line."""
    overall = review.overall
    return (
        f"{period_of(run)}; n {formats.count(overall.n)}, {formats.count(overall.events)} events; {run.source}, "
        f"reviewed {formats.date(run.run_at)}."
    )


def facts(deployment: Deployment, run: ReviewRun, review: PerformanceReview, beside: Supplements) -> list[SummaryRow]:
    """What the review rests on."""
    overall, intake = review.overall, run.intake
    known = f"{formats.count(overall.labelled)} with known outcome, {formats.count(overall.events)} events"
    account = (
        f"{intake['read']:,} rows read = {intake['loaded']:,} loaded + {intake['duplicate']:,} duplicate "
        f"+ {intake['quarantined']:,} quarantined"
    )
    return [
        SummaryRow("State", state_status(deployment), note=f"since {formats.date(deployment.state_since)}"),
        SummaryRow("Unit", place_of(deployment)),
        SummaryRow("Model version", str(deployment.model_version)),
        SummaryRow("Period", period_of(run)),
        SummaryRow("Predictions", f"n {formats.count(overall.n)}", note=known),
        *([SummaryRow("Patients", clustered)] if (clustered := clustering_sentence(beside)) else []),
        SummaryRow("Source", run.source, note=f"SHA-256 {run.source_sha256[:_SHORT_HASH]}…"),
        SummaryRow("Intake", account),
        SummaryRow("Precision", run.resolution),
        SummaryRow("Reviewed", formats.moment(run.run_at), note=f"by {run.run_by}; record entry {run.ledger_seq}"),
        *([SummaryRow("Computed again by", command)] if (command := run.reproducibility.get("command")) else []),
    ]


def about(run: ReviewRun) -> list[tuple[str, str]]:
    """What a review is about, for its paper."""
    deployment = run.deployment
    pairs = [
        ("Deployment", f"{deployment.use_case.title}, {place_of(deployment)}"),
        ("Model version", str(deployment.model_version)),
        ("Reviewed", f"{formats.moment(run.run_at)} by {run.run_by}, record entry {run.ledger_seq}"),
    ]
    provenance = deployment.use_case.provenance
    return [*pairs, ("Where the data come from", provenance)] if provenance else pairs


def standing_facts(deployment: Deployment) -> list[SummaryRow]:
    """What is known of a deployment that was never reviewed."""
    return [
        SummaryRow("State", state_status(deployment), note=f"since {formats.date(deployment.state_since)}"),
        SummaryRow("Unit", place_of(deployment)),
        SummaryRow("Model version", str(deployment.model_version)),
    ]


def number_tables(
    run: ReviewRun, review: PerformanceReview, beside: Supplements, shown: Collection[str] = ()
) -> list[NumberTable]:
    """Every number of a review, as the report prints it; without the tables already ``shown``, by title."""
    found = grids(
        review,
        model=run.mapping["score"],
        comparator=comparator_name(run.mapping.get("comparator")).capitalize(),
        beside=beside,
        every_group=False,
    )
    return [number_table(grid) for grid in found if grid.heading not in shown]


def recorded_of(
    run: ReviewRun, review: PerformanceReview, beside: Supplements, agreed: Sequence[AgreedLimits]
) -> Recorded:
    """A review with all that its charts show."""
    deployment = run.deployment
    events = labelled_events(deployment, run.period_start, run.period_end)
    return Recorded(
        run.uid,
        review,
        tuple(agreed),
        known_events(list(deployment.state_changes.all()), events, run),
        comparator_name(run.mapping.get("comparator")),
        beside,
        deployment.action_threshold,
    )


def known_events(
    changes: Sequence[DeploymentStateChange], labelled: Mapping[str, str], run: ReviewRun
) -> tuple[KnownEvent, ...]:
    """Changes of state and recorded events (by ISO month) within the months of a review, one event a month."""
    found: dict[str, str] = {}
    for change in changes:
        if run.period_start <= timezone.localdate(change.at) <= run.period_end:
            found[f"{timezone.localdate(change.at):%Y-%m}"] = change.get_after_display()
    for month, label in labelled.items():
        found[month] = f"{found[month]}, {label}" if month in found else label
    return tuple(KnownEvent(month, label) for month, label in sorted(found.items()))
