"""One log of the two, files or a table, checked where it lies by the rules that every log keeps, with its account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Final

import ibis
import ibis.expr.types as ir

from attending.sources import listing, quarantine
from attending.sources.clinical.columns import Column
from attending.sources.clinical.moments import instant
from attending.sources.duplicates import Deduplicated, deduplicate
from attending.sources.engine import AnyLayout, Engine
from attending.sources.limits import Limits
from attending.sources.report import LISTED, FileManifest, IntakeReport, LogRefused, Rejection, RuleCount
from attending.sources.rows import BAD, CUT, parsed
from attending.sources.rules import Fault, Place, words
from attending.sources.survey import Survey, count_faults
from attending.sources.time_zones import check_one_offset

_NUMBERS: Final = {"score", "outcome", "comparator", "hours", "input"}


@dataclass(frozen=True)
class Wanted:
    """What is asked of one log, wherever it lies; `key` are the columns that identify a row.

    `further` gives values and faults that replace those of the parts, for rules that depend on what is declared. Times
    without an offset are those of `time_zone`; without one they are UTC, and may not stand beside times with an offset.
    """

    columns: tuple[str, ...]
    key: tuple[str, ...]
    parts: tuple[Column, ...]
    limits: Limits
    further: Callable[[ir.Table], dict[str, ir.Value]] | None = None
    time_zone: str | None = None

    @property
    def numbers(self) -> frozenset[str]:
        """The columns that are read as numbers and as nothing else, so that 1 and 1.0 mean the same in them."""
        other = {each.column for each in self.parts if each.read not in _NUMBERS and each.told not in _NUMBERS}
        return frozenset(self.columns) - other

    @property
    def moments(self) -> tuple[str, ...]:
        """The engine's columns with the moments of times, in milliseconds since 1970."""
        return tuple(column.at for column in self.parts if column.moment)

    @property
    def told(self) -> tuple[Place, ...]:
        """The columns as the account names them."""
        return tuple(column.listed for column in self.parts)


@dataclass(frozen=True)
class Opened:
    """A log that is open, files or a table, before its rows are looked at.

    `survey` counts the rows of a layout, and may refuse them; `check_unchanged` is given how many rows were read, and
    raises LogRefused when the log is not what it was; `again` opens and checks it once more for its bad rows, where
    they may be written out.
    """

    engine: Engine
    layouts: tuple[AnyLayout, ...]
    files: tuple[FileManifest, ...]
    warnings: tuple[str, ...]
    survey: Callable[[AnyLayout, ir.Table], Survey]
    check_unchanged: Callable[[int], None]
    again: Callable[[], AbstractContextManager[Checked]] | None = None


@dataclass(frozen=True)
class Checked:
    """A log whose rows have been looked at, while its engine is open; `rows` are the good ones, each once."""

    opened: Opened
    tables: tuple[tuple[AnyLayout, ir.Table], ...]
    seen: Survey
    clean: Deduplicated
    report: IntakeReport

    @property
    def engine(self) -> Engine:
        """The engine that is open."""
        return self.opened.engine

    @property
    def rows(self) -> ir.Table:
        """The rows to use, with the columns of values and of moments."""
        return self.clean.rows

    def check_unchanged(self) -> None:
        """Raise LogRefused when the log changed while it was read."""
        self.opened.check_unchanged(self.seen.read)


def looked_at(opened: Opened, wanted: Wanted) -> Checked:
    """Check every row of an open log; raises LogRefused for what no row can be blamed for."""
    engine = opened.engine
    tables = tuple((lay, _with_moments(lay, wanted)) for lay in opened.layouts)
    seen = Survey.of_all([opened.survey(lay, rows) for lay, rows in tables])
    if wanted.time_zone is None:
        check_one_offset(engine, tables, wanted.told, seen.written)
    clean = deduplicate(engine, _together(tables, wanted), wanted.told, bad=seen.bad, following=wanted.moments)
    bare = Checked(opened, tables, seen, clean, IntakeReport())
    about = IntakeReport(files=opened.files, warnings=(*opened.warnings, *_zones_told(wanted, bare)))
    return replace(bare, report=_report(wanted, bare, about))


def admit(report: IntakeReport, limits: Limits, *, all_or_nothing: bool, may_be_empty: bool = False) -> None:
    """Raise LogRefused when too many rows are bad, or none is left."""
    allowed = 0 if all_or_nothing else limits.bad_share * report.read
    if (report.loaded or may_be_empty) and report.faulty <= allowed:
        return
    refused = replace(report, loaded=0, duplicate=0, quarantined=report.read)
    share = f"{report.faulty:,} of {report.read:,} rows are bad ({100 * report.faulty / report.read:.3g} %)"
    most = "none may be" if all_or_nothing else f"at most {100 * limits.bad_share:g} % may be"
    first = f" First: {report.rejections[0]}" if report.rejections else ""
    raise LogRefused(f"{share}, and {most}; nothing was loaded.{first}", refused)


