"""Agree a control chart, draw it at every review, answer its signals, retire it, and record known events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.analytics import Stratum, StratumPerformance
from attending.analytics.control_charts import ChartDesign, ControlChart, draw
from attending.analytics.records import to_record
from attending.charts.control_rows import in_words
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.models import ChartPlan, ChartReading, EventKind, KnownEvent, ReviewRun, SignalAnswer
from attending.review.queries import monitoring as queries
from attending.review.queries import runs
from attending.review.rules.chart_data import Rows, extended, from_records, rows_of, to_records
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
    run = runs.newest_run(deployment)
    if run is None:
        raise Refused("It was never reviewed here, so nothing says what is usual. Record a review first.")
    standing = queries.in_force(deployment.pk).filter(
        measure=chosen.measure,
        score_threshold=chosen.threshold,
        attribute=chosen.group.attribute,
        level=chosen.group.level,
        kind=design.kind,
    )
    if standing.exists():
        raise Refused("This kind of chart of this measure is agreed already: retire that one first.")
    rows = rows_of(design.kind, chosen.measure, chosen.threshold, queries.months(deployment, chosen.group))
    chart = checked(design, rows)
    take_turn()
    plan = ChartPlan.objects.create(
        deployment=deployment,
        measure=chosen.measure,
        attribute=chosen.group.attribute,
        level=chosen.group.level,
        score_threshold=chosen.threshold,
        kind=design.kind,
        design=to_record(design),
        detection=to_record(chart.setups[0]),
        reason=reason.strip(),
        agreed_by=acting,
        agreed_at=timezone.now(),
    )
    log(acting, "chart.agreed", plan, {"deployment": deployment.pk, "design": to_record(design)})
    _keep(plan, run, chart, rows, None)
    return plan


def checked(design: ChartDesign, rows: Rows) -> ControlChart:
    """The chart of a design on the data so far; raises Refused where it could not be judged by."""
    if not rows:
        raise Refused("No recorded review has months, so there is nothing to draw. Record a review first.")
    try:
        chart = drawn(design, rows)
    except ValueError as error:
        raise Refused(str(error)) from error
    if chart.phases[0].reason is not None:
        raise Refused(f"{chart.phases[0].reason}.")
    return chart


def read_charts(run: ReviewRun) -> list[ChartReading]:
    """Draw every chart in force with what a newly recorded review says; in the transaction that records it."""
    plans = list(queries.in_force(run.deployment_id).exclude(readings__run=run))
    if not plans:
        return []
    before = queries.newest_readings(plans)
    found = []
    for plan in plans:
        last = before[plan.pk]
        months = queries.months_in(run, Stratum(plan.attribute, plan.level))
        chart, rows = _redrawn(plan, last, months)
        found.append(_keep(plan, run, chart, rows, last))
    return found


def _redrawn(
    plan: ChartPlan, last: ChartReading, months: Mapping[str, StratumPerformance]
) -> tuple[ControlChart, Rows]:
    """The chart with what a review says; as it was, with the reason, where the review contradicts itself.

    A review must not be lost because one of its charts cannot be drawn.
    """
    design = queries.design_of(plan)
    chart = queries.chart_of(last)
    kept = from_records(design.kind, last.document["rows"])
    try:
        newer = rows_of(design.kind, plan.measure, plan.score_threshold, months)
        rows = extended(kept, newer, frozen_months(chart))
        # A phase whose baseline is complete only now has no limits yet; they are simulated once and kept from here on.
        setups = [*chart.setups, *[None] * (1 + len(design.phases) - len(chart.setups))]
        return draw(design, rows, setups=setups), rows
    except ValueError as error:
        return replace(chart, reason=f"The newest review could not be drawn: {error}"), kept


def _keep(plan: ChartPlan, run: ReviewRun, chart: ControlChart, rows: Rows, last: ChartReading | None) -> ChartReading:
    """Store the drawn chart, with the signals that nobody has answered."""
    asked = unanswered(chart, queries.answered_signals(plan) if last else ())
    now = timezone.now()
    waits = last is not None and last.signals > 0 and not hasattr(last, "answer")
    since = (last.asked_since if waits and last else now) if asked else None
    reading = ChartReading.objects.create(
        plan=plan,
        run=run,
        document={"chart": to_record(chart), "rows": to_records(rows)},
        signals=len(asked),
        newest_signal=in_words(asked[-1].words)[:_LONGEST] if asked else "",
        asked_since=since,
        read_at=now,
    )
    if asked and not waits:
        log(run.run_by, "chart.signalled", reading, {"plan": plan.pk, "run": run.pk, "signals": len(asked)})
    return reading


@transaction.atomic
def retire_chart(acting: Person, plan: ChartPlan, *, reason: str) -> ChartPlan:
    """End a chart; what it showed stays."""
    check(acting, Act.PLAN_REVIEW, plan.deployment.use_case)
    take_turn()
    standing = ChartPlan.objects.select_for_update().get(pk=plan.pk)
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
