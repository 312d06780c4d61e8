"""Rows for the pages of oversight, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from attending.governance.models import Breach, OversightThreshold, Reading, Verdict
from attending.governance.oversight_packet import group_text, limits_text, watched_title
from attending.governance.rules.escalation import NOT_RUNNING
from attending.program.models import DeploymentStateChange
from attending.ui import formats
from attending.ui.parts import EstimateText, Event, Link, Status, SummaryRow

VERDICT_STATUS = {
    Verdict.WITHIN: "ok",
    Verdict.WARN: "watch",
    Verdict.STOP: "breach",
    Verdict.NO_DATA: "breach",
    Verdict.TOO_FEW: "pending",
}
WORST = (Verdict.STOP, Verdict.NO_DATA, Verdict.WARN, Verdict.TOO_FEW, Verdict.WITHIN)


@dataclass(frozen=True, slots=True)
class ReadingRow:
    read: str
    window: str
    estimate: EstimateText
    verdict: Status


@dataclass(frozen=True, slots=True)
class ThresholdCard:
    """One threshold with its newest reading and its history."""

    pk: int
    title: str
    status: Status
    newest: ReadingRow | None
    limits: Sequence[SummaryRow]
    terms: Sequence[SummaryRow]
    readings: Sequence[ReadingRow]
    retired: str
    breached: bool
    warned: bool


@dataclass(frozen=True, slots=True)
class BreachCard:
    """An open breach: what happened, by when somebody must answer, and where."""

    title: str
    explanation: str
    rows: Sequence[SummaryRow]
    url: str
    clock_url: str


@dataclass(frozen=True, slots=True)
class BreachRow:
    opened: str
    measure: Link
    deployment: str
    answer_by: str | Status
    waits_for: str
    level: Status | str
    state: Status


def verdict_status(reading: Reading | None) -> Status:
    """The mark of a reading; without one, the threshold waits for its first."""
    if reading is None:
        return Status("pending", "Not read yet")
    verdict = Verdict(reading.verdict)
    return Status(VERDICT_STATUS[verdict], verdict.label)


def reading_row(reading: Reading) -> ReadingRow:
    if reading.threshold.chart and reading.value is not None:
        return ReadingRow(
            formats.moment(reading.read_at),
            f"{formats.date(reading.window_start)} to {formats.date(reading.window_end)}",
            EstimateText(formats.count(reading.events), "", f"signals, {formats.count(reading.n)} points"),
            verdict_status(reading),
        )
    value = "" if reading.value is None else formats.number(reading.value, 3)
    estimate = EstimateText(
        value,
        "" if reading.low is None else formats.interval(reading.low, reading.high, "decimal3"),
        f"n {formats.count(reading.n)}, events {formats.count(reading.events)}",
        reason="" if value else reading.explanation,
    )
    return ReadingRow(
        formats.moment(reading.read_at),
        f"{formats.date(reading.window_start)} to {formats.date(reading.window_end)}",
        estimate,
        verdict_status(reading),
    )


def threshold_title(threshold: OversightThreshold) -> str:
    """The measure, at its score threshold if it has one, for whom."""
    at = "" if threshold.score_threshold is None else f" at {threshold.score_threshold.normalize():f}"
    group = "" if threshold.attribute == "overall" else f", {group_text(threshold)}"
    return f"{watched_title(threshold)}{at}{group}"


def readings_of(threshold: OversightThreshold) -> list[Reading]:
    """Newest first; ``threshold.readings`` must be prefetched."""
    return sorted(threshold.readings.all(), key=lambda reading: (reading.read_at, reading.pk), reverse=True)


def threshold_card(threshold: OversightThreshold) -> ThresholdCard:
    """``threshold.readings`` must be prefetched, each with its breach, and ``threshold.snoozes`` of warnings."""
    readings = readings_of(threshold)
    newest = readings[0] if readings else None
    limits = [
        SummaryRow("Stop limit", limits_text(threshold, "stop")),
        SummaryRow("Warning limit", limits_text(threshold, "warn")),
        *_snoozed(threshold),
    ]
    rows = [
        *_population(threshold),
        SummaryRow("Longest silence", f"{threshold.silence_days} days; older data is a breach"),
        SummaryRow("May pause", f"{threshold.pause_authority}; deputy {threshold.deputy}"),
        SummaryRow("Answer within", f"{threshold.answer_within_hours} hours"),
        SummaryRow("Agreed action", threshold.agreed_action),
        SummaryRow("Agreed", f"{formats.date(threshold.agreed_at)} by {threshold.agreed_by}"),
        SummaryRow("Signed", "Yes" if threshold.signed else Status("watch", "Not signed: a draft")),
    ]
    return ThresholdCard(
        threshold.pk,
        threshold_title(threshold),
        verdict_status(newest),
        reading_row(newest) if newest else None,
        limits,
        rows,
        [reading_row(reading) for reading in readings[:24]],
        f"Retired {formats.date(threshold.retired_at)}" if threshold.retired_at else "",
        open_breach_of(threshold) is not None,
        newest is not None and newest.verdict == Verdict.WARN,
    )


def _snoozed(threshold: OversightThreshold) -> list[SummaryRow]:
    """The warning's snooze that ends last, while it lasts; ``threshold.snoozes`` must be prefetched."""
    running = [each for each in threshold.snoozes.all() if each.until > timezone.now()]
    if not running:
        return []
    last = max(running, key=lambda each: each.until)
    return [SummaryRow("Warning snoozed", f"until {formats.moment(last.until)} by {last.person}: {last.reason}")]


