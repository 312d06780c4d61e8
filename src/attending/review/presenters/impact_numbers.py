"""Every number of an impact evaluation as flat records; cells that count fewer than 11 people do not leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attending.analytics.impact.panel import Cell
from attending.analytics.impact.result import Effect
from attending.review.models import ImpactRun
from attending.review.queries.impact import Recorded
from attending.review.rules.impact_evaluate import SMALL, is_small
from attending.review.rules.impact_settings import Settings

SCHEMA = "attending.impact-numbers/1"
COLUMNS: Sequence[str] = (
    "section",
    "name",
    "title",
    "value",
    "low",
    "high",
    "unit",
    "p",
    "n",
    "n_of",
    "method",
    "reason",
)
_DATA_COLUMNS = ("period", "unit", "value", "numerator", "denominator", "treated", "note")
WITHHELD = f"Withheld: it counts fewer than {SMALL} people."

Row = tuple[object, ...]


def rows(settings: Settings, found: Recorded) -> list[Row]:
    """Effects, the event study, diagnostics, the counterfactual and the quarters, each number once."""
    result = found.result
    small = {cell.period for cell in found.cells if _withheld(settings, cell) and cell.unit in settings.treated}
    made: list[Row] = [_effect("effect", each) for each in result.effects.values()]
    made += [_effect("event study", each) for each in result.series]
    for check in result.diagnostics:
        made.append(("diagnostic", check.name, check.shows, check.value, None, None, "", check.p, None, "", "", ""))
    for point in result.counterfactual:
        hidden = point.period in small
        observed = None if hidden else point.observed
        reason = WITHHELD if hidden else ""
        name, unit = str(point.period), settings.unit
        made.append(("observed", name, "", observed, None, None, unit, None, None, "", "", reason))
        made.append(("expected", name, "", point.expected, point.low, point.high, unit, None, None, "", "", ""))
    if found.promise:
        for each in found.promise.quarters:
            hidden = each.n_of != "months" and 0 < each.n < SMALL
            values = (None, None, None) if hidden else (each.value, each.low, each.high)
            n = None if hidden else each.n
            reason = WITHHELD if hidden else each.reason or ""
            method = found.promise.method
            made.append(
                ("quarter", each.quarter, each.verdict, *values, settings.unit, None, n, each.n_of, method, reason)
            )
    return made


def document(run: ImpactRun, settings: Settings, found: Recorded) -> dict[str, Any]:
    """The same numbers, with the declaration, the source and the versions that made them."""
    evaluation = run.evaluation
    return {
        "schema": SCHEMA,
        "use_case": evaluation.use_case.title,
        "outcome": evaluation.title,
        "design": evaluation.design,
        "declared_at": evaluation.declared_at.isoformat(),
        "settings": evaluation.settings,
        "answer": found.answer,
        "verdict": found.verdict,
        "numbers": [dict(zip(COLUMNS, row, strict=True)) for row in rows(settings, found)],
        "data": [dict(zip(data_columns(settings), row, strict=True)) for row in data_rows(settings, found.cells)],
        "warnings": list(found.result.warnings),
        "assumptions": list(found.result.assumptions),
        "cannot_say": list(found.result.cannot_say),
        "source": run.source,
        "source_sha256": run.source_sha256,
        "versions": run.versions,
        "run_at": run.run_at.isoformat(),
        "record_entry": run.ledger_seq,
    }


def data_columns(settings: Settings) -> tuple[str, ...]:
    """The columns of the aggregates as they leave."""
    return (*_DATA_COLUMNS, *settings.covariates)


def data_rows(settings: Settings, cells: Sequence[Cell]) -> list[Row]:
    """The aggregates as they were handed over; small cells as ``<11`` or nothing."""
    made: list[Row] = []
    for cell in cells:
        start = settings.starts[cell.unit]
        treated = "never" if start is None else str(start)
        if _withheld(settings, cell):
            hidden = [None] * len(cell.covariates)
            made.append((cell.period, cell.unit, None, None, None, treated, WITHHELD, *hidden))
        else:
            held = (cell.value, cell.numerator, cell.denominator)
            made.append((cell.period, cell.unit, *held, treated, "", *cell.covariates))
    return made


def _withheld(settings: Settings, cell: Cell) -> bool:
    if settings.kind == "count":
        return cell.value is not None and 0 < cell.value < SMALL
    return is_small(cell)


def _effect(section: str, effect: Effect) -> Row:
    return (
        section,
        effect.name,
        effect.title,
        effect.value,
        effect.low,
        effect.high,
        effect.unit,
        effect.p,
        effect.periods,
        "periods",
        effect.method,
        effect.reason or effect.note or "",
    )
