"""An impact evaluation as a reader meets it: its answer, what was promised, how it was found and what it cannot say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from attending import charts
from attending.analytics.impact.panel import Cell, ordinal
from attending.analytics.impact.quarterly import QuarterReview, QuarterValue
from attending.analytics.impact.result import Diagnostic, Effect, ImpactResult
from attending.analytics.impact.words import listed, quarter_name
from attending.charts import control_rows, impact_rows
from attending.charts.impact_answers import decimals
from attending.charts.impact_rows import period_text
from attending.charts.numbers import decimal
from attending.review.models import Design, ImpactEvaluation, ImpactRun
from attending.review.presenters.figures import data_table
from attending.review.presenters.sketches import Draw
from attending.review.queries.impact import Recorded
from attending.review.rules.impact_evaluate import shown_values
from attending.review.rules.impact_settings import ABOUT, Settings
from attending.ui import formats
from attending.ui.parts import DataTable, Figure, Link, Status, SummaryRow

VERDICTS: Mapping[str, Status] = {
    "better": Status("ok", "Better than expected"),
    "worse": Status("watch", "Worse than expected"),
    "no difference shown": Status("neutral", "No difference shown"),
    "not estimable": Status("pending", "Not estimable yet"),
}
_WORRIES = {
    "no": Status("ok", "No worry"),
    "somewhat": Status("watch", "Look at it"),
    "yes": Status("watch", "Worrying"),
    "cannot be checked": Status("neutral", "Cannot be checked"),
}
_QUARTERS = {
    "reached": Status("ok", "Reached"),
    "on the way": Status("info", "On the way"),
    "no change seen": Status("neutral", "No change seen"),
    "worse": Status("watch", "Worse than the baseline"),
    "too few to say": Status("pending", "Too few to say"),
}
_CHECKS = {
    "durbin_watson": "Autocorrelation",
    "residual_autocorrelation": "Left in the residuals",
    "dispersion": "Overdispersion",
    "largest_residual": "Most unusual period",
    "straight_before": "Straight before the start",
    "parallel_before": "Parallel before the start",
    "joint_before": "Alike before the start",
    "two_way": "Two-way regression",
    "icc": "Correlation within units",
    "effect_over_time": "Same effect over time",
}
_SEASONS = {
    "auto": "modelled where two years lie before the start",
    "none": "not modelled",
    "harmonic": "a yearly wave",
    "periods": "month by month",
}


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One evaluation in a list; the fields below ``when`` are for the download."""

    subject: Link
    design: str
    standing: Status
    answer: str
    when: str
    use_case: str
    outcome: str
    declared_on: object
    run_on: object
    state: str


def evaluation_rows(found: Sequence[Any]) -> list[EvaluationRow]:
    """Evaluations as ``queries.impact.evaluations`` gives them."""
    return [
        EvaluationRow(
            Link(each.title, reverse("review:impact", args=[each.pk]), each.use_case.title),
            each.get_design_display(),
            standing(each),
            each.answer or "No data were handed over yet.",
            formats.date(each.newest_run_at) if each.newest_run_at else "Never",
            each.use_case.title,
            each.title,
            each.declared_at.date(),
            each.newest_run_at.date() if each.newest_run_at else None,
            "retired" if each.retired_at else "in force",
        )
        for each in found
    ]


def standing(evaluation: Any) -> Status:
    """Where an evaluation stands."""
    if evaluation.retired_at is not None:
        return Status("neutral", "Retired")
    return VERDICTS[evaluation.verdict] if evaluation.verdict else Status("pending", "Waiting for data")


@dataclass(frozen=True, slots=True)
class Page:
    """A result, ready to print: what folds tells its answer in a line first."""

    verdict: Status
    answer: str
    warnings: Sequence[str]
    figure: Figure | None
    further: Sequence[Figure]
    further_told: str
    effects: DataTable | None
    effects_told: str
    checks: DataTable | None
    checks_told: str
    assumptions: Sequence[str]
    cannot_say: Sequence[str]
    limits_told: str
    missing: str
    promise: DataTable | None
    promise_told: str
    promise_note: str


