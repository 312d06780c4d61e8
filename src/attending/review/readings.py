"""A review of categorical readings: a log read where it lies, counted, measured. No database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np

from attending.analytics.classification import (
    READERS,
    ClassificationReview,
    DurationHistogram,
    PairedAreas,
    PairedDifference,
    PatientReadings,
    Reader,
    ReaderComparison,
    ReaderPerformance,
    Readings,
    ReadingTable,
    TurnaroundChange,
    TwoByTwo,
    agreement_of,
    compare_turnaround,
    merge_durations,
    paired_areas,
    reader_performance,
    review_classification,
    turnaround,
)
from attending.analytics.estimate import Estimate
from attending.analytics.peer_review.cohen import PairAgreement
from attending.analytics.records import from_record, to_record
from attending.analytics.stratum import OVERALL, Stratum
from attending.review.compute import versions
from attending.review.months import WINDOWS, months_before
from attending.sources import IntakeReport, Progress, silent
from attending.sources.readings import ReadingColumns, Scale, reduce_readings

MEASURED: Final = ("sensitivity", "specificity", "ppv", "npv")
_P90: Final = Decimal("0.9")
_NEARLY: Final = 0.95
_MONTH: Final = re.compile(r"(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class GroupReadings:
    """One subgroup or month: how many cases, how many verified, and each reader's measures at the cut."""

    stratum: Stratum
    first: str
    last: str
    cases: int
    verified: int
    readers: Mapping[str, Mapping[str, Estimate]]


@dataclass(frozen=True, slots=True)
class MonthTurnaround:
    """Turn-around of one month, or of all: finished and unfinished cases, median and 90th percentile in hours."""

    period: str
    finished: int
    unfinished: int
    median: Estimate
    p90: Estimate


@dataclass(frozen=True, slots=True)
class TurnaroundReview:
    """Turn-around over the whole log, by month, and before against from a month on where one was named."""

    overall: MonthTurnaround
    months: tuple[MonthTurnaround, ...]
    changed_from: str
    change: TurnaroundChange | None


@dataclass(frozen=True, slots=True)
class ReadingsReview:
    """Everything a review of readings says.

    `with_reference` is each reader's agreement with the reference, where both use the same categories. `windows` are
    everyone and each subgroup over the last 1, 3, 6 and 12 months, on which agreed limits are judged. The measures of
    a group are those at the cut, or of the category `positive_from` against all others where categories are neither
    ordered nor just two. `score_areas` holds the AUROC of the AI's score against each clinician's over categories, on
    the same cases. `patients` is how many the cases are of, where intervals take each patient's together;
    turn-around times stay counted as independent.
    """

    overall: ClassificationReview
    with_reference: Mapping[str, PairAgreement]
    subgroups: tuple[GroupReadings, ...]
    months: tuple[GroupReadings, ...]
    windows: tuple[GroupReadings, ...]
    turnaround: TurnaroundReview | None
    score_areas: Mapping[str, PairedAreas] = field(default_factory=dict)
    patients: int | None = None


@dataclass(frozen=True)
class ReadingsResult:
    """A review with all that is needed to believe it and to make it again."""

    review: ReadingsReview
    table: ReadingTable
    durations: tuple[DurationHistogram, ...]
    intake: IntakeReport
    columns: ReadingColumns
    scale: Scale
    changed_from: str
    versions: Mapping[str, str]

    @property
    def mapping(self) -> dict[str, Any]:
        """Which column was what and what was declared, as plain JSON."""
        return mapping_document(self.columns, self.scale, self.changed_from)

    @property
    def counts(self) -> dict[str, Any]:
        """The counts everything follows from, as plain JSON."""
        return {"readings": to_record(self.table), "durations": to_record(self.durations)}


def mapping_document(columns: ReadingColumns, scale: Scale, changed_from: str) -> dict[str, Any]:
    """What was asked of a log, as plain JSON."""
    return {"columns": to_record(columns), "scale": to_record(scale), "changed_from": changed_from}


def asked_of(document: Mapping[str, Any]) -> tuple[ReadingColumns, Scale, str]:
    """The inverse of ``mapping_document``."""
    columns, scale = from_record(ReadingColumns, document["columns"]), from_record(Scale, document["scale"])
    return columns, scale, str(document["changed_from"])


def run_readings(
    location: str | Path | Sequence[Path],
    columns: ReadingColumns,
    scale: Scale,
    *,
    changed_from: str = "",
    all_or_nothing: bool = False,
    manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
) -> ReadingsResult:
    """Review a log of cases. `changed_from` is the month (2026-03) from which turn-around is held against before.

    Raises ``sources.LogRefused``, ValueError.
    """
    if changed_from and not _MONTH.fullmatch(changed_from):
        raise ValueError(f"{changed_from!r} is not a month: write it as 2026-03.")
    found = reduce_readings(
        location, columns, scale, all_or_nothing=all_or_nothing, manifest=manifest, progress=progress
    )
    review = review_readings(
        found.table,
        found.durations,
        scale,
        changed_from=changed_from,
        patients=found.patients,
        score_areas={reader: paired_areas(*pair) for reader, pair in found.scored.items()},
    )
    return ReadingsResult(review, found.table, found.durations, found.intake, columns, scale, changed_from, versions())


