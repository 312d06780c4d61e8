"""Read thresholds: when results arrive, and when they have stopped arriving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs.families import speaks_for
from attending.governance.actions.breaches import open_breach, renew_packet
from attending.governance.models import BREACHES, Breach, OversightThreshold, Reading, Verdict
from attending.governance.queries.oversight import (
    active_thresholds,
    measures_in,
    result_for,
    watched_for_silence,
)
from attending.governance.rules.oversight import Judgement, Limits, Measure, judge, judge_chart, silent, window_start
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import name_of
from attending.program.models import Deployment, MeasureBatch, MeasureResult
from attending.program.models.deployments import RUNNING
from attending.program.registries.signals import DrawnChart
from attending.ui import formats


class Seen(NamedTuple):
    """What is kept of an estimate, or of a chart: its unanswered signals as value and events, its points as n."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    events: int


@transaction.atomic
def read_batch(batch: MeasureBatch) -> list[Reading]:
    """Judge the active thresholds of the batch's deployment on its results.

    Of what its kind of measurement never measures it says nothing: peers who read drafts measure no discrimination.
    """
    readings = []
    measured = measures_in(batch)
    for threshold in active_thresholds(batch.deployment).filter(chart=""):
        if not speaks_for(measured, threshold.measure):
            continue
        start = window_start(batch.period_end, threshold.window_months)
        result = result_for(threshold, batch, start)
        seen = None if result is None else Seen(result.value, result.low, result.high, result.n, result.events)
        readings.append(_take(threshold, batch, start, batch.period_end, seen, _judged(threshold, result)))
    return readings


@transaction.atomic
def read_charts(deployment: Deployment, charts: Sequence[DrawnChart]) -> list[Reading]:
    """Judge the active thresholds that watch a chart on how it was drawn just now."""
    drawn = {chart.key: chart for chart in charts}
    readings = []
    for threshold in active_thresholds(deployment).filter(chart__in=drawn):
        chart = drawn[threshold.chart]
        seen = Seen(float(chart.signals), None, None, chart.points, chart.signals)
        readings.append(_take(threshold, None, chart.start, chart.end, seen, judge_chart(chart)))
    return readings


@transaction.atomic
def read_silence(now: datetime | None = None) -> list[Reading]:
    """Judge every threshold of a watched deployment whose measure stopped coming, unless it has an open breach.

    Whoever answered the last silence answered for as many days of it as were agreed; then it is asked anew.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    readings = []
    for threshold, newest, answered in watched_for_silence():
        begun = newest or timezone.localdate(threshold.agreed_at)
        if answered is not None:
            begun = max(begun, timezone.localdate(answered))
        if not silent(begun, today, threshold.silence_days):
            continue
        take_turn()
        if _breached(threshold) is None:
            readings.append(_take(threshold, None, begun, today, None, _silence(newest, today, threshold.silence_days)))
    return readings


def _judged(threshold: OversightThreshold, result: MeasureResult | None) -> Judgement:
    limits = Limits(threshold.warn_low, threshold.warn_high, threshold.stop_low, threshold.stop_high)
    return judge(None if result is None else _measure(result), limits, minimum_n=threshold.minimum_n)


def _measure(result: MeasureResult) -> Measure:
    period = formats.period(f"{result.period_start:%Y-%m}", f"{result.period_end:%Y-%m}")
    period = formats.plain(period)  # kept as text, and searched
    return Measure(
        value=result.value, low=result.low, high=result.high, n=result.n, period=period, reason=result.reason
    )


def _silence(newest: date | None, today: date, silence_days: int) -> Judgement:
    since = f"The newest data end on {newest:%-d %B %Y}" if newest else "No data have arrived since this was agreed"
    days = f", {(today - newest).days} days ago" if newest else ""
    return Judgement(
        Verdict.NO_DATA, f"{since}{days}; at most {silence_days} days were agreed. Missing data is a breach."
    )


def _breached(threshold: OversightThreshold) -> Breach | None:
    return Breach.objects.select_related("proposal").filter(threshold=threshold, closed_at=None).first()


def _take(
    threshold: OversightThreshold,
    batch: MeasureBatch | None,
    start: date,
    end: date,
    seen: Seen | None,
    judgement: Judgement,
) -> Reading:
    reading = Reading.objects.create(
        threshold=threshold,
        batch=batch,
        window_start=start,
        window_end=end,
        value=seen.value if seen and judgement.verdict is not Verdict.NO_DATA else None,
        low=seen.low if seen else None,
        high=seen.high if seen else None,
        n=seen.n if seen else 0,
        events=seen.events if seen else 0,
        verdict=judgement.verdict,
        explanation=judgement.explanation,
        read_at=timezone.now(),
    )
    payload: dict[str, Json] = {
        "threshold": threshold.pk,
        "verdict": str(judgement.verdict),
        "value": reading.value,
        "n": reading.n,
    }
    append("oversight.read", object=name_of(reading), actor="system", payload=payload)
    standing = _breached(threshold)
    if standing is not None:
        renew_packet(standing)
    elif judgement.verdict in BREACHES and Deployment.objects.get(pk=threshold.deployment_id).state in RUNNING:
        open_breach(threshold, reading, answer_by=reading.read_at + timedelta(hours=threshold.answer_within_hours))
    return reading