def page(settings: Settings, found: Recorded) -> Page:
    """Flat values of a result."""
    result = found.result
    rows = impact_rows.effects(tuple(result.effects.values()), _effects_caption(found))
    figures = _figures(settings, found)
    cannot_say = [*result.cannot_say, *(found.promise.cannot_say if found.promise else ())]
    return Page(
        verdict=VERDICTS[found.verdict],
        answer=found.answer,
        warnings=result.warnings,
        figure=next(iter(figures), None),
        further=figures[1:],
        further_told=". ".join(each.title for each in figures[1:]),
        effects=replace(data_table(rows), stacks=True) if result.effects else None,
        effects_told=_main_effect(result),
        checks=_checks(result.diagnostics) if result.diagnostics else None,
        checks_told=_checks_told(result.diagnostics),
        assumptions=result.assumptions,
        cannot_say=cannot_say,
        limits_told=f"It rests on {_many(len(result.assumptions), 'assumption')}; "
        f"{_many(len(cannot_say), 'question')} it leaves open.",
        missing=_missing(found),
        promise=_promise(found.promise, settings.unit) if found.promise else None,
        promise_told=found.promise.conclusion if found.promise else "",
        promise_note=found.promise_note,
    )


def declared_rows(evaluation: ImpactEvaluation, settings: Settings, first_look: datetime | None) -> list[SummaryRow]:
    """What was fixed, when, and when data were first seen."""
    return [
        SummaryRow("Declared", f"{formats.moment(evaluation.declared_at)} by {evaluation.declared_by}"),
        SummaryRow("First data", formats.moment(first_look) if first_look else "None handed over yet"),
        *settings_rows(Design(evaluation.design), settings, evaluation.reason),
    ]


def settings_rows(design: Design, settings: Settings, reason: str) -> list[SummaryRow]:
    """What is compared with what, and why."""
    about = ABOUT[design]
    rows = [
        SummaryRow("Why like this", reason),
        SummaryRow("Design", design.label, note=f"{about.can} It cannot say: {about.cannot}"),
        SummaryRow("Outcome", f"{settings.outcome}, in {settings.unit}; {settings.better} is better"),
        SummaryRow("Starts", _starts(settings)),
        SummaryRow("Control group", _listed(settings.controls) if settings.controls else "None"),
    ]
    if settings.baseline is not None and settings.target is not None:
        by = quarter_name(settings.promised_by)
        promised = f"from {settings.baseline:g} to {settings.target:g} {settings.unit} by {by}"
        rows.append(SummaryRow("Promised", promised))
    if settings.worthwhile is not None:
        size = f"{settings.worthwhile:g} {'%' if settings.scale == 'ratio' else settings.measured_in}"
        rows.append(SummaryRow("Smallest effect worth having", size))
    if settings.covariates:
        rows.append(SummaryRow("Adjusted for", listed(settings.covariates), note="Not what the tool itself changes."))
    chosen = [f"season {_SEASONS[settings.season]}"] if design is Design.INTERRUPTED_TIME_SERIES else []
    if settings.phase_in:
        chosen.append(f"phase-in of {_many(settings.phase_in, 'period')} left out")
    if settings.horizons:
        chosen.append(
            f"told at {', '.join(map(str, settings.horizons))} period{'s' if settings.horizons[-1] > 1 else ''}"
        )
    if settings.scale == "ratio":
        chosen.append("units compared by ratios")
    if settings.kind == "rate" and settings.per != 1:
        chosen.append(f"rates per {settings.per:,}")
    if chosen:
        rows.append(SummaryRow("Fixed beforehand", "; ".join(chosen).capitalize()))
    return rows