def review_readings(
    table: ReadingTable,
    durations: Sequence[DurationHistogram],
    scale: Scale,
    *,
    changed_from: str = "",
    patients: PatientReadings | None = None,
    score_areas: Mapping[str, PairedAreas] | None = None,
) -> ReadingsReview:
    """Measure a table of readings and its durations; equal counts give equal results.

    With `patients`, the same cases with each one's patient, intervals take each patient's cases together.
    """
    cases = patients or _Parts.of(table)
    readings = cases.slice()
    overall = review_classification(
        table, positive_from=scale.positive_from, cut=scale.cut, given=_deciding(readings), patients=patients
    )
    strata = [stratum for stratum in table.strata if stratum != OVERALL]
    return ReadingsReview(
        overall,
        {
            reader: agreement_of(readings, readings.of(reader), readings.reference)
            for reader in READERS
            if reader in overall.readers and table.categories == table.references
        },
        tuple(_group(cases, stratum, scale, table.periods) for stratum in strata),
        tuple(_group(cases, OVERALL, scale, (month,)) for month in table.periods),
        tuple(_windows(cases, table, scale)),
        _turnaround(durations, changed_from),
        score_areas or {},
        None if readings.patient is None else len(np.unique(readings.patient)),
    )


def measures_at(performance: ReaderPerformance, scale: Scale) -> TwoByTwo:
    """A reader's table at the cut; where there is none, of the positive category against all others."""
    return performance.cuts[scale.cut] if performance.cuts else performance.categories[scale.cut]


def differences_at(comparison: ReaderComparison, scale: Scale) -> tuple[PairedDifference, PairedDifference]:
    """The paired differences in sensitivity and specificity at the cut."""
    if comparison.sensitivity_at_cut:
        return comparison.sensitivity_at_cut[scale.cut], comparison.specificity_at_cut[scale.cut]
    return comparison.sensitivity[scale.cut], comparison.specificity[scale.cut]


def document_of(review: ReadingsReview) -> dict[str, Any]:
    """The review as plain JSON, as it is kept."""
    document: dict[str, Any] = to_record(review)
    return document


def review_of(document: Mapping[str, Any]) -> ReadingsReview:
    """The kept review. Raises ValueError where the document is another kind."""
    return from_record(ReadingsReview, document)


def _deciding(readings: Readings) -> tuple[Reader, ...]:
    """Whose readings, beside the AI's, may have decided who was verified: who read nearly all that the AI read.

    A reader who saw few of them would leave few cases to correct with.
    """
    by_ai = readings.of("ai") >= 0
    return tuple(
        reader
        for reader in READERS
        if reader != "ai" and readings.cases(by_ai & (readings.of(reader) >= 0)) >= _NEARLY * readings.cases(by_ai) > 0
    )


@dataclass(frozen=True)
class _Parts:
    """The tables of each stratum alone, so that every cell is looked at once and not once for each stratum."""

    tables: Mapping[Stratum, ReadingTable]

    @classmethod
    def of(cls, table: ReadingTable) -> _Parts:
        cells: dict[int, list[tuple[int, int, int, int, int, int, int]]] = {i: [] for i in range(len(table.strata))}
        for stratum, period, reference, ai, alone, aided, n in table.cells:
            cells[stratum].append((0, period, reference, ai, alone, aided, n))
        declared = (table.categories, table.references, table.ordered)
        return cls(
            {
                name: ReadingTable(*declared, (name,), table.periods, tuple(cells[i]))
                for i, name in enumerate(table.strata)
            }
        )

    def slice(self, stratum: Stratum = OVERALL, months: Sequence[str] | None = None) -> Readings:
        part = self.tables[stratum]
        if months is None:
            return part.slice(stratum)
        kept = {part.periods.index(month) for month in months}
        return replace(part, cells=tuple(cell for cell in part.cells if cell[1] in kept)).slice(stratum)


def _group(cases: _Parts | PatientReadings, stratum: Stratum, scale: Scale, months: Sequence[str]) -> GroupReadings:
    readings = cases.slice(stratum, months)
    readers: dict[str, Mapping[str, Estimate]] = {}
    for reader in READERS:
        if (readings.of(reader) >= 0).any():
            readers[reader] = measures_at(reader_performance(readings, reader, scale.positive_from), scale).measures
    verified = readings.cases(readings.reference >= 0)
    return GroupReadings(stratum, months[0], months[-1], readings.total, verified, readers)


def _windows(cases: _Parts | PatientReadings, table: ReadingTable, scale: Scale) -> list[GroupReadings]:
    newest = table.periods[-1]
    found = []
    for count in WINDOWS:
        first = months_before(newest, count - 1)
        months = [month for month in table.periods if month >= first]
        for stratum in table.strata:
            group = _group(cases, stratum, scale, months)
            found.append(GroupReadings(stratum, first, newest, group.cases, group.verified, group.readers))
    return found


def _turnaround(durations: Sequence[DurationHistogram], changed_from: str) -> TurnaroundReview | None:
    if not durations:
        return None
    change = None
    before = [each for each in durations if each.period < changed_from]
    after = [each for each in durations if each.period >= changed_from]
    if changed_from and before and after:
        change = compare_turnaround(merge_durations(before, "before"), merge_durations(after, "after"))
    return TurnaroundReview(
        _month(merge_durations(durations, "all")), tuple(_month(each) for each in durations), changed_from, change
    )


def _month(histogram: DurationHistogram) -> MonthTurnaround:
    median, p90 = turnaround(histogram), turnaround(histogram, _P90)
    return MonthTurnaround(histogram.period, histogram.n, histogram.unfinished, median, p90)
