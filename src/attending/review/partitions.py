"""A review from stored partitions: only files that are new or changed are read, the rest is added up. No database."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np

from attending.analytics import ScoreTable
from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.score_table_storage import from_bytes, to_bytes
from attending.review.compute import ReviewResult, reviewed, with_control
from attending.review.rules.chart_data import calendar
from attending.sources import ColumnMapping, FileManifest, IntakeReport, Limits, Progress, RuleCount, reduce_log, silent
from attending.sources.locate import LogFile, locate
from attending.sources.reduced import Reduction
from attending.sources.resolution import Resolution

BINS: Final = "fixed-bins/1"
CASES: Final = "case-blocks/1"
WITHIN_FILES: Final = "Rows that came again were looked for within each file, not between files."


@dataclass(frozen=True)
class Partition:
    """One file of a log, reduced: its score table as bytes, the account of its rows, and its cases in blocks."""

    name: str
    sha256: str
    first_month: str
    last_month: str
    rows: int
    table: bytes
    intake: Mapping[str, Any]
    cases: tuple[MonthBlocks, ...] = ()


@dataclass(frozen=True)
class Update:
    """A review of every partition together; `read` names the files that were new or changed."""

    result: ReviewResult
    partitions: tuple[Partition, ...]
    read: tuple[str, ...]


def mapping_kept(mapping: ColumnMapping) -> ColumnMapping:
    """What of a mapping can be added up: a second score, the patient and the inputs need the whole log at once."""
    return replace(mapping, comparator=None, patient=None, inputs=(), input_buckets=(), numeric=(), categorical=())


def fingerprint(mapping: ColumnMapping, thresholds: Sequence[Decimal]) -> str:
    """What partitions must share to be added up."""
    told = asdict(mapping) | {
        "thresholds": [str(each) for each in sorted(set(thresholds))],
        "bins": BINS,
        "cases": CASES,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def update(
    location: str,
    mapping: ColumnMapping,
    known: Mapping[str, Partition],
    *,
    thresholds: Sequence[Decimal] = (),
    conditional_on: str | None = None,
    progress: Callable[[Progress], None] = silent,
) -> Update:
    """Review the files at `location`, of which `known` partitions, by file name, are not read again while unchanged.

    Raises ``sources.LogRefused`` for the first file that cannot be loaded; nothing is kept then.
    """
    kept = mapping_kept(with_control(mapping, conditional_on))
    files = locate(location, most=Limits().files).files
    partitions, read = [], []
    for number, file in enumerate(files):
        progress(Progress(f"looking at {file.name}", number, len(files)))
        standing = known.get(file.name)
        if standing is None or standing.sha256 != _sha256(file):
            standing = _reduced(file, kept, thresholds, progress)
            read.append(file.name)
        partitions.append(standing)
    tables = [from_bytes(each.table) for each in partitions]
    table = ScoreTable.merge(in_every(tables))
    bound = reviewed_bound(table)
    cases = followed([(each.periods, part.cases) for each, part in zip(tables, partitions, strict=True)])
    resolution = Resolution(table.exact, _bins(table), 0, bound)
    reduction = Reduction(table, None, _together(partitions), resolution, None, cases=cases)
    return Update(reviewed(reduction, kept, conditional_on), tuple(partitions), tuple(read))


def in_every(tables: Sequence[ScoreTable]) -> list[ScoreTable]:
    """The tables without the attributes that were left out of one of them: half an attribute is none."""
    shared = set.intersection(*({stratum.attribute for stratum in table.strata} for table in tables))
    return [_without_others(table, shared) for table in tables]


def followed(parts: Sequence[tuple[Sequence[str], Sequence[MonthBlocks]]]) -> tuple[MonthBlocks, ...]:
    """The blocks of the months that lie in one file each, given every file's months: of two files, nothing says whose
    cases came first.
    """
    files = Counter(month for months, _ in parts for month in months)
    alone = [
        each
        for _, cases in parts
        for each in cases
        if all(files[month] <= 1 for month in calendar(each.since, each.period))
    ]
    return tuple(sorted(alone, key=lambda each: each.period))


def _without_others(table: ScoreTable, attributes: set[str]) -> ScoreTable:
    stay = [i for i, stratum in enumerate(table.strata) if stratum.attribute in attributes]
    if len(stay) == len(table.strata):
        return table
    number = np.full(len(table.strata), -1, dtype=np.int32)
    number[stay] = np.arange(len(stay), dtype=np.int32)
    rows = number[table.stratum] >= 0
    columns = {
        each.name: getattr(table, each.name)[rows]
        for each in fields(ScoreTable)
        if isinstance(getattr(table, each.name), np.ndarray)
    }
    columns["stratum"] = number[columns["stratum"]]
    return replace(table, strata=tuple(table.strata[i] for i in stay), **columns)


def reviewed_bound(table: ScoreTable) -> float:
    """How far the binned overall AUROC may lie from the exact one."""
    from attending.analytics import OVERALL
    from attending.analytics.discrimination import auroc

    return auroc(table.slice(OVERALL)).bound


def _bins(table: ScoreTable) -> int:
    return len(set(table.bin.tolist()))


def _sha256(file: LogFile) -> str:
    with file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _reduced(
    file: LogFile, mapping: ColumnMapping, thresholds: Sequence[Decimal], progress: Callable[[Progress], None]
) -> Partition:
    reduction = reduce_log(Path(file.path), mapping, thresholds=thresholds, bins="fixed", progress=progress)
    (manifest,) = reduction.intake.files
    intake = reduction.intake.to_document()
    intake["files"] = [{**each, "name": file.name} for each in intake["files"]]
    return Partition(
        file.name,
        manifest.sha256,
        reduction.table.periods[0],
        reduction.table.periods[-1],
        reduction.intake.loaded,
        to_bytes(reduction.table),
        intake,
        reduction.cases,
    )


def _together(partitions: Sequence[Partition]) -> IntakeReport:
    """The account of all files; rejected rows are counted, their list stays with the file that was read."""
    told = [each.intake for each in partitions]

    def total(name: str) -> int:
        return sum(int(each[name]) for each in told)

    rules: dict[tuple[str, str], int] = {}
    for each in told:
        for count in each["rule_counts"]:
            place = (count["column"], count["rule"])
            rules[place] = rules.get(place, 0) + count["count"]
    warnings = dict.fromkeys(sentence for each in told for sentence in each["warnings"])
    return IntakeReport(
        files=tuple(FileManifest(**file) for each in told for file in each["files"]),
        read=total("read"),
        loaded=total("loaded"),
        duplicate=total("duplicate"),
        quarantined=total("quarantined"),
        conflicts=total("conflicts"),
        faulty=total("faulty"),
        rule_counts=tuple(RuleCount(column, rule, count) for (column, rule), count in rules.items()),
        warnings=(*warnings, WITHIN_FILES),
    )
