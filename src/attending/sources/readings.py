"""A log of cases read in categories: checked like every log, and reduced to counts of readings and durations.

One row is one case: what the reference standard said, what the AI said, what the clinician said alone and with the AI.
Categories are declared, never guessed; one that is not declared makes its row bad. An empty reference is not known,
never negative; an empty reading was not made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np

from attending.analytics.classification import DurationHistogram, PatientReadings, Reader, ReadingTable
from attending.analytics.paired_influence import PairedClusters
from attending.analytics.paired_scores import PairedScores
from attending.analytics.stratum import OVERALL, Stratum
from attending.sources.clinical.columns import Column
from attending.sources.clinical.file_intake import checked_files
from attending.sources.clinical.intake import Checked, Wanted, admit
from attending.sources.grouping import few_enough
from attending.sources.limits import Limits
from attending.sources.names import level_name, month
from attending.sources.paired import paired_scores
from attending.sources.progress import Progress, silent
from attending.sources.report import IntakeReport, refusal
from attending.sources.rules import Fault

_QUARTERS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 60, 72, 84, 96)
_HOURS = (30, 36, 48, 60, 72, 96, 120, 168, 240, 336, 504, 720)

EDGES: Final = (*(Decimal(each) / 4 for each in _QUARTERS), *(Decimal(each) for each in _HOURS))
"""Hours at which durations are counted: from a quarter of an hour to 30 days."""

_WHOLE: Final = r"^([+-]?[0-9]+)[.]0+$"
_NUMBER: Final = r"^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$"
_MOST_CATEGORIES: Final = 50
_PATIENT: Final = "patient_number"


@dataclass(frozen=True, slots=True)
class Scale:
    """The categories that are declared, and from which one on a case is positive.

    `categories` are what readers may give and `references` what the reference standard may say, each ascending where
    `ordered`. References from `positive_from` on have the condition; readings from `cut` on call it. Raises ValueError
    when the declaration contradicts itself.
    """

    categories: tuple[str, ...]
    references: tuple[str, ...]
    ordered: bool
    positive_from: str
    cut: str

    def __post_init__(self) -> None:
        for names, what in ((self.categories, "categories"), (self.references, "reference categories")):
            if len(names) < 2 or len(set(names)) < len(names) or any(not name.strip() for name in names):
                raise ValueError(f"Declare at least two {what}, each once.")
            if len(names) > _MOST_CATEGORIES:
                raise ValueError(f"Declare at most {_MOST_CATEGORIES} {what}; group them first.")
        for name, names, what in (
            (self.positive_from, self.references, "The reference"),
            (self.cut, self.categories, "A reading"),
        ):
            if name not in names[1:]:
                raise ValueError(
                    f"{what} cannot be positive from {name!r} on: choose one of {', '.join(names[1:])}. "
                    "Write the categories from the most harmless to the most serious."
                )


@dataclass(frozen=True, slots=True)
class ReadingColumns:
    """The columns of the log; every other column is left alone.

    `reference`, `ai`, `clinician` and `with_ai` hold categories, `time` when the case was read (ISO 8601), `hours` the
    turn-around time in hours (empty: not finished), `by` attributes whose levels become subgroups, `key` what
    identifies one case (none: duplicates are not checked). `patient` is whom the case is about, so that intervals take
    a patient's cases together; no patient's value leaves the engine. `score` holds the AI's score from 0 to 1 behind
    its category, empty where it did not read. Raises ValueError when a column plays two parts.
    """

    reference: str
    ai: str
    time: str
    clinician: str | None = None
    with_ai: str | None = None
    hours: str | None = None
    by: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    patient: str | None = None
    score: str | None = None

    def __post_init__(self) -> None:
        if any(not name.strip() for name in self.columns):
            raise ValueError("A column name is empty: name the column as the log's header writes it.")
        for name in self.columns:
            if self.columns.count(name) > 1:
                raise ValueError(f"Column {name!r} is given two parts: each part needs a column of its own.")
        if OVERALL.attribute in self.by:
            raise ValueError(f"An attribute cannot be called {OVERALL.attribute!r}, which means everyone: rename it.")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column."""
        named = (
            *(self.reference, self.ai, self.clinician, self.with_ai, self.time, self.hours),
            *(*self.by, *self.key, self.patient, self.score),
        )
        return tuple(name for name in named if name is not None)

    @property
    def readers(self) -> tuple[str | None, str | None, str | None]:
        """The columns of the AI, the clinician alone and the clinician with AI."""
        return self.ai, self.clinician, self.with_ai


