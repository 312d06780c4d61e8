"""Two logs, predictions and events, read where they lie and reduced to counts and sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import ibis
import ibis.expr.types as ir

from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.clustering import ClusterVariances
from attending.analytics.maturity import DelayCounts, MaturityCounts, PeriodMaturity
from attending.analytics.score_table import ScoreTable
from attending.analytics.timeliness import LeadTimeCounts, ResponseCounts
from attending.sources.case_blocks import CaseRows, case_blocks
from attending.sources.case_order import MOST_ROWS
from attending.sources.cells import Loaded
from attending.sources.clinical.columns import (
    of_events,
    of_predictions,
    standard_event_rows,
    standard_prediction_rows,
)
from attending.sources.clinical.declaration import Declaration
from attending.sources.clinical.doubt import set_aside, that_matter
from attending.sources.clinical.intake import Checked, Location, Wanted, admit, checked
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
from attending.sources.clinical.timing import (
    DELAY_EDGES,
    LEAD_EDGES,
    count_delays,
    count_lead_times,
    count_responses,
)
from attending.sources.clinical.views import LOOKED_UNTIL, SCANNED, viewed
from attending.sources.clustering import ClusteredRows, cluster_variances
from attending.sources.engine import Engine
from attending.sources.grouping import Grouped, few_enough
from attending.sources.limits import Limits
from attending.sources.names import level_name, month
from attending.sources.progress import Progress, silent
from attending.sources.reduction import checked_thresholds
from attending.sources.report import IntakeReport, refusal
from attending.sources.resolution import Resolution
from attending.sources.table import build

_TYPES_LISTED: Final = 200


@dataclass(frozen=True)
class EventAccount:
    """What became of the events: no row is dropped in silence.

    `declared` counts the rows of each declared event, `undeclared` those of types that no declaration names (the 200
    most frequent; `other_undeclared` the rest). `unmatched` rows belong to nobody with a prediction. `later` happened
    or arrived after the date of the review and were not used. `unreadable` counts, per declared event, rows whose value
    is missing or not what its rule compares. `complete_until` is how far events are complete, by `complete_rule`.

    `doubtful` counts the quarantined rows that may be the target, or an end of follow-up that takes a label away;
    `in_doubt` the rows of the review whose outcome is unknown because one of them could be theirs, and not known to be
    absent. `nameless` are those of the doubtful whose patient cannot be read: they may be anybody's.
    """

    declared: dict[str, int]
    undeclared: dict[str, int]
    other_undeclared: int
    unmatched: int
    later: int
    unreadable: dict[str, int]
    complete_until: datetime
    complete_rule: str
    doubtful: int = 0
    nameless: int = 0
    in_doubt: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the rows that were set aside mean for the outcomes, in sentences; none without such rows."""
        said = []
        if self.nameless:
            said.append(
                f"{_rows(self.nameless)} of the events had to be set aside and {_do(self.nameless)} not say whose: "
                "such an event is missed, and a prediction may count as without event that had one. Correct the "
                "events before you rely on this review."
            )
        if self.doubtful > self.nameless:
            named = self.doubtful - self.nameless
            said.append(
                f"{_rows(named)} of the events had to be set aside and may be outcomes: {self.in_doubt:,} of the "
                "review's rows that could have had them count as unknown, not as without event."
            )
        return tuple(said)


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _do(number: int) -> str:
    return "does" if number == 1 else "do"


@dataclass(frozen=True)
class ViewAccount:
    """What the rows of the review are: `rows` of the declared `level`, made by `patients` patients.

    For units with and without event: from how many predictions each score was picked on average (`scanned_*`), and how
    many hours lie between first and last of them (`looked_hours_*`). Where these differ much, "maximum before the
    event" compares unlike with unlike; a landmark makes them alike. None where there is no such unit.
    """

    level: str
    rows: int
    patients: int
    scanned_event: float | None
    scanned_no_event: float | None
    looked_hours_event: float | None
    looked_hours_no_event: float | None


@dataclass(frozen=True)
class ClinicalReduction:
    """What leaves the two logs: the score table of the declared view, the accounts, maturity and timeliness.

    Rows that are set apart or unreadable are not in the table; rows that wait or are lost are in it without a label.
    `clusters` holds the variances with each patient's rows together; None where every row is another patient's.
    `cases` holds each month's labelled rows in blocks of sums, in order of time.
    """

    table: ScoreTable
    resolution: Resolution
    predictions: IntakeReport
    events: IntakeReport
    event_account: EventAccount
    maturity: MaturityCounts
    delays: DelayCounts
    lead_times: tuple[LeadTimeCounts, ...]
    responses: tuple[ResponseCounts, ...]
    view: ViewAccount
    clusters: ClusterVariances | None
    cases: tuple[MonthBlocks, ...]


