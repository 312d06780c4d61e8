"""What a spreadsheet is once it was read: rows of text under known headings, each bad cell with rule and fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from attending.sources.quarantine import escape

REASONS: Final = ("Row", "What is wrong")
"""The columns that a list of bad rows has before its own; reading it again passes over them."""

HEADER_PLACES: Final = "The first row that is not empty must hold the headings"


class SpreadsheetRefused(ValueError):
    """A file that was not read; the message says what is wrong and how to mend it."""

    def __init__(self, rule: str, fix: str) -> None:
        super().__init__(f"{rule}. {fix}.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold: bytes as handed over and unpacked, rows with content, cells of a sheet, columns."""

    file_bytes: int = 10 * 2**20
    unpacked_bytes: int = 48 * 2**20
    rows: int = 5_000
    cells: int = 500_000
    columns: int = 100
    parts: int = 1_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its ``key`` in the rows, its ``label`` in the file, and whether a file must have it."""

    key: str
    label: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with one cell of a row, and how to mend it."""

    column: str
    value: str
    rule: str
    fix: str


@dataclass(frozen=True, slots=True)
class SpreadsheetRow:
    """One row by its number in the file (the first is 1): text by key of its heading, and what is wrong with it."""

    number: int
    values: Mapping[str, str]
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """Every row with content below the headings; ``notes`` are sentences for the reader about what was passed over."""

    rows: tuple[SpreadsheetRow, ...]
    notes: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as its file holds it: text, and the rule and fix if it is none that a person typed."""

    reference: str
    text: str
    wrong: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one row by their column, from 0; ``merged`` are ranges that touch it."""

    number: int
    cells: Mapping[int, RawCell]
    hidden: bool = False
    merged: tuple[str, ...] = ()
    ragged: str = ""

    @property
    def empty(self) -> bool:
        return not any(cell.text or cell.wrong for cell in self.cells.values())


@dataclass
class Table:
    """Rows put under the headings that the first of them holds."""

    headings: Sequence[Heading]
    limits: Limits
    rows: list[SpreadsheetRow] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    _places: dict[int, Heading | None] | None = None
    _corrected: bool = False

    def feed(self, rows: Iterable[RawRow]) -> None:
        """Take the rows of a file in their order. Raises SpreadsheetRefused for headings or a number that are wrong."""
        for row in rows:
            if row.empty:
                continue
            if max(row.cells) >= self.limits.columns:
                raise SpreadsheetRefused(
                    f"Row {row.number} has a cell in column {max(row.cells) + 1}", "Keep to the columns of the template"
                )
            if self._places is None:
                self._places = self._header(row)
                continue
            if len(self.rows) == self.limits.rows:
                raise SpreadsheetRefused(
                    f"The file has more than {self.limits.rows:,} rows",
                    "Divide it and hand over one part after the other",
                )
            self.rows.append(self._row(row, self._places))
            if row.hidden:
                self.hidden.append(row.number)
        if self._places is None:
            raise SpreadsheetRefused("The file holds nothing", f"{HEADER_PLACES}; begin with the template")

    def _header(self, row: RawRow) -> dict[int, Heading | None]:
        """The heading of each column; None for the columns that only say what was wrong."""
        if row.merged:
            raise SpreadsheetRefused(f"The headings are merged cells ({', '.join(row.merged)})", "Unmerge them")
        by_label = {heading.label.casefold(): heading for heading in self.headings}
        reasons = {reason.casefold() for reason in REASONS}
        places: dict[int, Heading | None] = {}
        unknown = []
        for column, cell in row.cells.items():
            label = " ".join(cell.text.split()).casefold()
            if label in reasons:
                places[column], self._corrected = None, True
            elif label in by_label:
                if by_label[label] in places.values():
                    raise SpreadsheetRefused(f"The heading {cell.text} comes twice", "Keep one of the two columns")
                places[column] = by_label[label]
            elif label or cell.wrong:
                unknown.append(f"{cell.text or 'no text'} ({cell.reference})")
        missing = [each.label for each in self.headings if each.needed and each not in places.values()]
        if missing:
            raise SpreadsheetRefused(
                f"Row {row.number} lacks the heading{'s' if len(missing) > 1 else ''} {', '.join(missing)}",
                f"{HEADER_PLACES}, as the template has them",
            )
        if unknown:
            raise SpreadsheetRefused(
                f"Nobody would read the column{'s' if len(unknown) > 1 else ''} headed {', '.join(unknown[:5])}",
                "Remove it, or give it a heading of the template",
            )
        return places

    def _row(self, row: RawRow, places: Mapping[int, Heading | None]) -> SpreadsheetRow:
        values = {heading.key: "" for heading in self.headings}
        faults = []
        if row.ragged:
            faults.append(CellFault("", "", row.ragged, "Put texts that hold a separator or a line break into quotes"))
        faults += [
            CellFault("", reference, f"The cells {reference} are merged", "Unmerge them and fill in each row")
            for reference in row.merged
        ]
        for column, cell in row.cells.items():
            heading = places.get(column)
            if heading is None:
                if column not in places and (cell.text or cell.wrong):
                    rule = f"{cell.reference} stands under no heading"
                    faults.append(CellFault("", cell.text, rule, "Move it under one, or remove it"))
                continue
            text = _unescaped(cell.text) if self._corrected else cell.text
            wrong = cell.wrong or _wrong(text)
            values[heading.key] = text = _printable(text)
            if wrong is not None:
                faults.append(CellFault(heading.label, text, f"{cell.reference} {wrong[0]}", wrong[1]))
        return SpreadsheetRow(row.number, values, tuple(faults))


FORMULA: Final = ("holds a formula", "Copy the column and paste it as values, or write the text without the = in front")


def _wrong(text: str) -> tuple[str, str] | None:
    if text.startswith("="):
        return FORMULA
    if any(not character.isprintable() and character not in "\n\t" for character in text):
        return "holds characters that cannot be printed", "Write it anew as plain text"
    return None


def _printable(text: str) -> str:
    """What cannot be printed is shown as such; a row that holds it is bad anyway."""
    return "".join(each if each.isprintable() or each in "\n\t" else "\N{REPLACEMENT CHARACTER}" for each in text)


def _unescaped(text: str) -> str:
    """A value of a list of bad rows without the apostrophe that kept a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and escape(text[1:]) == text else text