@dataclass(frozen=True)
class ReadingReduction:
    """What leaves a log: counts of readings, durations by month where they were given, and the account.

    `patients` counts the same cases by patient, under numbers that mean nothing outside; it is for intervals only and
    kept nowhere. `scored` holds, for each clinician's reading beside which the AI's score stands, their joint counts on
    verified cases.
    """

    table: ReadingTable
    durations: tuple[DurationHistogram, ...]
    intake: IntakeReport
    patients: PatientReadings | None
    scored: Mapping[Reader, tuple[PairedScores, PairedClusters | None]]


def reduce_readings(
    location: str | Path | Sequence[Path],
    columns: ReadingColumns,
    scale: Scale,
    *,
    all_or_nothing: bool = False,
    manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
    limits: Limits | None = None,
) -> ReadingReduction:
    """Read, check and count a log of cases: a file, a folder, a pattern, or a list of Parquet or CSV files.

    The structure is refused whole; bad rows are set aside while at most 1 % are bad, or none with `all_or_nothing`.
    Raises LogRefused, with the report, when nothing was loaded; ValueError where a score stands beside categories
    without order.
    """
    if columns.score is not None and not scale.ordered:
        raise ValueError("A score is held against readings in ordered categories: order them, or leave the score out.")
    bounds = limits or Limits()
    parts = _parts(columns)

    def further(rows: ir.Table) -> dict[str, ir.Value]:
        return _judged(rows, parts, columns, scale)

    wanted = Wanted(columns.columns, columns.key, parts, bounds, further)
    with checked_files(location, manifest, wanted, progress) as log:
        admit(log.report, bounds, all_or_nothing=all_or_nothing)
        progress(Progress("counting the readings", 0, 1))
        value = {part.column: part.value for part in parts}
        table, patients, left_out = _counted(log, columns, scale, value, bounds)
        scored = _scored(log, columns, scale, value)
        durations = _durations(log, value[columns.time], None if columns.hours is None else value[columns.hours])
        log.check_unchanged()
        progress(Progress("done", 1, 1))
        report = replace(log.report, warnings=(*log.report.warnings, *left_out))
        return ReadingReduction(table, durations, report, patients, scored)


def _parts(columns: ReadingColumns) -> tuple[Column, ...]:
    parts: list[Column] = []

    def add(name: str | None, read: Any, told: Any) -> None:
        if name is not None:
            parts.append(Column(len(parts), name, read, told))

    for name in (columns.reference, *columns.readers):
        add(name, "by", "category")
    add(columns.time, "time", "time")
    add(columns.hours, "by", "hours")
    for name in columns.by:
        add(name, "by", "by")
    for name in columns.key:
        add(name, "key", "key")
    add(columns.patient, "key", "patient")
    add(columns.score, "comparator", "comparator")
    return tuple(parts)


def _judged(rows: ir.Table, parts: tuple[Column, ...], columns: ReadingColumns, scale: Scale) -> dict[str, ir.Value]:
    """The category or the hours of each value that has one, and the fault of each that should and has none."""
    changed: dict[str, ir.Value] = {}
    for part in parts:
        if part.told not in ("category", "hours"):
            continue
        text = rows[part.value].strip()
        before = rows[part.parsed.fault]
        empty = text == ""
        if part.told == "category":
            allowed = list(scale.references if part.column == columns.reference else scale.categories)
            # A column of whole numbers with gaps is often stored with decimals: 4.0 is category 4.
            value = ibis.ifelse(text.isin(allowed), text, text.re_replace(_WHOLE, r"\1"))
            wrong = [(~empty & ~value.isin(allowed), Fault.UNDECLARED.value)]
        else:
            value = text
            number = ibis.ifelse(text.re_search(_NUMBER), text, ibis.null("string")).try_cast("float64")
            wrong = [
                (~empty & (number.isnull() | number.isinf()), Fault.NOT_A_NUMBER.value),
                (~empty & (number < 0), Fault.NEGATIVE.value),
            ]
        changed[part.value] = value
        changed[part.parsed.fault] = ibis.cases((before != Fault.NONE.value, before), *wrong, else_=before).cast("int8")
    return changed


