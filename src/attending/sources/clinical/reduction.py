"""Predictions and events, checked and in one engine, joined there and reduced to counts and sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import ibis
import ibis.expr.types as ir

from attending.analytics.clustering import ClusterVariances
from attending.analytics.maturity import MaturityCounts, PeriodMaturity
from attending.analytics.score_table import ScoreTable
from attending.sources.case_blocks import CaseRows, case_blocks
from attending.sources.case_order import MOST_ROWS
from attending.sources.cells import Loaded
from attending.sources.clinical.account import ClinicalReduction, EventAccount, ViewAccount
from attending.sources.clinical.asked import Asked
from attending.sources.clinical.declaration import Declaration
from attending.sources.clinical.doubt import that_matter
from attending.sources.clinical.outcome import DOUBTED, OUTCOME, SEEN, STATE, State, hit, known_by, labelled
from attending.sources.clinical.standard import (
    ARRIVED,
    AT,
    HOUR,
    PATIENT,
    PERIOD,
    SCORE,
    TYPE,
    attribute,
    hours,
    milliseconds,
)
from attending.sources.clinical.standard import keys as joining_keys
from attending.sources.clinical.timing import count_delays, count_lead_times, count_responses
from attending.sources.clinical.views import LOOKED_UNTIL, SCANNED, viewed
from attending.sources.clustering import ClusteredRows, cluster_variances
from attending.sources.engine import Engine
from attending.sources.grouping import Grouped, few_enough
from attending.sources.names import level_name, month
from attending.sources.progress import Progress
from attending.sources.report import IntakeReport, refusal
from attending.sources.resolution import Resolution
from attending.sources.table import build
from attending.sources.thresholds import checked_thresholds

_TYPES_LISTED: Final = 200


@dataclass(frozen=True)
class Joined:
    """Both logs, checked, with their rows in one engine as the join reads them.

    `doubted` are the event rows that were set aside, None without any; `check_unchanged` raises LogRefused when a log
    is not what it was.
    """

    engine: Engine
    scored: ir.Table
    happened: ir.Table
    doubted: ir.Table | None
    predictions: IntakeReport
    events: IntakeReport
    check_unchanged: Callable[[], None]


def reduce_joined(logs: Joined, asked: Asked, progress: Callable[[Progress], None]) -> ClinicalReduction:
    """Join and reduce both logs in their engine; raises LogRefused when nothing is left to measure."""
    engine, scored, happened, declaration = logs.engine, logs.scored, logs.happened, asked.declaration
    cutoffs, now = checked_thresholds(asked.thresholds), milliseconds(asked.as_of)
    doubtful = None if logs.doubted is None else that_matter(logs.doubted, declaration, now)
    progress(Progress("joining predictions and events", 0, 3))
    complete, rule = _complete_until(engine, happened, declaration, now)
    account = _account(engine, scored, happened, declaration, now, complete, rule)
    alerts = engine.keep(
        "clinical_alerts",
        labelled(scored, happened, declaration, complete_until=complete, as_of=now, doubtful=doubtful),
    )
    rows = alerts.mutate(**{SCANNED: ibis.literal(1, "int64"), LOOKED_UNTIL: alerts[AT]})
    if declaration.view.level != "alert":
        rows = engine.keep(
            "clinical_units",
            viewed(scored, happened, declaration, complete_until=complete, as_of=now, doubtful=doubtful),
        )
    account = _with_doubts(engine, account, doubtful, rows)
    maturity = _maturity(engine, rows)
    reviewed = rows.filter(~rows[STATE].isin([State.SET_APART.value, State.UNREADABLE.value]))
    table, resolution, grouped = _built(engine, reviewed, asked, cutoffs, progress, maturity)
    progress(Progress("measuring timeliness", 2, 3))
    leads = count_lead_times(engine, alerts, happened, declaration, cutoffs, asked.lead_edges, now)
    responses = count_responses(
        engine, scored, happened, declaration, cutoffs, complete_until=complete, as_of=now, aside=logs.doubted
    )
    delays = count_delays(
        engine, scored, happened, declaration, asked.delay_edges,
        complete_until=complete, as_of=now, doubtful=doubtful,
    )  # fmt: skip
    view = _view(engine, reviewed, declaration)
    clusters = _clusters(engine, reviewed, view, table, resolution, grouped)
    followed = view.rows <= MOST_ROWS
    in_order = CaseRows(reviewed, SCORE, OUTCOME, PERIOD, (AT, *joining_keys(declaration)))
    cases = case_blocks(engine, in_order, table) if followed else ()
    logs.check_unchanged()
    progress(Progress("done", 3, 3))
    made = replace(logs.predictions, warnings=(*logs.predictions.warnings, *grouped.left_out))
    return ClinicalReduction(
        table, resolution, made, logs.events, account, maturity, delays, leads, responses, view, clusters, cases
    )


def _with_doubts(engine: Engine, account: EventAccount, doubtful: ir.Table | None, rows: ir.Table) -> EventAccount:
    if doubtful is None:
        return account
    return replace(
        account,
        doubtful=_number(engine, doubtful),
        nameless=_number(engine, doubtful.filter(doubtful[PATIENT].isnull())),
        in_doubt=_number(engine, rows.filter(rows[DOUBTED])),
    )


def _complete_until(engine: Engine, events: ir.Table, declaration: Declaration, as_of: int) -> tuple[int, str]:
    """How far events are complete, and in words why."""
    cut = declaration.cut_off
    lag = f", less {cut.lag_hours:g} hours" if cut.lag_hours else ""
    if cut.rule == "declared" and cut.at is not None:
        return min(milliseconds(cut.at) - hours(cut.lag_hours), as_of), f"declared{lag}"
    column, what = (ARRIVED, "arrival") if cut.rule == "newest_arrival" else (AT, "event")
    known = known_by(events, as_of)
    newest = engine.fetch(known.aggregate(newest=known[column].max()))["newest"][0].as_py()
    if newest is None:
        raise refusal(
            f"No {what} lies before the date of the review, so nothing says how far events are complete",
            "Check the date of the review and its time zone, or declare until when events are complete",
        )
    return min(int(newest) - hours(cut.lag_hours), as_of), f"newest {what}{lag}"


def _account(
    engine: Engine, scored: ir.Table, events: ir.Table, declaration: Declaration, as_of: int, complete: int, rule: str
) -> EventAccount:
    rows = engine.fetch(events.group_by(TYPE).aggregate(n=events.count())).to_pylist()
    by_type = {row[TYPE]: int(row["n"]) for row in rows}
    named = {word for event in declaration.declared for word in event.types}
    rest = sorted(((n, word) for word, n in by_type.items() if word not in named), reverse=True)
    on = joining_keys(declaration)
    lonely = events.anti_join(scored.select(on).distinct(), on)
    unreadable = {}
    for event in declaration.declared:
        kind = events.filter(events[TYPE].isin(list(event.types)))
        unclear = kind.filter(hit(kind, event.positive).isnull())
        unreadable[event.name] = _number(engine, unclear)
    return EventAccount(
        {event.name: sum(by_type.get(word, 0) for word in event.types) for event in declaration.declared},
        {word[:100]: n for n, word in rest[:_TYPES_LISTED]},
        sum(n for n, _ in rest[_TYPES_LISTED:]),
        _number(engine, lonely),
        sum(by_type.values()) - _number(engine, known_by(events, as_of)),
        unreadable,
        datetime.fromtimestamp(complete / 1000, UTC),
        rule,
    )


def _number(engine: Engine, rows: ir.Table) -> int:
    return int(engine.fetch(rows.aggregate(n=rows.count()))["n"][0].as_py())


def _maturity(engine: Engine, rows: ir.Table) -> MaturityCounts:
    grouped = rows.group_by([PERIOD, STATE, SEEN]).aggregate(n=rows.count())
    counts: dict[str, dict[str, int]] = {}
    for row in engine.fetch(grouped).to_pylist():
        of_month = counts.setdefault(month(row[PERIOD]), {})
        of_month[row[STATE]] = of_month.get(row[STATE], 0) + int(row["n"])
        if row[STATE] == State.WAITING.value and row[SEEN]:
            of_month["event_already_seen"] = of_month.get("event_already_seen", 0) + int(row["n"])
    return MaturityCounts(tuple(PeriodMaturity(name, **counts[name]) for name in sorted(counts)))


def _built(
    engine: Engine,
    rows: ir.Table,
    asked: Asked,
    thresholds: tuple[Decimal, ...],
    progress: Callable[[Progress], None],
    maturity: MaturityCounts,
) -> tuple[ScoreTable, Resolution, Grouped]:
    attributes = {name: attribute(i) for i, name in enumerate(asked.declaration.predictions.by)}
    total = maturity.total
    number = total.rows - total.set_apart - total.unreadable
    if not number:
        raise refusal(
            f"None of {total.rows:,} rows is at risk of the target: all are set apart, or cannot be read",
            "Check the target's types and times, and the view's landmark",
        )

    def step(stage: str) -> None:
        progress(Progress(stage, 1, 3))

    grouped = few_enough(engine, rows, attributes, asked.limits, lambda _, written: level_name(written))
    loaded = Loaded(rows, SCORE, OUTCOME, PERIOD, tuple(grouped.attributes.values()))
    table, resolution = build(engine, loaded, grouped.attributes, thresholds, step, exact=number <= asked.exact_rows)
    counted = int(table.n[table.stratum == 0].sum())
    if counted != number:
        raise RuntimeError(f"{number:,} labelled rows were to be counted, {counted:,} were.")
    return table, resolution, grouped


def _clusters(
    engine: Engine, rows: ir.Table, view: ViewAccount, table: ScoreTable, resolution: Resolution, grouped: Grouped
) -> ClusterVariances | None:
    """None where every row is another patient's, so that there is nothing to take together."""
    if view.patients == view.rows:
        return None

    def level_of(_: str, written: str | None) -> str:
        return level_name(written)

    clustered = ClusteredRows(rows, SCORE, OUTCOME, PERIOD, PATIENT, grouped.attributes, level_of)
    return cluster_variances(engine, clustered, table, resolution.refinement)


def _view(engine: Engine, rows: ir.Table, declaration: Declaration) -> ViewAccount:
    scanned = rows[SCANNED].cast("float64")
    looked = (rows[LOOKED_UNTIL] - rows[AT]).cast("float64") / HOUR
    yes, no = rows[OUTCOME] == 1, rows[OUTCOME] == 0
    found = engine.fetch(
        rows.aggregate(
            n=rows.count(),
            patients=rows[PATIENT].nunique(),
            scanned_yes=scanned.mean(where=yes),
            scanned_no=scanned.mean(where=no),
            looked_yes=looked.mean(where=yes),
            looked_no=looked.mean(where=no),
        )
    ).to_pylist()[0]
    return ViewAccount(
        declaration.view.level,
        found["n"],
        found["patients"],
        found["scanned_yes"],
        found["scanned_no"],
        found["looked_yes"],
        found["looked_no"],
    )
