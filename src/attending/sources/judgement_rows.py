"""Rows of a CSV file of judgements or weights: its structure checked, each cell read, each fault listed."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from attending.sources.csv_structure import read_csv_structure
from attending.sources.judgement_cells import Fault, spelling
from attending.sources.limits import Limits
from attending.sources.locate import locate
from attending.sources.report import LISTED, FileManifest, IntakeReport, LogRefused, Rejection, refusal, shown

T = TypeVar("T")

_MOST_ROWS: Final = 2_000_000


@dataclass
class Faults:
    """What is wrong with the files so far: the first 1,000, all counted, and how many rows are at fault."""

    listed: list[Rejection] = field(default_factory=list)
    count: int = 0
    rows: set[tuple[str, int | None]] = field(default_factory=set)

    def add(self, file: str, line: int | None, column: str | None, value: str | None, fault: Fault) -> None:
        """Note one."""
        self.count += 1
        self.rows.add((file, line))
        if len(self.listed) < LISTED:
            self.listed.append(Rejection(file, line, column, shown(value), fault.rule, fault.fix))

    def read(self, row: Row, column: str, read: Callable[[str], T]) -> T | None:
        """A cell as `read` reads it; None, and noted, where it cannot."""
        try:
            return read(row.cells[column])
        except Fault as fault:
            self.add(row.file, row.line, column, row.cells[column], fault)
            return None

    def check(self, files: tuple[FileManifest, ...], rows: int, duplicate: int) -> None:
        """Raise LogRefused when anything is wrong: of a panel's judgements no row is left behind."""
        if not self.count:
            return
        report = IntakeReport(
            files,
            read=rows,
            duplicate=duplicate,
            quarantined=rows - duplicate,
            faulty=len(self.rows),
            rejections=tuple(self.listed),
        )
        more = f"{self.count:,} faults were found, and nothing was loaded. First: " if self.count > 1 else ""
        raise LogRefused(f"{more}{self.listed[0]}", report)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cells of the columns asked for, "" where the file lacks an optional one."""

    file: str
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RowFile:
    """A CSV file of sound structure; `unread` are columns that nobody asked for."""

    path: Path
    manifest: FileManifest
    unread: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


def open_rows(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> RowFile:
    """Check a CSV file and its header; raises LogRefused. Columns are found whatever their case."""
    if not path.is_file():
        raise refusal("There is no such file", "Check the path", file=path.name)
    file = locate(path, most=1).files[0]
    structure = read_csv_structure(file, Limits(), lambda _: None)
    if structure.records == 0:
        raise refusal("The file has a header and no rows", "Export it again, with its rows", file=file.name)
    if structure.records > _MOST_ROWS:
        raise refusal(
            f"The file has {structure.records:,} rows; at most {_MOST_ROWS:,} are read",
            "Rank fewer use cases at once",
            file=file.name,
        )
    if structure.cut:
        raise refusal(
            "The last row has no line end, so it may be cut short",
            "Export the file again, or end its last line",
            file=file.name,
            line=structure.line(structure.records - 1),
        )
    at = {column.casefold(): place for place, column in enumerate(structure.columns)}
    for name in required:
        if name not in at:
            near = difflib.get_close_matches(name, at, n=1)
            also = f"; did you mean it by {near[0]!r}?" if near else ""
            raise refusal(
                f"The column {name} is missing",
                f"Name the columns {', '.join(required)}{also}",
                file=file.name,
                line=1,
                column=name,
            )
    wanted = [name for name in (*required, *optional) if name in at]
    missing = {name: "" for name in optional if name not in at}

    def rows() -> Iterator[Row]:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=structure.delimiter, strict=True)
            next(reader)
            for number, cells in enumerate(row for row in reader if row):
                yield Row(file.name, structure.line(number), {name: cells[at[name]] for name in wanted} | missing)

    return RowFile(
        path,
        FileManifest(file.name, structure.records, structure.size, structure.sha256, "not verifiable"),
        tuple(column for column in structure.columns if column.casefold() not in wanted),
        rows,
    )


class Spellings:
    """The names of one kind, in the order of their first mention, and how each was first spelt."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.names: dict[str, int] = {}
        self._spelt: dict[str, str] = {}

    def mention(self, name: str) -> int:
        """The number of a name; raises Fault for one that was spelt in another way before."""
        number = self.names.get(name)
        if number is not None:
            return number
        first = self._spelt.setdefault(spelling(name), name)
        if first != name:
            raise Fault(
                f"This {self.what} differs only in case or blanks from {first!r}", "Write it the same in every row"
            )
        return self.names.setdefault(name, len(self.names))

    def known(self, name: str) -> int:
        """The number of a name that was mentioned before; raises Fault for another."""
        if name not in self.names:
            near = difflib.get_close_matches(name, self.names, n=1, cutoff=0.6)
            fix = f"Did you mean {near[0]!r}?" if near else f"Those that scored or were scored on: {_some(self.names)}"
            raise Fault(f"There are no scores of this {self.what}", fix.removesuffix("?"))
        return self.names[name]


def _some(names: Mapping[str, int]) -> str:
    listed = list(names)
    return ", ".join(listed[:8]) + (", ..." if len(listed) > 8 else "")
