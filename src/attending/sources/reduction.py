"""A prediction log, read where it lies and reduced to counts and sums."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import ibis.expr.types as ir

from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.clustering import ClusterVariances
from attending.analytics.paired_influence import PairedClusters
from attending.analytics.paired_scores import PairedScores
from attending.analytics.score_table import ScoreTable
from attending.sources import listing, quarantine
from attending.sources.case_blocks import CaseRows, case_blocks, moment
from attending.sources.case_order import MOST_ROWS
from attending.sources.cells import Loaded
from attending.sources.clustering import ClusteredRows, cluster_variances
from attending.sources.crossed import level_reader, named_levels, with_crossed
from attending.sources.duplicates import Deduplicated, deduplicate
from attending.sources.engine import AnyLayout, Engine, open_engine
from attending.sources.grouping import few_enough, without_parts
from attending.sources.input_drift import input_table, wholly_missing
from attending.sources.input_kinds import input_kinds
from attending.sources.inspection import Inspection, inspect
from attending.sources.limits import Limits
from attending.sources.mapping import ColumnMapping
from attending.sources.paired import paired_scores
from attending.sources.progress import Progress, silent
from attending.sources.reduced import Reduction
from attending.sources.report import LISTED, FileManifest, IntakeReport, LogRefused, Rejection, RuleCount, refusal
from attending.sources.resolution import Fineness, Resolution
from attending.sources.rows import parsed
from attending.sources.rules import Fault, Place, places, words
from attending.sources.stored_writer import StoredWriter
from attending.sources.survey import Survey, count_faults, survey
from attending.sources.table import build
from attending.sources.thresholds import checked_thresholds as checked_thresholds
from attending.sources.time_zones import check_one_offset


@dataclass(frozen=True)
class Asked:
    """How the rows of a source are to be read."""

    mapping: ColumnMapping
    limits: Limits

    @property
    def places(self) -> tuple[Place, ...]:
        """Every mapped column in the part it plays."""
        return places(self.mapping)

    @property
    def written_time(self) -> str:
        """The column that holds each row's time as its log writes it."""
        return next(place.raw for place in self.places if place.part == "time")


@dataclass(frozen=True)
class Reading:
    """A source, files or a warehouse's table, whose rows have been looked at while `engine` is open.

    `check_unchanged` raises LogRefused when the source changed meanwhile; `again` opens it once more, for its bad rows.
    """

    asked: Asked
    engine: Engine
    tables: tuple[tuple[AnyLayout, ir.Table], ...]
    seen: Survey
    clean: Deduplicated
    files: tuple[FileManifest, ...]
    warnings: tuple[str, ...]
    check_unchanged: Callable[[], None]
    again: Callable[[], AbstractContextManager[Reading]]


def reduce_files(
    location: str | Path | Sequence[Path],
    manifest: Path | None,
    asked: Asked,
    inspection: Inspection,
    thresholds: tuple[Decimal, ...],
    fineness: Fineness,
    progress: Callable[[Progress], None],
    *,
    all_or_nothing: bool,
) -> Reduction:
    """Reduce files that are inspected; `location` and `manifest` find them again for the bad rows."""
    with _open(location, manifest, asked, progress, inspection) as reading:
        return reduce_reading(reading, thresholds, fineness, progress, all_or_nothing=all_or_nothing)


def reduce_reading(
    reading: Reading,
    thresholds: tuple[Decimal, ...],
    fineness: Fineness,
    progress: Callable[[Progress], None],
    *,
    all_or_nothing: bool,
) -> Reduction:
    """Account for the rows of an open source and reduce the good ones; raises LogRefused when none may load."""
    report = _report(reading)
    _admit(report, reading.asked.limits, all_or_nothing=all_or_nothing)
    found = _reduce(reading, thresholds, fineness, progress)
    report = replace(report, warnings=(*report.warnings, *found.left_out))
    table, comparison = found.table, found.comparison
    counted = int(table.n[table.stratum == 0].sum())
    if counted != report.loaded:
        raise refusal(
            f"{report.loaded:,} rows were to be loaded, {counted:,} were counted",
            "Review the log when nobody writes to it any more, or a copy of it",
        )
    inputs = None
    if reading.asked.mapping.inputs:
        inputs = input_table(reading.engine, reading.clean.rows, reading.asked.places, reading.asked.mapping, progress)
        report = replace(report, warnings=(*report.warnings, *wholly_missing(inputs)))
    reading.check_unchanged()
    return Reduction(
        table,
        (comparison[0][0], comparison[1][0]) if comparison else None,
        report,
        found.resolution,
        (comparison[0][1], comparison[1][1]) if comparison else None,
        found.clusters,
        found.paired,
        inputs,
        found.paired_clusters,
        found.cases,
    )


