"""What a decision about a deployment must have before its eyes: the newest review, as plain data that is sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from attending import charts
from attending.analytics import PerformanceReview, StratumPerformance, from_document, to_document
from attending.charts import Limits
from attending.decisions import packet_charts
from attending.documents.grid import Grid
from attending.program.models import Deployment
from attending.program.models.use_cases import WRITING
from attending.program.registries.limits import AgreedLimits, limits_for
from attending.review.models import ReviewRun
from attending.review.presenters.words import run_url
from attending.review.queries.runs import newest_run
from attending.review.report.beside import beside_grids
from attending.review.report.figures import (
    comparator_name,
    comparison_grid,
    month_grid,
    overall_grid,
    standing_out,
    subgroup_grids,
    threshold_grid,
)
from attending.review.report.groups import gap_grid
from attending.review.report.words import period_of, window_text
from attending.review.rules.standing import drawn, limits_of, lines_of
from attending.review.supplements import supplements_of
from attending.ui import formats

if TYPE_CHECKING:
    import altair as alt

CALIBRATION = "review.calibration"
BY_MONTH = "review.by-month"
BY_SUBGROUP = "review.by-subgroup"

Section = dict[str, Any]
Draw: TypeAlias = "Callable[[Mapping[str, Any], int], alt.LayerChart]"


def sections(deployment: Deployment) -> Iterable[Section]:
    """The newest review: what stands out, every figure, and the charts with the numbers they are drawn from."""
    run = newest_run(deployment)
    if run is None:
        if deployment.use_case.kind in WRITING:
            return []  # Its review is that of its peers, which has a section of its own.
        return [{"heading": "Post-launch review", "text": "This deployment has never been reviewed."}]
    review = from_document(run.document)
    agreed = limits_for(deployment)
    found: list[Section] = [
        _basis(run, review, agreed),
        _tabled(overall_grid(review.overall, "Key figures")),
        _calibration(review),
        *(_months(review, measure, agreed) for measure in ("auroc", "oe")),
    ]
    if review.subgroups:
        found += [_subgroups(review, measure) for measure in ("auroc", "oe")]
        found += [_tabled(grid) for grid in subgroup_grids(review)]
    beside = supplements_of(run.uid, run.supplements)
    if beside.equity is not None:
        found.append(_tabled(gap_grid(beside.equity.gaps)))
    if review.comparator is not None:
        name = comparator_name(run.mapping.get("comparator")).capitalize()
        found.append(_tabled(comparison_grid(review.comparator, run.mapping["score"], name)))
    found += [_tabled(grid) for grid in beside_grids(review.overall, review.comparator, beside)]
    if review.thresholds:
        found.append(_tabled(threshold_grid(review.overall)))
    found.append(_tabled(month_grid(review)))
    return found


def register_charts() -> None:
    """Tell the room of decisions how these charts are drawn; called once, at start-up."""
    drawers: Mapping[str, Draw] = {CALIBRATION: _draw_calibration, BY_MONTH: _draw_months, BY_SUBGROUP: _draw_subgroups}
    for name, draw in drawers.items():
        packet_charts.register(name, _on_page(draw), _on_paper(draw))


def _on_page(draw: Draw) -> packet_charts.Renderer:
    return lambda chart: charts.responsive_svg(lambda width: draw(chart, width))


def _on_paper(draw: Draw) -> packet_charts.Renderer:
    return lambda chart: charts.print_svg(draw(chart, charts.WIDE))


def _basis(run: ReviewRun, review: PerformanceReview, agreed: Sequence[AgreedLimits]) -> Section:
    overall, intake = review.overall, run.intake
    return {
        "heading": "Post-launch review",
        "text": " ".join(standing_out(review, comparator=run.mapping.get("comparator"), limits=lines_of(agreed, "oe"))),
        "rows": [
            ["Period", period_of(run)],
            ["Predictions", f"n {overall.n:,}, {overall.labelled:,} with known outcome, {overall.events:,} events"],
            ["Source", f"{run.source}, SHA-256 {run.source_sha256}"],
            [
                "Rows",
                f"{intake['read']:,} read = {intake['loaded']:,} loaded + {intake['duplicate']:,} duplicate "
                f"+ {intake['quarantined']:,} quarantined",
            ],
            ["Precision", run.resolution],
            ["Reviewed", f"{formats.moment(run.run_at)} by {run.run_by}, record entry {run.ledger_seq}"],
        ],
        "links": [["The review", run_url(run)]],
    }


def _tabled(grid: Grid) -> Section:
    section: Section = {
        "heading": grid.heading,
        "table": {"columns": list(grid.columns), "rows": [[*row] for row in grid.rows]},
    }
    return section | {"text": grid.note} if grid.note else section


def _chart(name: str, heading: str, draw: Draw, data: dict[str, Any], note: str = "") -> Section:
    """A section with a chart: its title and description are sealed with the numbers it is drawn from."""
    chart: dict[str, Any] = {"name": name, **data}
    made = draw(chart, charts.WIDE)
    chart |= {"title": charts.answer_of(made), "description": charts.description_of(made)}
    section: Section = {"heading": heading, "chart": chart}
    told = " ".join(part for part in (charts.note_of(made), note) if part)
    return section | {"text": told} if told else section


def _calibration(review: PerformanceReview) -> Section:
    kept = _kept(review, overall=replace(review.overall, at_thresholds=(), decision_curve=()))
    return _chart(CALIBRATION, "Calibration", _draw_calibration, {"review": kept})


def _months(review: PerformanceReview, measure: str, agreed: Sequence[AgreedLimits]) -> Section:
    limits = limits_of(agreed, measure)
    data: dict[str, Any] = {
        "measure": measure,
        "limits": asdict(drawn(limits)) if limits else None,
        "review": _kept(review, months=[_only(month, measure) for month in review.months]),
    }
    note = ""
    if limits and limits.window_months > 1:
        note = f"The limits are agreed for {window_text(limits.window_months)} together; single months vary more."
    return _chart(BY_MONTH, f"{_short(measure)} by month", _draw_months, data, note)


def _subgroups(review: PerformanceReview, measure: str) -> Section:
    kept = _kept(
        review,
        overall=_only(review.overall, measure),
        subgroups=[_only(group, measure) for group in review.subgroups],
    )
    return _chart(BY_SUBGROUP, f"{_short(measure)} by subgroup", _draw_subgroups, {"measure": measure, "review": kept})


def _short(measure: str) -> str:
    return {"auroc": "AUROC", "oe": "O:E"}[measure]


def _kept(
    review: PerformanceReview,
    *,
    overall: StratumPerformance | None = None,
    subgroups: Sequence[StratumPerformance] = (),
    months: Sequence[StratumPerformance] = (),
) -> dict[str, Any]:
    """The part of a review that a chart is drawn from, as plain JSON."""
    bare = overall or _only(review.overall)
    return to_document(PerformanceReview(bare, tuple(subgroups), tuple(months), (), review.exact))


def _only(stratum: StratumPerformance, *measures: str) -> StratumPerformance:
    return replace(
        stratum,
        measures={name: stratum.measures[name] for name in measures},
        at_thresholds=(),
        calibration=(),
        decision_curve=(),
    )


def _draw_calibration(chart: Mapping[str, Any], width: int) -> alt.LayerChart:
    return charts.calibration(from_document(chart["review"]).overall, width=width)


def _draw_months(chart: Mapping[str, Any], width: int) -> alt.LayerChart:
    limits = Limits(**chart["limits"]) if chart["limits"] else None
    baseline = 1.0 if chart["measure"] == "oe" and limits is None else None
    months = from_document(chart["review"]).months
    return charts.measure_by_month(months, chart["measure"], limits=limits, baseline=baseline, width=width)


def _draw_subgroups(chart: Mapping[str, Any], width: int) -> alt.LayerChart:
    review = from_document(chart["review"])
    return charts.subgroup_forest(review.subgroups, chart["measure"], review.overall, width=width)
