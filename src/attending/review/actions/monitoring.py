"""Agree a control chart, draw it at every review, answer its signals, retire it, and record known events."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from attending.analytics import Stratum
from attending.analytics.control_charts import ChartDesign, ChartKind, ControlChart, draw
from attending.analytics.control_charts.design import BY_CASE
from attending.analytics.records import to_record
from attending.charts.control_rows import in_words
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.registries import events
from attending.program.rules import Act, Refused
from attending.review.chart_signals import drawn_of
from attending.review.models import (
    ChartPlan,
    ChartReading,
    CountHandover,
    CountSeries,
    EventKind,
    KnownEvent,
    ReviewRun,
    SeriesKind,
    SignalAnswer,
)
from attending.review.queries import monitoring as queries
from attending.review.queries import runs
from attending.review.rules.chart_data import Rows, extended, from_records, kept_rows, rows_of, to_records
from attending.review.rules.count_series import added, read_rows, series_rows
from attending.review.rules.monitoring import Measured, drawn, frozen_months, unanswered

_LONGEST = 200


@transaction.atomic
def agree_chart(
    acting: Person, deployment: Deployment, chosen: Measured, design: ChartDesign, *, reason: str
) -> ChartPlan:
    """Agree a chart, with its limit and time to detection simulated and kept, and draw it a first time."""
    check(acting, Act.PLAN_REVIEW, deployment.use_case)
    if not reason.strip():
        raise Refused("Write why this chart is agreed; it is kept with it.")
    source = _source(deployment, chosen)
    standing = queries.in_force(deployment.pk).filter(
        measure=chosen.measure,
        score_threshold=chosen.threshold,
        attribute=chosen.group.attribute,
        level=chosen.group.level,
        series=chosen.series,
        kind=design.kind,
    )
    if standing.exists():
        raise Refused("This kind of chart of this measure is agreed already: retire that one first.")
    if isinstance(source, CountHandover):
        rows = series_rows(design.kind, source.rows)
    else:
        months = queries.months(deployment, chosen.group)
        cases = queries.cases(deployment) if design.kind in BY_CASE else {}
        rows = rows_of(design.kind, chosen.measure, chosen.threshold, months, cases)
    chart = checked(design, rows)
    take_turn()
    plan = ChartPlan.objects.create(
        deployment=deployment,
        measure=chosen.measure,
        attribute=chosen.group.attribute,
        level=chosen.group.level,
        score_threshold=chosen.threshold,
        series_id=chosen.series,
        kind=design.kind,
        design=to_record(design),
        detection=to_record(chart.setups[0]),
        reason=reason.strip(),
        agreed_by=acting,
        agreed_at=timezone.now(),
    )
    log(acting, "chart.agreed", plan, {"deployment": deployment.pk, "design": to_record(design)})
    _keep(acting, plan, source, chart, rows, None)
    return plan


def _source(deployment: Deployment, chosen: Measured) -> ReviewRun | CountHandover:
    """What the chart is first drawn from."""
    if chosen.series is not None:
        series = CountSeries.objects.filter(pk=chosen.series, deployment=deployment).first()
        handover = None if series is None else queries.newest_handover(series)
        if handover is None:
            raise Refused("These counts were never handed in here. Hand them in first.")
        return handover
    run = runs.newest_run(deployment)
    if run is None:
        raise Refused("It was never reviewed here, so nothing says what is usual. Record a review first.")
    return run


def checked(design: ChartDesign, rows: Rows) -> ControlChart:
    """The chart of a design on the data so far; raises Refused where it could not be judged by."""
    if not rows:
        raise Refused("There are no months or events to draw. Record a review, or hand in more counts, first.")
    try:
        chart = drawn(design, rows)
    except ValueError as error:
        raise Refused(str(error)) from error
    if chart.phases[0].reason is not None:
        raise Refused(f"{chart.phases[0].reason}.")
    return chart


def read_charts(run: ReviewRun) -> list[ChartReading]:
    """Draw every chart in force with what a newly recorded review says; in the transaction that records it."""
    plans = list(queries.in_force(run.deployment_id).filter(series=None).exclude(readings__run=run))
    if not plans:
        return []
    before = queries.newest_readings(plans)
    found = []
    for plan in plans:
        last = before[plan.pk]
        months = queries.months_in(run, Stratum(plan.attribute, plan.level))
        cases = queries.cases_in(run) if plan.kind in BY_CASE else {}
        newer = partial(rows_of, measure=plan.measure, threshold=plan.score_threshold, months=months, cases=cases)
        chart, rows = _redrawn(plan, last, newer)
        found.append(_keep(run.run_by, plan, run, chart, rows, last))
    events.publish(events.ChartsDrawn(run.deployment, tuple(drawn_of(each) for each in found)))
    return found


@transaction.atomic
def hand_in_counts(
    acting: Person,
    deployment: Deployment,
    *,
    name: str,
    kind: SeriesKind,
    unit: str,
    file_name: str,
    content: bytes,
) -> CountHandover:
    """Begin or continue a series of counts, and draw every chart of it in force."""
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    take_turn()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("The file is not text; hand in a CSV file in UTF-8.") from None
    now = timezone.now()
    newer = read_rows(kind, text, timezone.localdate())
    if kind == SeriesKind.EXPOSURE and not unit.strip():
        raise Refused("Name the unit of the exposure, such as patient-days.")
    series, begun = CountSeries.objects.get_or_create(
        deployment=deployment,
        name=name.strip(),
        defaults={"kind": kind, "unit": unit.strip(), "begun_by": acting, "begun_at": now},
    )
    if series.kind != kind or (unit.strip() and series.unit != unit.strip()):
        raise Refused(
            f"{series.name} is known here as {series.get_kind_display().lower()}, {series.unit or 'no unit'}."
        )
    last = None if begun else queries.newest_handover(series)
    rows = added(kind, [] if last is None else last.rows, newer)
    handover = CountHandover.objects.create(
        series=series,
        rows=rows,
        source=file_name[:_LONGEST],
        source_sha256=hashlib.sha256(content).hexdigest(),
        handed_by=acting,
        handed_at=now,
    )
    payload = {"deployment": deployment.pk, "name": series.name, "source_sha256": handover.source_sha256}
    log(acting, "counts.handed-in", series, payload)
    plans = list(queries.in_force(deployment.pk).filter(series=series))
    before = queries.newest_readings(plans)
    found = []
    for plan in plans:
        chart, drawn_rows = _redrawn(plan, before[plan.pk], partial(series_rows, kept=rows))
        found.append(_keep(acting, plan, handover, chart, drawn_rows, before[plan.pk]))
    events.publish(events.ChartsDrawn(deployment, tuple(drawn_of(each) for each in found)))
    return handover


def _redrawn(plan: ChartPlan, last: ChartReading, newer: Callable[[ChartKind], Rows]) -> tuple[ControlChart, Rows]:
    """The chart with what is newly known; as it was, with the reason, where that contradicts itself.

    A review must not be lost because one of its charts cannot be drawn.
    """
    design = queries.design_of(plan)
    chart = queries.chart_of(last)
    kept = from_records(design.kind, last.document["rows"])
    try:
        rows = extended(kept, newer(design.kind), frozen_months(chart))
        # A phase whose baseline is complete only now has no limits yet; they are simulated once and kept from here on.
        setups = [*chart.setups, *[None] * (1 + len(design.phases) - len(chart.setups))]
        return draw(design, rows, setups=setups), rows
    except ValueError as error:
        return replace(chart, reason=f"The newest data could not be drawn: {error}"), kept


def _keep(
    acting: Person,
    plan: ChartPlan,
    source: ReviewRun | CountHandover,
    chart: ControlChart,
    rows: Rows,
    last: ChartReading | None,
) -> ChartReading:
    """Store the drawn chart, with the signals that nobody has answered."""
    asked = unanswered(chart, queries.answered_signals(plan) if last else ())
    now = timezone.now()
    waits = last is not None and last.signals > 0 and not hasattr(last, "answer")
    since = (last.asked_since if waits and last else now) if asked else None
    reading = ChartReading.objects.create(
        plan=plan,
        run=source if isinstance(source, ReviewRun) else None,
        handover=source if isinstance(source, CountHandover) else None,
        document={"chart": to_record(chart), "rows": to_records(kept_rows(chart.design, rows))},
        signals=len(asked),
        newest_signal=in_words(asked[-1].words)[:_LONGEST] if asked else "",
        asked_since=since,
        read_at=now,
    )
    if asked and not waits:
        drawn_from = {"run": source.pk} if isinstance(source, ReviewRun) else {"handover": source.pk}
        log(acting, "chart.signalled", reading, {"plan": plan.pk, **drawn_from, "signals": len(asked)})
    return reading


@transaction.atomic
def retire_chart(acting: Person, plan: ChartPlan, *, reason: str) -> ChartPlan:
    """End a chart; what it showed stays."""
    check(acting, Act.PLAN_REVIEW, plan.deployment.use_case)
    take_turn()
    standing = ChartPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if standing.retired_at is not None:
        raise Refused("This chart is retired already.")
    if not reason.strip():
        raise Refused("Write why the chart is retired; a new one is agreed in its place, if any.")
    standing.retired_at, standing.retired_by, standing.retired_because = timezone.now(), acting, reason.strip()
    standing.save(update_fields=["retired_at", "retired_by", "retired_because"])
    log(acting, "chart.retired", standing, {"deployment": standing.deployment_id})
    return standing


@transaction.atomic
def answer_signal(acting: Person, plan: ChartPlan, *, cause: str, done: str) -> SignalAnswer:
    """Say what the signals of a chart come from, and what was done about them."""
    check(acting, Act.HOLD_REVIEW, plan.deployment.use_case)
    take_turn()
    reading = queries.newest_reading(plan)
    if reading is None or not reading.signals:
        raise Refused("This chart shows no signal that waits for an answer.")
    if hasattr(reading, "answer"):
        raise Refused(f"{reading.answer.answered_by} has answered this already; a new signal asks anew.")
    if not cause.strip() or not done.strip():
        raise Refused("Write what the signal comes from, as far as you know, and what was done about it.")
    answer = SignalAnswer.objects.create(
        reading=reading, cause=cause.strip(), done=done.strip(), answered_by=acting, answered_at=timezone.now()
    )
    log(acting, "signal.answered", answer, {"plan": plan.pk, "reading": reading.pk, "signals": reading.signals})
    return answer


@transaction.atomic
def record_event(
    acting: Person, deployment: Deployment, *, happened_on: date, kind: EventKind, label: str
) -> KnownEvent:
    """Keep what may change the numbers, with its date."""
    check(acting, Act.PLAN_REVIEW, deployment.use_case)
    if not label.strip():
        raise Refused("Name what happened, as the charts shall show it.")
    event = KnownEvent.objects.create(
        deployment=deployment,
        happened_on=happened_on,
        kind=kind,
        label=label.strip(),
        recorded_by=acting,
        recorded_at=timezone.now(),
    )
    payload = {"deployment": deployment.pk, "kind": str(kind), "happened_on": happened_on.isoformat()}
    log(acting, "event.recorded", event, payload)
    return event