@dataclass(frozen=True)
class FilesAgain:
    """Opens the files of a log once more, if they are what they were; can be pickled."""

    location: str | Path | Sequence[Path]
    manifest: Path | None
    asked: Asked
    inspection: Inspection

    @contextmanager
    def __call__(self) -> Iterator[Reading]:
        """The log, read again."""
        self.inspection.check_unchanged()
        seen = inspect(self.location, self.asked.mapping, self.manifest, self.asked.limits, silent)
        with _open(self.location, self.manifest, self.asked, silent, seen) as reading:
            yield reading


@contextmanager
def _open(
    location: str | Path | Sequence[Path],
    manifest: Path | None,
    asked: Asked,
    progress: Callable[[Progress], None],
    inspection: Inspection,
) -> Iterator[Reading]:
    try:
        with open_engine(inspection, asked.limits) as engine:
            progress(Progress("checking the rows", 0, inspection.rows))
            kinds = input_kinds(engine, engine.layouts, asked.mapping)
            tables = tuple((lay, parsed(lay, asked.places, asked.limits, kinds.numeric)) for lay in engine.layouts)
            surveys = [survey(engine, lay, rows, asked.places) for lay, rows in tables]
            seen = Survey.of_all(surveys)
            check_one_offset(engine, tables, asked.places, seen.written)
            progress(Progress("checking the rows", inspection.rows, inspection.rows))
            if asked.mapping.key:
                progress(Progress("looking for duplicates", 0, 1))
            clean = deduplicate(
                engine, together(tables, asked.places), asked.places, bad=seen.bad, following=(asked.written_time,)
            )
            yield Reading(
                asked, engine, tables, seen, clean,
                inspection.files, (*inspection.warnings, *kinds.told), inspection.check_unchanged,
                FilesAgain(location, manifest, asked, inspection),
            )  # fmt: skip
    except LogRefused as refused:
        if refused.report.files:
            raise
        raise LogRefused(str(refused), replace(refused.report, files=inspection.files)) from None


def together(tables: Sequence[tuple[AnyLayout, ir.Table]], asked: tuple[Place, ...]) -> ir.Table:
    """The rows of all layouts as one table."""
    columns = ["bad", *(p.raw for p in asked if p.part == "time"), *(p.value for p in asked)]
    selected = [rows.select(columns) for _, rows in tables]
    return selected[0].union(*selected[1:]) if len(selected) > 1 else selected[0]


def _report(reading: Reading) -> IntakeReport:
    faulty = reading.seen.bad + reading.clean.conflict
    counts: dict[tuple[str, str], int] = {}
    listed: tuple[Rejection, ...] = ()
    if faulty:
        if reading.seen.bad:
            for _, rows in reading.tables:
                for count in count_faults(reading.engine, rows, reading.asked.places):
                    place = (count.column, count.rule)
                    counts[place] = counts.get(place, 0) + count.count
        if reading.clean.conflict:
            counts[", ".join(reading.asked.mapping.key), words(None, Fault.CONFLICT)[0]] = reading.clean.conflict
        listed = listing.rejections(_bad_rows(reading, most=LISTED))
    return IntakeReport(
        files=reading.files,
        read=reading.seen.read,
        loaded=reading.seen.read - faulty - reading.clean.duplicate,
        duplicate=reading.clean.duplicate,
        quarantined=faulty,
        conflicts=reading.clean.conflict,
        faulty=faulty,
        rejections=listed,
        rule_counts=tuple(RuleCount(column, rule, count) for (column, rule), count in counts.items()),
        warnings=reading.warnings,
        write_bad_rows=BadRowsWriter(reading.again, reading.asked.places) if faulty else None,
    )


def _bad_rows(reading: Reading, most: int | None = None) -> Iterator[listing.BadRow]:
    return listing.bad_rows(reading.engine, reading.tables, reading.asked.places, reading.clean.conflicting, most=most)


@dataclass(frozen=True)
class BadRowsWriter:
    """Writes the bad rows of a source that is opened again for it; pickled, it is read only when it writes."""

    again: Callable[[], AbstractContextManager[Reading]]
    places: tuple[Place, ...]

    def __call__(self, path: Path) -> int:
        """Write them as CSV; returns how many."""
        with self.again() as reopened:
            return quarantine.write(path, _bad_rows(reopened), self.places)

    def __reduce__(self) -> tuple[type[StoredWriter], tuple[bytes]]:
        return StoredWriter, (pickle.dumps((BadRowsWriter, self.again, self.places)),)


