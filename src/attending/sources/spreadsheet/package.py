"""An .xlsx file as a package: whether it is one, whether it is safe to unpack, and what openpyxl does not tell.

XML is read here with every document type refused, so that no entity is ever expanded; openpyxl, which would expand
them, sees the file only afterwards. Merged ranges and hidden rows are gathered on the way: openpyxl tells them
only where it keeps the whole sheet, and there a merged range of a whole sheet takes all memory.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from attending.documents.xml import DocumentTypeRefused, XmlLimits, XmlRefused, scan_xml
from attending.sources.spreadsheet.table import Limits, SpreadsheetRefused

LAST_ROW: Final = 1_048_576
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_ANEW: Final = "Open it, save it anew as an Excel workbook (.xlsx), and hand that over"
_LIMITS: Final = XmlLimits(bytes=10**9, elements=10**9)
"""Larger than any part: what a spreadsheet may hold is counted in cells, before and while it is read."""
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"


@dataclass
class SheetFacts:
    """What a sheet holds beside its cells; ``merged`` are ranges such as A2:C4, ``hidden`` the numbers of rows."""

    merged: list[str] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    cells: int = 0
    last_row: int = 0
    in_order: bool = True


def inspect_package(content: bytes, limits: Limits) -> Mapping[str, SheetFacts]:
    """The facts about each sheet by its name. Raises SpreadsheetRefused for what is no workbook, or an unsafe one."""
    _check_kind(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_size(archive, limits)
            return _sheets(archive, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, RuntimeError) as problem:
        raise SpreadsheetRefused("The file is damaged: it cannot be unpacked", _ANEW) from problem
    except XmlRefused as problem:
        raise SpreadsheetRefused("The file is damaged: a part of it is not XML", _ANEW) from problem


def _check_kind(content: bytes) -> None:
    if content.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise SpreadsheetRefused("The file is protected by a password", "Save it without one")
        raise SpreadsheetRefused("The file is of an old kind (.xls)", _ANEW)
    if not content.startswith(b"PK"):
        raise SpreadsheetRefused("The file is no spreadsheet", "Hand over an .xlsx or a .csv file")


def _check_size(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise SpreadsheetRefused("The file is protected by a password", "Save it without one")
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise SpreadsheetRefused(
            f"Unpacked, the file is larger than {limits.unpacked_bytes // 2**20} MB or has more than "
            f"{limits.parts:,} parts",
            "Copy the rows into the template, without pictures and without formatted empty rows",
        )
    if any(part.filename.casefold().endswith("vbaproject.bin") for part in parts):
        raise SpreadsheetRefused("The file holds macros", "Save it as an Excel workbook without macros (.xlsx)")
    if _WORKBOOK not in archive.namelist() or _RELATIONS not in archive.namelist():
        raise SpreadsheetRefused("The file is an archive, but no Excel workbook", _ANEW)


def _sheets(archive: zipfile.ZipFile, limits: Limits) -> Mapping[str, SheetFacts]:
    scans = {
        part.filename: _Scan(limits)
        for part in archive.infolist()
        if part.filename.casefold().endswith((".xml", ".rels", ".vml"))
    }
    for name, scan in scans.items():
        scan.read(archive.read(name))
    targets = {
        key: target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        for key, target in scans[_RELATIONS].relations.items()
    }
    named = {name: targets.get(key, "") for name, key in scans[_WORKBOOK].sheets.items()}
    return {name: scans[part].facts for name, part in named.items() if part in scans}


class _Scan:
    """One part of the package, read by expat."""

    def __init__(self, limits: Limits) -> None:
        self.facts = SheetFacts()
        self.sheets: dict[str, str] = {}
        self.relations: dict[str, str] = {}
        self._limits = limits

    def read(self, content: bytes) -> None:
        """Raises SpreadsheetRefused for a document type or too many cells, XmlRefused for what is not XML."""
        try:
            scan_xml(content, self._element, _LIMITS)
        except DocumentTypeRefused as problem:
            told = "A part of the file declares XML entities, which no spreadsheet needs"
            raise SpreadsheetRefused(told, _ANEW) from problem

    def _element(self, _namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "c":
                self._cell()
            case "row":
                self._row(attributes)
            case "mergeCell":
                self.facts.merged.append(attributes.get("ref", ""))
            case "sheet":
                self.sheets[attributes.get("name", "")] = attributes.get(_TYPES, "")
            case "Relationship":
                self.relations[attributes.get("Id", "")] = attributes.get("Target", "")

    def _cell(self) -> None:
        self.facts.cells += 1
        if self.facts.cells > self._limits.cells:
            raise SpreadsheetRefused(
                f"A sheet has more than {self._limits.cells:,} cells",
                "Copy the rows into the template, without formatted empty rows",
            )

    def _row(self, attributes: Mapping[str, str]) -> None:
        try:
            number = int(attributes.get("r", self.facts.last_row + 1))
        except ValueError:
            number = 0
        if not 0 < number <= LAST_ROW:
            raise SpreadsheetRefused("The file is damaged: a row has a number that no sheet has", _ANEW)
        self.facts.in_order &= number > self.facts.last_row
        self.facts.last_row = number
        if attributes.get("hidden", "0") not in ("0", "false"):
            self.facts.hidden.add(number)