def timing(evaluation: ImpactEvaluation, first_look: datetime | None, cells: Sequence[Cell]) -> str:
    """Whether the declaration came before the data, in one sentence."""
    if first_look is None or not cells:
        return ""
    declared = f"Declared {formats.date(evaluation.declared_at)}, data first seen here {formats.date(first_look)}."
    months = sorted(str(cell.period) for cell in cells if isinstance(cell.period, str))
    if months and months[0] < f"{evaluation.declared_at:%Y-%m}":
        return (
            f"{declared} The months from {period_text(months[0])} on lay before the declaration, so only the word of "
            "whoever declared it says that the design was not chosen by looking at them."
        )
    return declared


def basis_rows(run: ImpactRun, found: Recorded) -> list[SummaryRow]:
    """What the result rests on."""
    result = found.result
    main = result.effects.get(result.main or "")
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    return [
        SummaryRow("Data", f"{run.source}, {len(found.cells):,} rows", note=f"SHA-256 {run.source_sha256}"),
        SummaryRow(
            "Rests on",
            f"{_units(result.units)} ({result.treated_units} with the tool), {_many(result.periods, 'period')}",
        ),
        *([SummaryRow("Method", main.method)] if main else []),
        SummaryRow("Computed", f"{formats.moment(run.run_at)} by {run.run_by}, record entry {run.ledger_seq}"),
        SummaryRow("Versions", versions),
    ]


def history_table(found: Sequence[Mapping[str, Any]], current: int | None) -> DataTable:
    """The results of an evaluation, newest first."""
    rows = [
        (
            Link(
                formats.moment(each["run_at"]),
                "" if each["pk"] == current else reverse("review:impact-run", args=[each["pk"]]),
                "Shown on this page" if each["pk"] == current else "",
            ),
            each["document__answer"],
            each["source"],
            each["run_by__printed_name"],
        )
        for each in found
    ]
    return DataTable(("Computed", "Answer", "Data", "By"), rows, "Newest first", stacks=True)


def design_rows() -> list[SummaryRow]:
    """Which design fits which roll-out, and what each can say."""
    return [
        SummaryRow(design.label, about.fits, note=f"Says: {about.can} Cannot say: {about.cannot}")
        for design, about in ABOUT.items()
    ]


def fault_table(faults: Sequence[Any]) -> DataTable:
    """Everything that is wrong with a file."""
    rows = [("" if each.line is None else str(each.line), each.column, each.value, each.expected) for each in faults]
    return DataTable(("Line", "Column", "Found", "Expected"), rows, "Each fault", (0,), stacks=True)


def promised_table(measures: Sequence[Any]) -> DataTable | None:
    """What the value thesis of a use case promised."""
    if not measures:
        return None
    rows = [
        (
            each.name,
            f"{each.baseline:g} {each.unit}",
            f"{each.target:g} {each.unit}",
            _many(each.horizon_quarters, "quarter"),
            f"{each.baseline_period}, n {each.baseline_n:,}, {each.baseline_source}",
        )
        for each in measures
    ]
    headers = ("Outcome", "Baseline", "Target", "Within", "Baseline from")
    return DataTable(headers, rows, "Each measure of value", stacks=True)


def _figures(settings: Settings, found: Recorded) -> list[Figure]:
    result = found.result
    figures = []
    if result.counterfactual:

        def draw_series(width: int) -> Any:
            return charts.impact_series(
                result, outcome=settings.outcome, better=settings.better, unit=settings.unit, width=width
            )

        figures.append(_figure(draw_series, impact_rows.counterfactual(result, unit=settings.unit)))
    if result.series:
        table = impact_rows.effects(result.series, "Effect by time since the start")

        def draw_study(width: int) -> Any:
            return charts.event_study(result, unit=settings.measured_in, width=width)

        figures.append(_figure(draw_study, table))
    if len(settings.starts) > 2:
        periods = sorted({cell.period for cell in found.cells}, key=ordinal)
        seen = shown_values(settings, found.cells)

        def draw_units(width: int) -> Any:
            return charts.unit_series(
                periods, settings.starts, seen, outcome=settings.outcome, unit=settings.unit, width=width
            )

        means = impact_rows.unit_means(periods, settings.starts, seen, unit=settings.unit)
        figures.append(_figure(draw_units, means))

        def draw_rollout(width: int) -> Any:
            return charts.rollout(periods, settings.starts, width=width)

        figures.append(_figure(draw_rollout, impact_rows.rollout(found.cells, settings.starts, seen)))
    return figures


