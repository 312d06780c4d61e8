"""Small spreadsheets that people fill in: .xlsx and .csv, read cell by cell, nothing changed or lost on the way."""

from attending.sources.spreadsheet.reading import read_spreadsheet
from attending.sources.spreadsheet.sheets import workbook
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
    "Heading",
    "Limits",
    "Spreadsheet",
    "SpreadsheetRefused",
    "SpreadsheetRow",
    "bad_rows",
    "read_spreadsheet",
    "template",
    "workbook",
]
