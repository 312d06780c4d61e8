"""Small spreadsheets that people fill in: .xlsx and .csv, read cell by cell, nothing changed or lost on the way."""

from attending.sources.spreadsheet.mapping import Column, RawSheet, from_document, mapped, read_sheet, to_document
from attending.sources.spreadsheet.reading import read_spreadsheet
from attending.sources.spreadsheet.sheets import FiledTable, workbook
from attending.sources.spreadsheet.table import (
    CellFault,
    Heading,
    Limits,
    Spreadsheet,
    SpreadsheetRefused,
    SpreadsheetRow,
)
from attending.sources.spreadsheet.writing import bad_rows, template

__all__ = [
    "CellFault",
    "Column",
    "FiledTable",
    "Heading",
    "Limits",
    "RawSheet",
    "Spreadsheet",
    "SpreadsheetRefused",
    "SpreadsheetRow",
    "bad_rows",
    "from_document",
    "mapped",
    "read_sheet",
    "read_spreadsheet",
    "template",
    "to_document",
    "workbook",
]