def _with_moments(layout: AnyLayout, wanted: Wanted) -> ir.Table:
    """The parsed rows with their moments.

    Text that should be a time and is none makes its row bad, also where it may be empty. What may be empty becomes
    empty text: a null equals nothing, not even in a copy of the same row.
    """
    moments = {c.at: instant(layout, c.column, wanted.time_zone) for c in wanted.parts if c.moment}
    rows = parsed(layout, tuple(column.parsed for column in wanted.parts), wanted.limits, beside=moments)
    changed: dict[str, ir.Value] = {}
    for column in wanted.parts:
        value = rows[column.value]
        if column.moment:
            # Of a time that is read twice, for its month and its moment, one place is told.
            told = next((c for c in wanted.parts if c.read == "time" and c.column == column.column), column)
            before = rows[told.parsed.fault]
            wrong = (layout.dialect.stripped(value) != "") & rows[column.at].isnull()
            if told is not column:
                changed[column.parsed.fault] = ibis.literal(Fault.NONE.value, "int8")
            changed[told.parsed.fault] = ibis.cases(
                (before != Fault.NONE.value, before), (wrong, Fault.NOT_A_TIME.value), else_=Fault.NONE.value
            ).cast("int8")
        if column.parsed.part == "by" and column.told != "by":
            changed[column.value] = ibis.coalesce(value, ibis.literal(""))
    rows = rows.mutate(**changed)
    if wanted.further is not None:
        rows = rows.mutate(**wanted.further(rows))
    bad = reduce(or_, (rows[column.parsed.fault] != Fault.NONE.value for column in wanted.parts), rows[CUT])
    return rows.mutate(**{BAD: bad})


def _zones_told(wanted: Wanted, found: Checked) -> tuple[str, ...]:
    """A sentence on the moments that were read without an offset; none when each has one."""
    names = []
    for column in dict.fromkeys(each.column for each in wanted.parts if each.moment):
        types = [layout.table[layout.names[column]].type() for layout, _ in found.tables]
        if found.seen.written.get(column, (0, 0))[0] or any(
            kind.is_date() or (kind.is_timestamp() and kind.timezone is None) for kind in types
        ):
            names.append(column)
    if not names:
        return ()
    where = f"{wanted.time_zone}, as declared" if wanted.time_zone else "UTC"
    return (f"Times without an offset in {', '.join(names)} are read as {where}.",)


def _together(tables: Sequence[tuple[AnyLayout, ir.Table]], wanted: Wanted) -> ir.Table:
    places = wanted.told
    columns = [BAD, *(p.raw for p in places if p.part == "time"), *(p.value for p in places), *wanted.moments]
    selected = [rows.select(columns) for _, rows in tables]
    return selected[0].union(*selected[1:]) if len(selected) > 1 else selected[0]


def _report(wanted: Wanted, found: Checked, empty: IntakeReport) -> IntakeReport:
    faulty = found.seen.bad + found.clean.conflict
    counts: dict[tuple[str, str], int] = {}
    listed: tuple[Rejection, ...] = ()
    if found.seen.bad:
        for _, rows in found.tables:
            for count in count_faults(found.engine, rows, wanted.told):
                place = (count.column, count.rule)
                counts[place] = counts.get(place, 0) + count.count
    if found.clean.conflict:
        counts[", ".join(wanted.key), words(None, Fault.CONFLICT)[0]] = found.clean.conflict
    if faulty:
        listed = listing.rejections(_bad_rows(wanted, found, most=LISTED))
    return replace(
        empty,
        read=found.seen.read,
        loaded=found.seen.read - faulty - found.clean.duplicate,
        duplicate=found.clean.duplicate,
        quarantined=faulty,
        conflicts=found.clean.conflict,
        faulty=faulty,
        rejections=listed,
        rule_counts=tuple(RuleCount(column, rule, count) for (column, rule), count in counts.items()),
        write_bad_rows=_writer(wanted, found) if faulty else None,
    )


def _bad_rows(wanted: Wanted, found: Checked, most: int | None = None) -> Iterator[listing.BadRow]:
    return listing.bad_rows(found.engine, found.tables, wanted.told, found.clean.conflicting, most=most)


def _writer(wanted: Wanted, found: Checked) -> Callable[[Path], int] | None:
    again = found.opened.again
    if again is None:
        return None

    def write(path: Path) -> int:
        found.check_unchanged()
        with again() as reopened:
            return quarantine.write(path, _bad_rows(wanted, reopened), wanted.told)

    return write