def _figure(draw: Draw, table: charts.rows.Table) -> Figure:
    chart = draw(charts.WIDE)
    return Figure(charts.answer_of(chart), charts.responsive_svg(draw), data_table(table), charts.note_of(chart))


def _effects_caption(found: Recorded) -> str:
    result = found.result
    return f"{result.design}: {_units(result.units)}, {_many(result.periods, 'period')}, 95 % intervals"


def _main_effect(result: ImpactResult) -> str:
    main = result.effects.get(result.main or "")
    if main is None:
        return _many(len(result.effects), "effect")
    title, told, _ = impact_rows.effects((main,), "").rows[0]
    return f"{title}: {told}"


def _checks_told(diagnostics: Sequence[Diagnostic]) -> str:
    worrying = sum(each.worrying in {"somewhat", "yes"} for each in diagnostics)
    return f"{worrying or 'None'} of {_many(len(diagnostics), 'check')} {'worries' if worrying == 1 else 'worry'}."


def _checks(diagnostics: Sequence[Diagnostic]) -> DataTable:
    rows = [
        (_CHECKS.get(each.name, each.name), control_rows.in_words(each.shows), _WORRIES[each.worrying])
        for each in diagnostics
    ]
    return DataTable(("Check", "What it shows", "Does it worry?"), rows, "Checks of the model", stacks=True)


def _missing(found: Recorded) -> str:
    if found.verdict != "not estimable":
        return ""
    main: Effect | None = found.result.effects.get(found.result.main or "")
    reason = found.result.reason or (main.reason if main else None) or "There is no main effect"
    return f"{reason.rstrip('.')}. Hand over the whole series again when there are more data."


def _promise(review: QuarterReview, unit: str) -> DataTable:
    rows = [_quarter(each, unit) for each in review.quarters]
    caption = (
        f"Promised: from {review.baseline:g} to {review.target:g} {unit} by {quarter_name(review.promised_by)}. "
        f"{review.method}, 95 %"
    )
    return DataTable(("Quarter", "Value (95 % interval)", "n", "Of the promise", "Verdict"), rows, caption, (1, 2, 3))


def _quarter(quarter: QuarterValue, unit: str) -> tuple[object, ...]:
    if quarter.low is None or quarter.high is None:
        value = f"{decimal(quarter.value, decimals(abs(quarter.value) / 10))} {unit}. {quarter.reason or ''}".strip()
    else:
        digits = decimals((quarter.high - quarter.low) / 2)
        ends = f"{decimal(quarter.low, digits)} to {decimal(quarter.high, digits)}"
        value = f"{decimal(quarter.value, digits)} ({ends}) {unit}"
    name = quarter_name(quarter.quarter)
    if not quarter.complete:
        name += f", {quarter.months} of 3 months"
    if quarter.due:
        name += ", due"
    return (
        name,
        value,
        f"{quarter.n:,.0f}" if quarter.n_of == "denominator" else f"{quarter.n:,.0f} {quarter.n_of}",
        f"{decimal(quarter.share * 100, 0)} %",
        _QUARTERS[quarter.verdict],
    )


def _units(count: int) -> str:
    return _many(count, "unit")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _starts(settings: Settings) -> str:
    treated = settings.treated
    times = sorted(set(treated.values()), key=ordinal)
    told = []
    for time in times:
        units = [unit for unit, start in treated.items() if start == time]
        told.append(f"{_listed(units)} from {period_text(time)}")
    return "; ".join(told)


def _listed(units: Sequence[str]) -> str:
    return ", ".join(units) if len(units) <= 6 else f"{', '.join(units[:5])} and {len(units) - 5} more"
