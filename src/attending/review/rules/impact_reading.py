"""Aggregates for an impact evaluation, read from CSV: every fault is named by line, column, value and expectation."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from attending.analytics.impact.panel import BadPanelError, Cell, Period, ordinal, period_name
from attending.program.rules import Refused
from attending.review.rules.impact_settings import Settings, read_period

MOST_BYTES: Final = 2 * 2**20
MOST_ROWS: Final = 20_000
TOO_LARGE: Final = f"The file is larger than {MOST_BYTES // 2**20} MB; aggregates of months are far smaller."
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place; ``line`` is None for what is missing from the whole file."""

    line: int | None
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = f"Line {self.line}, " if self.line is not None else ""
        return f"{place}{self.column}: {self.value or 'empty'}; {self.expected}"


class DataRefused(Refused):
    """The file was not taken; ``faults`` names everything that is wrong with it."""

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


def columns_of(settings: Settings) -> tuple[str, ...]:
    """The columns a file must have, no more and no fewer."""
    held = ("value",) if settings.kind in ("mean", "count") else ("numerator", "denominator")
    return ("period", "unit", *held, *settings.covariates)


def read_cells(content: bytes, settings: Settings) -> tuple[Cell, ...]:
    """One cell per unit and period; raises DataRefused listing every fault."""
    if len(content) > MOST_BYTES:
        raise DataRefused(TOO_LARGE)
    header, rows = _rows(content)
    wanted = columns_of(settings)
    faults = list(_header_faults(header, wanted))
    if faults:
        raise DataRefused("The columns are not those that were declared.", faults)
    if not rows:
        raise DataRefused("The file has no rows below its header.")
    if len(rows) > MOST_ROWS:
        raise DataRefused(f"The file has {len(rows):,} rows; at most {MOST_ROWS:,} are expected.")
    cells: list[Cell] = []
    places: dict[tuple[str, Period], int] = {}
    for line, row in rows:
        if len(row) != len(header):
            faults.append(Fault(line, "row", ", ".join(row)[:80], f"{len(header)} cells expected, found {len(row)}"))
            continue
        named = dict(zip(header, row, strict=True))
        bad = list(_row_faults(line, named, settings))
        faults += bad
        if bad:
            continue
        cell = _cell(named, settings)
        first = places.setdefault((cell.unit, cell.period), line)
        if first != line:
            expected = f"one row per unit and period; the same is in line {first}. Hand over aggregates, not patients"
            faults.append(Fault(line, "unit, period", f"{cell.unit}, {cell.period}", expected))
        cells.append(cell)
    if not faults:
        faults = list(_gaps(cells, settings))
    if faults:
        count = "1 thing is" if len(faults) == 1 else f"{len(faults):,} things are"
        raise DataRefused(f"Nothing was taken: {count} wrong in this file.", faults)
    return tuple(cells)


def _rows(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataRefused(f"Line {line} is not UTF-8 text. Save the file as CSV in UTF-8.") from None
    if "\x00" in text:
        raise DataRefused("The file is not text. Save it as CSV in UTF-8.")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error as problem:
        raise DataRefused(f"Line {reader.line_num} cannot be read as CSV: {problem}.") from None
    if not any(header):
        raise DataRefused("The file is empty.")
    return header, rows


def _header_faults(header: Sequence[str], wanted: Sequence[str]) -> Iterator[Fault]:
    listed = ", ".join(wanted)
    for name in wanted:
        if name not in header:
            yield Fault(1, name, "missing", f"the columns {listed}, separated by commas")
    for name in dict.fromkeys(header):
        if name not in wanted:
            yield Fault(1, name or "(no name)", "not known", f"only {listed}; remove what could tell patients apart")
        elif header.count(name) > 1:
            yield Fault(1, name, f"{header.count(name)} times", "once")


def _row_faults(line: int, named: dict[str, str], settings: Settings) -> Iterator[Fault]:
    months = isinstance(next(iter(settings.treated.values())), str)
    expected = "a month such as 2026-04" if months else "a whole number, as in the declared starts"
    try:
        if isinstance(read_period(named["period"]), str) != months:
            yield Fault(line, "period", named["period"], expected)
    except BadPanelError:
        yield Fault(line, "period", named["period"], expected)
    if named["unit"] not in settings.starts:
        units = ", ".join(list(settings.starts)[:8])
        yield Fault(line, "unit", named["unit"], f"one of the declared units: {units}")
    numbers = {name: named[name] for name in named if name not in ("period", "unit")}
    bad = [name for name, text in numbers.items() if not _NUMBER.fullmatch(text) or abs(float(text)) > 1e15]
    for name in bad:
        yield Fault(line, name, named[name], "a plain number such as 41 or 12.5")
    if not bad:
        yield from _value_faults(line, named, settings)


def _value_faults(line: int, named: dict[str, str], settings: Settings) -> Iterator[Fault]:
    if settings.kind == "count" and not _whole(named["value"]):
        yield Fault(line, "value", named["value"], "a whole number of 0 or more")
    if settings.kind in ("mean", "count"):
        return
    top, bottom = float(named["numerator"]), float(named["denominator"])
    if not _whole(named["numerator"]):
        yield Fault(line, "numerator", named["numerator"], "a whole number of 0 or more")
    if bottom <= 0:
        yield Fault(line, "denominator", named["denominator"], "more than 0; join this period to its neighbour")
    elif settings.kind == "proportion" and not _whole(named["denominator"]):
        yield Fault(line, "denominator", named["denominator"], "a whole number")
    elif settings.kind == "proportion" and top > bottom:
        yield Fault(line, "numerator", f"{named['numerator']} of {named['denominator']}", "at most the denominator")


def _whole(text: str) -> bool:
    value = float(text)
    return value >= 0 and value == int(value)


def _cell(named: dict[str, str], settings: Settings) -> Cell:
    unit, period = named["unit"], read_period(named["period"])
    beside = tuple(float(named[name]) for name in settings.covariates)
    if settings.kind in ("mean", "count"):
        return Cell(unit, period, value=float(named["value"]), covariates=beside)
    top, bottom = float(named["numerator"]), float(named["denominator"])
    return Cell(unit, period, numerator=top, denominator=bottom, covariates=beside)


def _gaps(cells: Sequence[Cell], settings: Settings) -> Iterator[Fault]:
    held = {(cell.unit, ordinal(cell.period)) for cell in cells}
    like = cells[0].period
    first, last = min(number for _, number in held), max(number for _, number in held)
    ends = f"{period_name(first, like)} to {period_name(last, like)}"
    if last - first > MOST_ROWS:
        yield Fault(None, "period", ends, "periods that follow one another; one of these is far off")
        return
    begins = min(settings.treated.values(), key=ordinal)
    if ordinal(begins) > last:
        yield Fault(None, "period", ends, f"periods from the first declared start, {begins}, on")
    for unit, start in settings.starts.items():
        missing = [number for number in range(first, last + 1) if (unit, number) not in held]
        if missing:
            shown = ", ".join(str(period_name(number, like)) for number in missing[:6])
            more = f" and {len(missing) - 6} more" if len(missing) > 6 else ""
            yield Fault(None, "unit, period", f"{unit}: {shown}{more}", f"a row for every period from {ends}")
        # A start after the data is allowed in the declaration: such a unit counts as not started yet.
        if start is not None and ordinal(start) < first:
            yield Fault(None, "period", f"{unit} started in {start}", f"periods before that; the file has {ends}")
