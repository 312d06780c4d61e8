"""What a decision about a deployment must know of its value: did it help, drawn and told, and what was promised?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attending import charts
from attending.analytics.impact.panel import ordinal
from attending.analytics.impact.result import ImpactResult
from attending.analytics.records import from_record, to_record
from attending.charts import impact_rows
from attending.decisions import packet_charts
from attending.program.models import Deployment
from attending.review.models import ImpactEvaluation
from attending.review.queries import impact
from attending.review.queries.impact import Recorded
from attending.review.rules.impact_evaluate import shown_values
from attending.review.rules.impact_settings import Settings
from attending.ui import formats

if TYPE_CHECKING:
    import altair as alt

Section = dict[str, Any]

SERIES = "review.impact-series"
STUDY = "review.impact-study"
UNITS = "review.impact-units"


def register_charts() -> None:
    """Tell the room of decisions how these charts are drawn; called once, at start-up."""
    for name in (SERIES, STUDY, UNITS):
        packet_charts.register(
            name,
            lambda chart: charts.responsive_svg(lambda width: _draw(chart, width)),
            lambda chart: charts.print_svg(_draw(chart, charts.WIDE)),
        )


def sections(deployment: Deployment) -> Iterable[Section]:
    """One section for each evaluation in force of the use case."""
    found = impact.in_force(deployment.use_case_id)
    if not found:
        return [{"heading": "Did it help?", "text": "Nobody declared how we will know that it helped."}]
    return [_section(each) for each in found]


def _section(evaluation: ImpactEvaluation) -> Section:
    run = impact.newest_run(evaluation)
    heading = f"Did it help? {evaluation.title}"
    declared = f"{evaluation.get_design_display()}, declared {formats.date(evaluation.declared_at)}"
    if run is None:
        return {"heading": heading, "text": "No data were handed over yet.", "rows": [["Declared", declared]]}
    recorded = impact.recorded(run)
    rows = [
        ["Declared", declared],
        ["Data", f"{run.source}, SHA-256 {run.source_sha256}"],
        ["Computed", f"{formats.moment(run.run_at)}, record entry {run.ledger_seq}"],
    ]
    if recorded.promise:
        rows.insert(0, ["Against the promise", recorded.promise.conclusion])
    rows += [["Care", warning] for warning in recorded.result.warnings]
    section: Section = {"heading": heading, "text": f"{recorded.answer}.".replace("..", "."), "rows": rows}
    if recorded.result.effects:
        table = impact_rows.effects(tuple(recorded.result.effects.values()), "Effects")
        section["table"] = {"columns": [each.label for each in table.columns], "rows": [[*row] for row in table.rows]}
    chart = _chart(impact.settings_of(evaluation), recorded)
    if chart is not None:
        drawn = _draw(chart, charts.WIDE)
        section["chart"] = chart | {"title": charts.answer_of(drawn), "description": charts.description_of(drawn)}
    return section


def _chart(settings: Settings, found: Recorded) -> Section | None:
    """What the page of the evaluation draws first, as plain data that is sealed."""
    result = found.result
    if result.reason is not None:
        return None
    if result.counterfactual:
        kept = {"result": to_record(result), "better": settings.better}
        return {"name": SERIES, "outcome": settings.outcome, "unit": settings.unit, **kept}
    if result.series:
        return {"name": STUDY, "unit": settings.measured_in, "result": to_record(result)}
    periods = sorted({cell.period for cell in found.cells}, key=ordinal)
    seen = shown_values(settings, found.cells)
    told = {"outcome": settings.outcome, "unit": settings.unit, "starts": dict(settings.starts)}
    return {"name": UNITS, "periods": periods, "seen": seen, **told}


def _draw(chart: Mapping[str, Any], width: int) -> alt.LayerChart:
    unit = chart["unit"]
    if chart["name"] == UNITS:
        return charts.unit_series(
            chart["periods"], chart["starts"], chart["seen"], outcome=chart["outcome"], unit=unit, width=width
        )
    result = from_record(ImpactResult, chart["result"])
    if chart["name"] == STUDY:
        return charts.event_study(result, unit=unit, width=width)
    return charts.impact_series(result, outcome=chart["outcome"], better=chart["better"], unit=unit, width=width)