def _admit(report: IntakeReport, limits: Limits, *, all_or_nothing: bool) -> None:
    """Raise LogRefused when too many rows are bad, or none is left to load."""
    if report.loaded and report.faulty <= (0 if all_or_nothing else limits.bad_share * report.read):
        return
    refused = replace(report, loaded=0, duplicate=0, quarantined=report.read)
    share = f"{report.faulty:,} of {report.read:,} rows are bad ({100 * report.faulty / report.read:.3g} %)"
    allowed = "none may be" if all_or_nothing else f"at most {100 * limits.bad_share:g} % may be"
    first = f" First: {report.rejections[0]}" if report.rejections else ""
    raise LogRefused(f"{share}, and {allowed}; nothing was loaded.{first}", refused)


@dataclass(frozen=True)
class _Counted:
    """What the passes over the good rows give; `comparison` holds the tables of model and comparator, or nothing.

    `left_out` are sentences, one for each attribute or combination that is not in the tables.
    """

    table: ScoreTable
    resolution: Resolution
    comparison: list[tuple[ScoreTable, Resolution]]
    clusters: ClusterVariances | None
    paired: PairedScores | None
    paired_clusters: PairedClusters | None
    cases: tuple[MonthBlocks, ...]
    left_out: tuple[str, ...]


def _reduce(
    reading: Reading,
    thresholds: tuple[Decimal, ...],
    fineness: Fineness,
    progress: Callable[[Progress], None],
) -> _Counted:
    column = {place.part: place.value for place in reading.asked.places}
    attributes = {place.column: place.value for place in reading.asked.places if place.part == "by"}
    mapping = reading.asked.mapping
    read, limits = level_reader(mapping.crossed), reading.asked.limits
    single = few_enough(reading.engine, reading.clean.rows, attributes, limits, read)
    crossed, gone = without_parts(mapping.crossed, single.attributes)
    rows, combined = with_crossed(reading.clean.rows, reading.asked.places, crossed)
    several = few_enough(reading.engine, rows, combined, limits, read)
    attributes = single.attributes | several.attributes
    followed = "outcome" in column and reading.seen.read <= MOST_ROWS
    passes = (len(attributes) + 1) * (3 if mapping.comparator else 1)
    passes += bool(mapping.patient) + bool(mapping.comparator) + followed
    done = 0

    def step(stage: str) -> None:
        nonlocal done
        progress(Progress(stage, min(done, passes), passes))
        done += 1

    def one(rows: ir.Table, score: str) -> tuple[ScoreTable, Resolution]:
        loaded = Loaded(rows, score, column.get("outcome"), column["time"], tuple(attributes.values()))
        exact = fineness.exact(reading.seen.read)
        table, resolution = build(reading.engine, loaded, attributes, thresholds, step, exact=exact, fineness=fineness)
        return named_levels(table, crossed), resolution

    table, resolution = one(rows, column["score"])
    comparison, paired, paired_clusters = [], None, None
    if mapping.comparator is not None:
        both = rows.filter(rows[column["comparator"]].notnull())
        if reading.engine.fetch(both.aggregate(number=both.count()))["number"][0].as_py():
            comparison = [one(both, column["score"]), one(both, column["comparator"])]
            if "outcome" in column:
                step("pairing both scores")
                paired, paired_clusters = paired_scores(
                    reading.engine,
                    both,
                    column["score"],
                    column["comparator"],
                    column["outcome"],
                    thresholds,
                    exact=fineness.exact(reading.seen.read),
                    patient=column.get("patient"),
                )
    clusters = None
    if mapping.patient is not None:
        step("taking patients' rows together")
        clusters = cluster_variances(
            reading.engine,
            ClusteredRows(
                rows,
                column["score"],
                column.get("outcome"),
                column["time"],
                column["patient"],
                attributes,
                read,
            ),
            table,
            resolution.refinement,
        )
    cases: tuple[MonthBlocks, ...] = ()
    if followed:
        step("following the cases in order of time")
        keys = (place.value for place in reading.asked.places if place.part == "key")
        written = reading.asked.written_time
        timed = reading.clean.rows.mutate(**{written: moment(reading.clean.rows[written], reading.engine.dialect)})
        ordered = CaseRows(timed, column["score"], column["outcome"], column["time"], (written, *keys))
        cases = case_blocks(reading.engine, ordered, table)
    progress(Progress("done", passes, passes))
    left_out = (*single.left_out, *gone, *several.left_out)
    return _Counted(table, resolution, comparison, clusters, paired, paired_clusters, cases, left_out)
