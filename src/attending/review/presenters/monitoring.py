"""Control charts as a page shows them: titled with their answers, with what was agreed and what was said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from attending import charts
from attending.analytics.case_blocks import ODDS_RATIOS
from attending.analytics.control_charts import ChartDesign, ChartSetup, ControlChart, DetectionTime, FunnelChart
from attending.analytics.control_charts.design import BY_CASE
from attending.analytics.records import to_record
from attending.charts import control_rows
from attending.charts.numbers import month_name
from attending.review.models import ChartPlan, ChartReading, CountHandover, CountSeries, KnownEvent
from attending.review.presenters.figures import data_table
from attending.review.queries.monitoring import (
    REPLACED_WITHIN,
    UnitReview,
    chart_of,
    design_of,
    measured_of,
    setup_of,
)
from attending.review.rules.chart_data import BY_EVENT
from attending.review.rules.monitoring import KIND_NAMES, answer_due, baseline_signals
from attending.ui import formats
from attending.ui.parts import DataTable, Event, Figure, Link, Status, SummaryRow

_MONTHS: Final = 24
"""Months over which the false alarms of several charts are told."""


@dataclass(frozen=True, slots=True)
class ChartCard:
    """One chart on the page of a deployment."""

    name: str
    figure: Figure
    status: Status
    url: str
    due: str


def card(plan: ChartPlan, reading: ChartReading, events: Mapping[str, str]) -> ChartCard:
    """The newest reading of a chart."""
    return ChartCard(
        measured_of(plan).name,
        reading_figure(plan, reading, events),
        reading_status(reading),
        reverse("review:chart", args=[plan.pk]),
        due_text(reading),
    )


def reading_figure(plan: ChartPlan, reading: ChartReading, events: Mapping[str, str]) -> Figure:
    """A reading as a figure; a reading never changes, so it is drawn once for the same events."""
    kept = _Kept(reading.pk, reading.read_at, reading)
    return _reading_figure(kept, measured_of(plan).name, tuple(events.items()))


@dataclass(frozen=True)
class _Kept:
    """A reading by its number and time: a database that was emptied gives its numbers again."""

    number: int
    read_at: datetime
    reading: ChartReading = field(compare=False, repr=False)


@lru_cache(maxsize=128)
def _reading_figure(kept: _Kept, name: str, events: tuple[tuple[str, str], ...]) -> Figure:
    return control_figure(chart_of(kept.reading), name, dict(events))


def control_figure(chart: ControlChart, name: str, events: Mapping[str, str]) -> Figure:
    """Wide and narrow, with the table below."""
    wide = charts.control_by_month(chart, name, events=events)
    svg = charts.responsive_svg(lambda width: charts.control_by_month(chart, name, events=events, width=width))
    return Figure(charts.answer_of(wide), svg, data_table(control_rows.points(chart, name)), charts.note_of(wide))


def reading_status(reading: ChartReading) -> Status:
    """Whether it signals, and whether somebody answered."""
    if hasattr(reading, "answer"):
        return Status("info", "Signal, answered")
    if reading.signals:
        return Status("watch", "Signal, unanswered")
    chart = chart_of(reading)
    if chart.reason is not None:
        return Status("pending", "Cannot be judged yet")
    return Status("ok", "No unanswered signal")


def due_text(reading: ChartReading) -> str:
    """By when its signal is to be answered."""
    if not reading.signals or hasattr(reading, "answer") or reading.asked_since is None:
        return ""
    due = timezone.localdate(answer_due(reading.asked_since))
    return f"{formats.date(due)} ({formats.days_until(due, timezone.localdate())})"


def agreed_rows(plan: ChartPlan, replaced: int) -> list[SummaryRow]:
    """What was agreed about a chart, and what was stated then."""
    setup = setup_of(plan)
    rows = [
        *design_rows(design_of(plan)),
        *(stated_rows(setup, design_of(plan)) if setup else []),
        SummaryRow("Why", plan.reason),
        SummaryRow("Agreed", f"{formats.date(plan.agreed_at)} by {plan.agreed_by}", note=replaced_text(replaced)),
    ]
    if plan.retired_at is not None:
        rows.append(
            SummaryRow("Retired", f"{formats.date(plan.retired_at)} by {plan.retired_by}", note=plan.retired_because)
        )
    return rows


def replaced_text(replaced: int) -> str:
    """Whether other designs were given up shortly before."""
    if not replaced:
        return ""
    designs = "1 earlier design was" if replaced == 1 else f"{replaced} earlier designs were"
    return f"Agreed after {designs} retired, within {REPLACED_WITHIN.days} days before."


def later_months(chart: ControlChart) -> int:
    """Months that the chart judges once it is agreed."""
    return sum(1 for point in chart.points if not point.in_baseline)


def design_rows(design: ChartDesign) -> list[SummaryRow]:
    """What decides about a signal."""
    entry = "events" if design.kind in BY_EVENT else "months"
    months = _span(design.baseline[0], design.baseline[-1]) if design.baseline else "none"
    rows = [
        SummaryRow("Kind", KIND_NAMES[design.kind]),
        SummaryRow("Baseline", months, note=f"{len(design.baseline)} {entry}, kept as they were when it was agreed"),
        SummaryRow("Rules", design.rule_set.name),
    ]
    if design.deciding in ("calibration_cusum", "ra_cusum"):
        tuned = f"odds times {formats.number(design.odds_ratio, 3)}"
        note = "the harm to find, as far as one month's volume allows"
        if design.kind in BY_CASE:
            note = (
                f"of {', '.join(f'{each:g}' for each in ODDS_RATIOS)}, whose sums reviews keep, the nearest to the harm"
            )
        rows.append(SummaryRow("Tuned to", tuned, note=note))
    if design.kind in BY_CASE:
        rows.append(SummaryRow("Compared with", "The risks as the model states them"))
    rows += [
        SummaryRow(
            "New limits",
            f"from {formats.month(phase.first)}, {phase.event}",
            note=f"set by {len(phase.baseline)} months" if phase.baseline else "",
        )
        for phase in design.phases
    ]
    return rows


def _span(first: str, last: str) -> str:
    if len(first) == len("2026-03"):
        return formats.period(first, last)
    return f"{month_name(first)} to {month_name(last)}"


def stated_rows(setup: ChartSetup, design: ChartDesign) -> list[SummaryRow]:
    """The limit, its false alarms and the time to detect the harm, each with the error of its simulation."""
    limit, found = setup.limit, setup.detection
    entry = "event" if design.kind in BY_EVENT else "month"
    volume = sum(setup.setting.volume) / len(setup.setting.volume)
    rows = []
    if limit.up is not None and limit.down is not None:
        said = formats.number(limit.up)
        if limit.up != limit.down:
            said = f"{formats.number(limit.up)} upwards, {formats.number(limit.down)} downwards"
        rows.append(SummaryRow("Limit", said))
    else:
        own = "From the baseline" if design.kind in (*BY_EVENT, "xmr", "run") else "Each month's own, by its n"
        rows.append(SummaryRow("Limit", own))
    wanted = limit.wanted
    if wanted.kind == "probability":
        alarm = f"{formats.percent(limit.achieved)} within {wanted.periods} {entry}s"
        error = formats.percent(limit.standard_error, 2)
        each = f"{formats.percent(wanted.per_chart, 2 if wanted.charts > 1 else 1)}"
        note = f"wanted {each}" if limit.up is not None else "what its rules give"
    else:
        alarm = f"one in {formats.number(limit.achieved, 0)} {entry}s on average"
        error = f"{formats.number(limit.standard_error, 1)} {entry}s"
        note = f"wanted {formats.number(wanted.per_chart, 0)}" if limit.up is not None else "what its rules give"
    simulated = f"{note}; Monte Carlo error {error}, {formats.count(limit.programs)} simulated programs"
    rows.append(SummaryRow("False alarms", alarm, note=simulated))
    if wanted.charts > 1:
        all_of_them = wanted.together(limit.achieved)
        said = f"{formats.percent(all_of_them)} within {wanted.periods} months"
        if wanted.kind == "arl":
            said = f"one in {formats.number(all_of_them, 0)} months on average"
        rows.append(SummaryRow(f"Of {wanted.charts} such charts together", said, note="if they signal independently"))
    if found is not None:
        rows.append(SummaryRow("Harm to find", found.harm.words))
        rows.append(
            SummaryRow(
                "Found, in half of all cases",
                _within(found.median_periods, found.median_patients, found.horizon, design),
            )
        )
        rows.append(
            SummaryRow(
                "Found, in nine of ten",
                _within(found.p90_periods, found.p90_patients, found.horizon, design),
                note=f"{formats.percent(found.found)} found within {found.horizon} {entry}s; Monte Carlo error "
                f"{formats.percent(found.standard_error, 2)}, {formats.count(found.programs)} simulated programs",
            )
        )
    size = "" if design.kind in BY_EVENT else f"{formats.count(round(volume))} a month"
    rows.append(SummaryRow("Simulated for", size or "this baseline", note=f"{limit.method}."))
    return rows


def size_rows(found: Sequence[DetectionTime], told: QueryDict, entry: str) -> DataTable:
    """How soon changes of several sizes would be found; each leads to the chart designed for it."""
    rows = []
    for each in found:
        asked = told.copy()
        for name in ("csrfmiddlewaretoken", "reason"):
            asked.pop(name, None)
        asked["harm"], asked["size"] = each.harm.kind, f"{each.harm.size:g}"
        rows.append(
            (
                Link(each.harm.words.removeprefix("Observed events "), f"?{asked.urlencode()}"),
                _after(each.median_periods, each.horizon, entry),
                _after(each.p90_periods, each.horizon, entry),
                formats.percent(each.found),
            )
        )
    horizon = found[0].horizon if found else 0
    return DataTable(
        ["Change", "Half found within", "Nine of ten", f"Found in {horizon} {entry}s"],
        rows,
        "With the limit of this chart",
        (1, 2, 3),
    )


def _after(periods: int | None, horizon: int, entry: str) -> str:
    if periods is None:
        return f"over {horizon} {entry}s"
    return f"{periods} {entry}{'s' if periods > 1 else ''}"


def handed_rows(found: Sequence[tuple[CountSeries, CountHandover]]) -> DataTable | None:
    """Counts that were handed in, as they stand."""
    if not found:
        return None
    rows = [
        (
            series.name,
            f"{series.get_kind_display()}{f', {series.unit}' if series.unit else ''}",
            formats.count(len(handover.rows)),
            month_name(str(handover.rows[-1][0])),
            f"{formats.date(handover.handed_at)} by {handover.handed_by}",
        )
        for series, handover in found
    ]
    return DataTable(["What", "Holds", "Rows", "Up to", "Handed in"], rows, "Each as it stands", (2,), stacks=True)


def together(plans: Sequence[ChartPlan]) -> str:
    """How often any of several charts gives a false alarm."""
    limits = [setup.limit for each in plans if (setup := setup_of(each)) is not None]
    if len(limits) < 2:
        return ""
    quiet = 1.0
    for each in limits:
        chance = each.achieved
        if each.wanted.kind == "arl":
            chance = -math.expm1(-_MONTHS / each.achieved)
        elif each.wanted.periods != _MONTHS:
            chance = -math.expm1(math.log1p(-min(chance, 1 - 1e-12)) * _MONTHS / each.wanted.periods)
        quiet *= 1 - chance
    return (
        f"Together, {len(limits)} charts give a false alarm in {formats.percent(1 - quiet)} of all two-year spans in "
        "which nothing changes, if they signal independently."
    )


def agreed_when(first: ControlChart) -> str:
    """What was already recorded when a chart was agreed; it is never edited."""
    later, entry = later_months(first), control_rows.entry(first)
    if not later:
        return f"Before any {entry} after the baseline was recorded; it is never edited."
    months = f"1 later {entry} was" if later == 1 else f"{later} later {entry}s were"
    return f"{months} recorded already, and not shown when it was agreed. It is never edited."


def _within(periods: int | None, patients: float | None, horizon: int, design: ChartDesign) -> str:
    entry = "event" if design.kind in BY_EVENT else "month"
    if periods is None or patients is None:
        return f"not within {horizon} {entry}s"
    told = f"within {periods} {entry}{'s' if periods > 1 else ''}"
    if design.kind in BY_EVENT:
        return told
    units = "units of exposure" if design.kind in ("u", "u_prime") else "patients"
    return f"{told}, {formats.count(round(patients))} {units}"


def unstable(chart: ControlChart) -> str:
    """What is wrong with a baseline that itself signals."""
    found = baseline_signals(chart)
    if not found:
        return ""
    return (
        f"The baseline itself signals: {control_rows.in_words(found[0].words)}. "
        f"Its limits would be set by months that were not stable; "
        "choose other months, or find out what happened then."
    )


def signal_rows(chart: ControlChart) -> DataTable | None:
    """Every signal, newest first."""
    if not chart.signals:
        return None
    baseline = set(baseline_signals(chart))
    rows = [
        (
            month_name(signal.period),
            f"{control_rows.in_words(signal.words)}{', in the baseline' if signal in baseline else ''}",
        )
        for signal in reversed(chart.signals)
    ]
    return DataTable(["Signalled", "What it shows"], rows, "Newest first", stacks=True)


def answers(readings: Sequence[ChartReading]) -> list[Event]:
    """What was answered, newest first."""
    return [
        Event(
            formats.moment(each.answer.answered_at),
            each.newest_signal,
            detail=f"{each.answer.cause} Done: {each.answer.done}",
            who=each.answer.answered_by.printed_name,
            machine_when=each.answer.answered_at.isoformat(),
        )
        for each in reversed(readings)
        if hasattr(each, "answer")
    ]


def event_rows(events: Sequence[KnownEvent]) -> DataTable | None:
    """Known events, newest first."""
    if not events:
        return None
    rows = [
        (formats.date(each.happened_on), each.get_kind_display(), each.label, each.recorded_by.printed_name)
        for each in reversed(events)
    ]
    return DataTable(["When", "Kind", "What happened", "Recorded by"], rows, "Newest first", stacks=True)


def retired_rows(plans: Sequence[ChartPlan]) -> DataTable | None:
    """Charts that are no longer drawn."""
    found = [each for each in plans if each.retired_at is not None]
    if not found:
        return None
    rows = [
        (
            Link(measured_of(each).name, reverse("review:chart", args=[each.pk])),
            KIND_NAMES[each.kind],
            f"{formats.date(each.retired_at)} by {each.retired_by}",
            each.retired_because,
        )
        for each in found
    ]
    return DataTable(["Measure", "Kind", "Retired", "Why"], rows, "Retired charts", stacks=True)


def funnel_figure(chart: FunnelChart) -> Figure:
    """Units beside one another."""
    wide = charts.unit_funnel(chart, "O:E")
    svg = charts.responsive_svg(lambda width: charts.unit_funnel(chart, "O:E", width=width))
    return Figure(
        charts.answer_of(wide), svg, data_table(control_rows.funnel_points(chart, "O:E")), charts.note_of(wide)
    )


def unit_rows(units: Sequence[UnitReview]) -> DataTable | None:
    """From which review each unit's numbers are."""
    if not units:
        return None
    rows = [
        (
            Link(str(each.deployment.unit), reverse("review:charts", args=[each.deployment.pk])),
            str(each.deployment.model_version),
            formats.period(f"{each.run.period_start:%Y-%m}", f"{each.run.period_end:%Y-%m}"),
            formats.date(each.run.run_at),
            "In the funnel" if each.unit else "No events are expected, so it cannot be compared",
        )
        for each in units
    ]
    return DataTable(["Unit", "Model version", "Period", "Reviewed", "Compared"], rows, "Reviews compared", stacks=True)


NUMBER_COLUMNS = (
    "Month",
    "n",
    "Observed",
    "Statistic",
    "Downward statistic",
    "Centre",
    "Lower limit",
    "Upper limit",
    "Phase",
    "Baseline",
    "Rules completed",
)


def number_rows(chart: ControlChart) -> list[tuple[object, ...]]:
    """Every number of a chart."""
    return [
        (
            point.period,
            int(point.n),
            point.observed,
            point.value,
            point.downward,
            point.centre,
            point.lower,
            point.upper,
            chart.phases[point.phase].event,
            point.in_baseline,
            " ".join(point.flags),
        )
        for point in chart.points
    ]


def number_document(plan: ChartPlan, reading: ChartReading) -> dict[str, Any]:
    """A chart with all that decided about it."""
    return {
        "measure": measured_of(plan).key,
        "deployment": str(plan.deployment),
        "review": None if reading.run is None else str(reading.run.uid),
        "counts": None if reading.handover is None else reading.handover.source_sha256,
        "reviewed_at": reading.read_at.isoformat(),
        "agreed_at": plan.agreed_at.isoformat(),
        "chart": to_record(chart_of(reading)),
    }