def _counted(
    log: Checked, columns: ReadingColumns, scale: Scale, value: dict[str, str], limits: Limits
) -> tuple[ReadingTable, PatientReadings | None, tuple[str, ...]]:
    """The table, the same by patient, and a sentence for each attribute that has too many levels to be in them."""
    read = [value[name] if name is not None else None for name in columns.readers]
    keys = [value[columns.time], value[columns.reference], *(name for name in read if name is not None)]
    at = {name: i for i, name in enumerate(scale.categories)} | {"": -1}
    truth = {name: i for i, name in enumerate(scale.references)} | {"": -1}

    rows = log.rows
    if columns.patient is not None:
        rows = rows.mutate(**{_PATIENT: ibis.dense_rank().over(order_by=rows[value[columns.patient]])})
        keys.append(_PATIENT)

    def coded(row: dict[str, Any]) -> tuple[int, int, int, int, int, int]:
        given = [-1 if name is None else at[row[name]] for name in read]
        return row[keys[0]], truth[row[keys[1]]], given[0], given[1], given[2], row.get(_PATIENT, 0)

    sums: Counter[tuple[Stratum, int, int, int, int, int, int]] = Counter()
    for row in _groups(log, rows, keys):
        sums[(OVERALL, *coded(row))] += row["n"]
    counted = sum(sums.values())
    if counted != log.report.loaded:
        raise refusal(
            f"{log.report.loaded:,} rows were to be loaded, {counted:,} were counted",
            "Review the log when nobody writes to it any more, or a copy of it",
        )
    attributes = {name: value[name] for name in columns.by}
    grouped = few_enough(log.engine, log.rows, attributes, limits, lambda _, written: level_name(written))
    for name, column in grouped.attributes.items():
        for row in _groups(log, rows, [*keys, column]):
            sums[(Stratum(name, level_name(row[column])), *coded(row))] += row["n"]
    order = {name: i for i, name in enumerate((OVERALL.attribute, *columns.by))}
    strata = tuple(sorted({key[0] for key in sums}, key=lambda s: (order[s.attribute], s.level)))
    months = sorted({key[1] for key in sums})
    stratum_at = {stratum: i for i, stratum in enumerate(strata)}
    month_at = {period: i for i, period in enumerate(months)}
    by_patient = sorted((stratum_at[k[0]], month_at[k[1]], *k[2:], n) for k, n in sums.items())
    cells: Counter[tuple[int, int, int, int, int, int]] = Counter()
    for s, p, reference, ai, alone, aided, _, n in by_patient:
        cells[s, p, reference, ai, alone, aided] += n
    declared = (scale.categories, scale.references, scale.ordered, strata, tuple(month(period) for period in months))
    table = ReadingTable(*declared, tuple((*key, n) for key, n in sorted(cells.items())))
    patients = None
    if columns.patient is not None:
        patients = PatientReadings(*declared, np.array(by_patient, dtype=np.int64))
    return table, patients, grouped.left_out


def _scored(
    log: Checked, columns: ReadingColumns, scale: Scale, value: dict[str, str]
) -> dict[Reader, tuple[PairedScores, PairedClusters | None]]:
    """The AI's score beside each clinician's category, on verified cases that have both."""
    if columns.score is None:
        return {}
    ill = list(scale.references[scale.references.index(scale.positive_from) :])
    found: dict[Reader, tuple[PairedScores, PairedClusters | None]] = {}
    readers: tuple[tuple[Reader, str | None], ...] = (("clinician", columns.clinician), ("with_ai", columns.with_ai))
    for reader, column in readers:
        if column is None:
            continue
        reading, reference = log.rows[value[column]], log.rows[value[columns.reference]]
        both = log.rows.filter(log.rows[value[columns.score]].notnull() & (reading != "") & (reference != ""))
        top = len(scale.categories) - 1
        placed = both.mutate(
            place_of_reading=ibis.cases(
                *((both[value[column]] == name, i / top) for i, name in enumerate(scale.categories))
            ).cast("float64"),
            ill=both[value[columns.reference]].isin(ill).cast("int8"),
        )
        score, patient = value[columns.score], None if columns.patient is None else value[columns.patient]
        found[reader] = paired_scores(
            log.engine, placed, score, "place_of_reading", "ill", (), exact=False, patient=patient
        )
    return found


def _durations(log: Checked, time: str, hours: str | None) -> tuple[DurationHistogram, ...]:
    """Cases by month and duration; a case without one is not finished."""
    if hours is None:
        return ()
    number = log.rows[hours].nullif("").try_cast("float64")
    bins = [(number.isnull(), -1), *((number < float(edge), i) for i, edge in enumerate(EDGES[1:]))]
    counts: dict[int, Counter[int]] = {}
    placed = log.rows.mutate(bin=ibis.cases(*bins, else_=len(EDGES) - 1))
    grouped = placed.group_by([time, "bin"]).aggregate(n=placed.count())
    for row in log.engine.fetch(grouped).to_pylist():
        counts.setdefault(row[time], Counter())[row["bin"]] += row["n"]
    return tuple(
        DurationHistogram(month(period), EDGES, tuple(found[i] for i in range(len(EDGES))), found[-1])
        for period, found in sorted(counts.items())
    )


def _groups(log: Checked, rows: ir.Table, keys: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log.engine.fetch(rows.group_by(keys).aggregate(n=rows.count())).to_pylist()
    return found