def _population(threshold: OversightThreshold) -> list[SummaryRow]:
    """Over which rows a measure is judged; a control chart brings its own."""
    if threshold.chart:
        return []
    months = threshold.window_months
    return [
        SummaryRow("Population", group_text(threshold)),
        SummaryRow("Window", f"last {months} months" if months > 1 else "last month"),
        SummaryRow("Least n", formats.count(threshold.minimum_n)),
    ]


def open_breach_of(threshold: OversightThreshold) -> Breach | None:
    """The breach that nobody has decided yet; ``threshold.readings`` must be prefetched, each with its breach."""
    breaches = (getattr(reading, "breach", None) for reading in threshold.readings.all())
    return next((breach for breach in breaches if breach is not None and breach.closed_at is None), None)


def threshold_cards(thresholds: Iterable[OversightThreshold]) -> list[ThresholdCard]:
    """The thresholds in force, the worst reading first; then the retired ones."""

    def place(threshold: OversightThreshold) -> tuple[bool, bool, int, int]:
        newest = next(iter(readings_of(threshold)), None)
        worst = WORST.index(Verdict(newest.verdict)) if newest else len(WORST)
        return threshold.retired_at is not None, open_breach_of(threshold) is None, worst, threshold.pk

    return [threshold_card(threshold) for threshold in sorted(thresholds, key=place)]


def breach_cards(thresholds: Iterable[OversightThreshold]) -> list[BreachCard]:
    """The open breaches, the one that must be answered first at the top."""
    found = [(threshold, open_breach_of(threshold)) for threshold in thresholds]
    open_now = [(threshold, breach) for threshold, breach in found if breach is not None]
    return [
        BreachCard(
            threshold_title(threshold),
            readings_of(threshold)[0].explanation,
            [
                SummaryRow("Answer by", due_text(breach.answer_by)),
                SummaryRow("Waits for", f"{threshold.pause_authority}; deputy {threshold.deputy}"),
                SummaryRow("Agreed action", threshold.agreed_action),
            ],
            reverse("decisions:proposal", args=[breach.proposal_id]) if breach.proposal_id else "",
            reverse("governance:breach", args=[breach.pk]),
        )
        for threshold, breach in sorted(open_now, key=lambda pair: pair[1].answer_by)
    ]


def due_text(due: datetime) -> str | Status:
    """By when; what has passed is marked."""
    moment = formats.moment(due)
    return Status("stop", f"Overdue since {moment}") if due < timezone.now() else moment


def breach_rows(breaches: Sequence[Breach]) -> list[BreachRow]:
    """``escalation`` and ``acknowledgements`` must be prefetched, the latter with their people."""
    rows = []
    for breach in breaches:
        threshold, waits = breach.threshold, breach.closed_at is None
        rows.append(
            BreachRow(
                formats.moment(breach.opened_at),
                Link(
                    threshold_title(threshold),
                    reverse("governance:breach", args=[breach.pk]),
                    breach.reading.explanation,
                ),
                f"{threshold.deployment.use_case.title}, {threshold.deployment.unit.name}",
                due_text(breach.answer_by) if waits else formats.moment(breach.answer_by),
                str(threshold.pause_authority) if waits else "",
                level_status(breach) if waits else "",
                closing_status(breach),
            )
        )
    return rows


def level_status(breach: Breach) -> Status:
    """How far the escalation of an open breach has gone, or who has it."""
    acknowledged = breach.acknowledgements.all()
    if acknowledged:
        return Status("watch", f"{acknowledged[0].person} has it")
    level = max((each.level for each in breach.escalation.all()), default=0)
    return Status("breach", f"Level {level}: nobody has it")


def closing_status(breach: Breach) -> Status:
    """Whether somebody decided, the system paused, or it waits."""
    if breach.decision is not None:
        return Status("ok", f"Decided: {breach.decision.outcome_label}")
    if breach.closed_at is not None:
        return Status("neutral", "Was not running") if stood_still(breach) else Status("stop", "Paused by the system")
    return Status("breach", "Waits for a decision")


def stood_still(breach: Breach) -> bool:
    """Whether the system closed it without a pause, because it was not running; its question says so as it ended.

    ``proposal__withdrawal`` must be selected.
    """
    withdrawal = getattr(breach.proposal, "withdrawal", None)
    return withdrawal is not None and withdrawal.reason == NOT_RUNNING


def state_events(changes: Sequence[DeploymentStateChange]) -> list[Event]:
    """The deployment's changes of state, newest first."""
    return [
        Event(
            formats.moment(change.at),
            f"{change.get_before_display()} to {change.get_after_display()}",
            detail=change.reason,
            who=str(change.acting or "The system"),
            kind="stop" if change.after == "paused" else "ok" if change.after == "live" else "neutral",
            machine_when=change.at.isoformat(),
        )
        for change in sorted(changes, key=lambda change: (change.at, change.pk), reverse=True)
    ]
