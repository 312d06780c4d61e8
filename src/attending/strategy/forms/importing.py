"""The form that takes a spreadsheet of use cases."""

from __future__ import annotations

from django import forms


class SpreadsheetForm(forms.Form):
    spreadsheet = forms.FileField(
        label="Spreadsheet",
        help_text="An .xlsx or .csv file with the headings of the template, at most 5,000 rows and 10 MB. No patient's "
        "name, number or story.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    all_or_nothing = forms.BooleanField(
        label="Load all rows or none",
        required=False,
        help_text="Left empty, good rows can be loaded while at most 1 % are bad.",
    )