def reduce_clinical(
    predictions: Location,
    events: Location,
    declaration: Declaration,
    *,
    as_of: datetime,
    thresholds: Sequence[Decimal] = (),
    lead_edges: Sequence[float] = LEAD_EDGES,
    delay_edges: Sequence[float] = DELAY_EDGES,
    all_or_nothing: bool = False,
    predictions_manifest: Path | None = None,
    events_manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
    exact_rows: int = 500_000,
    limits: Limits | None = None,
) -> ClinicalReduction:
    """Read, check, join and reduce predictions and events: files, folders, patterns or lists, Parquet or CSV.

    `as_of` is the date of the review, with its offset from UTC; nothing that happened or arrived later is used, so an
    earlier review can be made again. Both logs keep the rules of every log: bad rows are listed and left out while they
    are few, else the log is refused. Partitions can be added up (`merge`) at alert level; at the other levels, and for
    timeliness, each unit must lie wholly in one partition.

    Raises LogRefused, with the report of the log in question, when one of them was not loaded; ValueError for
    thresholds that are none.
    """
    cutoffs = checked_thresholds(thresholds)
    bounds, now = limits or Limits(), milliseconds(as_of)
    named = declaration.predictions
    identity = (named.key,) if named.key else tuple(n for n in (named.patient, named.encounter, named.time) if n)
    wanted_predictions = Wanted(
        predictions, named.columns, identity, of_predictions(declaration), predictions_manifest, bounds,
        time_zone=declaration.time_zone,
    )  # fmt: skip
    named_events = declaration.events
    wanted_events = Wanted(
        events,
        named_events.columns,
        (named_events.key,) if named_events.key else named_events.columns,
        of_events(declaration),
        events_manifest,
        bounds,
        time_zone=declaration.time_zone,
    )
    with checked(wanted_predictions, progress) as made:
        admit(made.report, bounds, all_or_nothing=all_or_nothing)
        engine = made.engine
        scored = engine.keep("clinical_predictions", standard_prediction_rows(made.rows, declaration))
        with checked(wanted_events, progress) as came:
            admit(came.report, bounds, all_or_nothing=all_or_nothing)
            happened = _carried(came, engine, standard_event_rows(came.rows, declaration), "clinical_events")
            aside = doubtful = None
            if came.report.faulty:
                unread = set_aside(came.tables, came.clean.conflicting, declaration)
                aside = _carried(came, engine, unread, "clinical_doubtful")
                doubtful = that_matter(aside, declaration, now)
            came.check_unchanged()
            events_report = came.report
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
        table, resolution, grouped = _built(
            engine, reviewed, declaration, cutoffs, bounds, exact_rows, progress, maturity
        )
        progress(Progress("measuring timeliness", 2, 3))
        leads = count_lead_times(engine, alerts, happened, declaration, cutoffs, lead_edges, now)
        responses = count_responses(
            engine, scored, happened, declaration, cutoffs, complete_until=complete, as_of=now, aside=aside
        )
        delays = count_delays(
            engine, scored, happened, declaration, delay_edges, complete_until=complete, as_of=now, doubtful=doubtful
        )
        view = _view(engine, reviewed, declaration)
        clusters = _clusters(engine, reviewed, view, table, resolution, grouped)
        cases: tuple[MonthBlocks, ...] = ()
        if view.rows <= MOST_ROWS:
            order = (AT, *joining_keys(declaration))
            cases = case_blocks(engine, CaseRows(reviewed, SCORE, OUTCOME, PERIOD, order), table)
        made.check_unchanged()
        progress(Progress("done", 3, 3))
        return ClinicalReduction(
            table,
            resolution,
            replace(made.report, warnings=(*made.report.warnings, *grouped.left_out)),
            events_report,
            account,
            maturity,
            delays,
            leads,
            responses,
            view,
            clusters,
            cases,
        )


def _carried(came: Checked, engine: Engine, rows: ir.Table, name: str) -> ir.Table:
    """Rows of the events' engine, carried in batches into the engine that holds the predictions."""
    batches = came.engine.connection.to_pyarrow_batches(rows, chunk_size=100_000)
    raw = engine.connection.con
    arriving = f"arriving_{name}"
    raw.register(arriving, batches)
    carried = engine.keep(name, engine.connection.table(arriving))
    raw.unregister(arriving)
    return carried


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
    declaration: Declaration,
    thresholds: tuple[Decimal, ...],
    limits: Limits,
    exact_rows: int,
    progress: Callable[[Progress], None],
    maturity: MaturityCounts,
) -> tuple[ScoreTable, Resolution, Grouped]:
    attributes = {name: attribute(i) for i, name in enumerate(declaration.predictions.by)}
    total = maturity.total
    number = total.rows - total.set_apart - total.unreadable
    if not number:
        raise refusal(
            f"None of {total.rows:,} rows is at risk of the target: all are set apart, or cannot be read",
            "Check the target's types and times, and the view's landmark",
        )

    def step(stage: str) -> None:
        progress(Progress(stage, 1, 3))

    grouped = few_enough(engine, rows, attributes, limits, lambda _, written: level_name(written))
    loaded = Loaded(rows, SCORE, OUTCOME, PERIOD, tuple(grouped.attributes.values()))
    table, resolution = build(engine, loaded, grouped.attributes, thresholds, step, exact=number <= exact_rows)
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
    looked = (rows[LOOKED_UNTIL] - rows[AT]).cast("float64") / HOUR
    yes, no = rows[OUTCOME] == 1, rows[OUTCOME] == 0
    found = engine.fetch(
        rows.aggregate(
            n=rows.count(),
            patients=rows[PATIENT].nunique(),
            scanned_yes=rows[SCANNED].mean(where=yes),
            scanned_no=rows[SCANNED].mean(where=no),
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
