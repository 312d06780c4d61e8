"""A prediction log, read where it lies and reduced to counts and sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import ibis.expr.types as ir

from attending.analytics.score_table import ScoreTable
from attending.sources import listing, quarantine
from attending.sources.cells import Loaded
from attending.sources.duplicates import Deduplicated, deduplicate
from attending.sources.engine import Engine, Layout, open_engine
from attending.sources.inspection import Inspection, inspect
from attending.sources.limits import Limits
from attending.sources.mapping import ColumnMapping
from attending.sources.progress import Progress, silent
from attending.sources.report import LISTED, IntakeReport, LogRefused, Rejection, RuleCount, refusal
from attending.sources.rows import parsed
from attending.sources.rules import Fault, Place, places, words
from attending.sources.survey import Survey, count_faults, survey
from attending.sources.table import Resolution, build


@dataclass(frozen=True)
class Reduction:
    """What leaves a log: the score table, the same for model and comparator on the rows that have both, the account.

    `resolution` says how finely scores were told apart, `comparison_resolution` the same for model and comparator.
    """

    table: ScoreTable
    comparison: tuple[ScoreTable, ScoreTable] | None
    intake: IntakeReport
    resolution: Resolution
    comparison_resolution: tuple[Resolution, Resolution] | None


@dataclass(frozen=True)
class _Request:
    """What was asked, so that the log can be read again for its bad rows."""

    location: str | Path | Sequence[Path]
    mapping: ColumnMapping
    manifest: Path | None
    limits: Limits

    @property
    def places(self) -> tuple[Place, ...]:
        return places(self.mapping)


@dataclass(frozen=True)
class _Reading:
    """A log whose rows have been looked at."""

    inspection: Inspection
    engine: Engine
    tables: tuple[tuple[Layout, ir.Table], ...]
    seen: Survey
    clean: Deduplicated


def reduce_log(
    location: str | Path | Sequence[Path],
    mapping: ColumnMapping,
    *,
    thresholds: Sequence[Decimal] = (),
    all_or_nothing: bool = False,
    manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
    exact_rows: int = 500_000,
    limits: Limits | None = None,
) -> Reduction:
    """Read, check and reduce a prediction log: a file, a folder, a pattern, or a list of Parquet or CSV files.

    `thresholds` are decimals in [0, 1]; a row is flagged when score >= threshold. Logs of at most `exact_rows` rows
    keep each distinct score, larger ones are binned (`Reduction.resolution`). Months are those the timestamps write;
    a timestamp without an offset is UTC. Good rows load when at most 1 % are bad, or, with `all_or_nothing`, when none
    is. Nothing is written anywhere but the engine's temporary folder, which is removed.

    Raises LogRefused, with the report, when nothing was loaded; ValueError for thresholds that are none.
    """
    edges = _edges(thresholds)
    request = _Request(location, mapping, manifest, limits or Limits())
    with _open(request, progress) as reading:
        report = _report(request, reading)
        _admit(report, request.limits, all_or_nothing=all_or_nothing)
        table, resolution, comparison = _reduce(request, reading, edges, exact_rows, progress)
        if int(table.n[table.stratum == 0].sum()) != report.loaded:
            raise refusal(
                f"{report.loaded:,} rows were to be loaded, {int(table.n[table.stratum == 0].sum()):,} were counted",
                "Review the log when nobody writes to it any more, or a copy of it",
            )
        reading.inspection.check_unchanged()
    return Reduction(
        table,
        (comparison[0][0], comparison[1][0]) if comparison else None,
        report,
        resolution,
        (comparison[0][1], comparison[1][1]) if comparison else None,
    )


def _edges(thresholds: Sequence[Decimal]) -> tuple[Decimal, ...]:
    for threshold in thresholds:
        if not isinstance(threshold, Decimal) or not threshold.is_finite() or not 0 <= threshold <= 1:
            raise ValueError(f"A threshold is a decimal from 0 to 1, not {threshold!r}.")
    return tuple(sorted(set(thresholds)))


@contextmanager
def _open(request: _Request, progress: Callable[[Progress], None]) -> Iterator[_Reading]:
    inspection = inspect(request.location, request.mapping, request.manifest, request.limits, progress)
    try:
        with open_engine(inspection, request.limits) as engine:
            progress(Progress("checking the rows", 0, inspection.rows))
            tables = tuple((lay, parsed(lay, request.places, request.limits)) for lay in engine.layouts)
            surveys = [survey(engine, lay, rows, request.places, request.limits) for lay, rows in tables]
            seen = Survey(sum(s.read for s in surveys), sum(s.bad for s in surveys))
            progress(Progress("checking the rows", inspection.rows, inspection.rows))
            if request.mapping.key:
                progress(Progress("looking for duplicates", 0, 1))
            clean = deduplicate(engine, _together(tables, request.places), request.places, bad=seen.bad)
            yield _Reading(inspection, engine, tables, seen, clean)
    except LogRefused as refused:
        if refused.report.files:
            raise
        raise LogRefused(str(refused), replace(refused.report, files=inspection.files)) from None


def _together(tables: Sequence[tuple[Layout, ir.Table]], asked: tuple[Place, ...]) -> ir.Table:
    """The rows of all layouts as one table."""
    columns = ["bad", *(p.raw for p in asked if p.part == "time"), *(p.value for p in asked)]
    selected = [rows.select(columns) for _, rows in tables]
    return selected[0].union(*selected[1:]) if len(selected) > 1 else selected[0]


def _report(request: _Request, reading: _Reading) -> IntakeReport:
    faulty = reading.seen.bad + reading.clean.conflict
    counts: dict[tuple[str, str], int] = {}
    listed: tuple[Rejection, ...] = ()
    if faulty:
        if reading.seen.bad:
            for _, rows in reading.tables:
                for count in count_faults(reading.engine, rows, request.places):
                    place = (count.column, count.rule)
                    counts[place] = counts.get(place, 0) + count.count
        if reading.clean.conflict:
            counts[", ".join(request.mapping.key), words(None, Fault.CONFLICT)[0]] = reading.clean.conflict
        listed = listing.rejections(_bad_rows(request, reading, most=LISTED))
    return IntakeReport(
        files=reading.inspection.files,
        read=reading.seen.read,
        loaded=reading.seen.read - faulty - reading.clean.duplicate,
        duplicate=reading.clean.duplicate,
        quarantined=faulty,
        conflicts=reading.clean.conflict,
        faulty=faulty,
        rejections=listed,
        rule_counts=tuple(RuleCount(column, rule, count) for (column, rule), count in counts.items()),
        warnings=reading.inspection.warnings,
        write_bad_rows=_writer(request, reading.inspection) if faulty else None,
    )


def _bad_rows(request: _Request, reading: _Reading, most: int | None = None) -> Iterator[listing.BadRow]:
    return listing.bad_rows(reading.engine, reading.tables, request.places, reading.clean.conflicting, most=most)


def _writer(request: _Request, inspection: Inspection) -> Callable[[Path], int]:
    def write(path: Path) -> int:
        inspection.check_unchanged()
        with _open(request, silent) as again:
            return quarantine.write(path, _bad_rows(request, again), request.places)

    return write


def _admit(report: IntakeReport, limits: Limits, *, all_or_nothing: bool) -> None:
    """Raise LogRefused when too many rows are bad, or none is left to load."""
    if report.loaded and report.faulty <= (0 if all_or_nothing else limits.bad_share * report.read):
        return
    refused = replace(report, loaded=0, duplicate=0, quarantined=report.read)
    share = f"{report.faulty:,} of {report.read:,} rows are bad ({100 * report.faulty / report.read:.3g} %)"
    allowed = "none may be" if all_or_nothing else f"at most {100 * limits.bad_share:g} % may be"
    first = f" First: {report.rejections[0]}" if report.rejections else ""
    raise LogRefused(f"{share}, and {allowed}; nothing was loaded.{first}", refused)


def _reduce(
    request: _Request,
    reading: _Reading,
    thresholds: tuple[Decimal, ...],
    exact_rows: int,
    progress: Callable[[Progress], None],
) -> tuple[ScoreTable, Resolution, list[tuple[ScoreTable, Resolution]]]:
    column = {place.part: place.value for place in request.places}
    attributes = {place.column: place.value for place in request.places if place.part == "by"}
    passes = (len(attributes) + 1) * (3 if request.mapping.comparator else 1)
    done = 0

    def step(stage: str) -> None:
        nonlocal done
        progress(Progress(stage, min(done, passes), passes))
        done += 1

    def one(rows: ir.Table, score: str) -> tuple[ScoreTable, Resolution]:
        loaded = Loaded(rows, score, column.get("outcome"), column["time"], tuple(attributes.values()))
        exact = reading.seen.read <= exact_rows
        return build(reading.engine, loaded, attributes, thresholds, request.limits, step, exact=exact)

    rows = reading.clean.rows
    table, resolution = one(rows, column["score"])
    comparison = []
    if request.mapping.comparator is not None:
        both = rows.filter(rows[column["comparator"]].notnull())
        if reading.engine.fetch(both.aggregate(number=both.count()))["number"][0].as_py():
            comparison = [one(both, column["score"]), one(both, column["comparator"])]
    progress(Progress("done", passes, passes))
    return table, resolution, comparison
