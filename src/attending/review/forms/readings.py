"""The form in which a log of cases is handed over: which column is what, and which categories there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from attending.review.forms.logs import SUFFIXES, lines
from attending.review.readings import mapping_document
from attending.sources.readings import ReadingColumns, Scale


class ReadingsForm(forms.Form):
    """Columns and categories. The file itself is taken by the upload handler, not by this form."""

    log = forms.FileField(
        label="Log of cases",
        help_text="A CSV or Parquet file: one row a case. Only counts of it are kept.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": "Choose the file to review.", "empty": "The file is empty."},
    )
    reference = forms.CharField(
        label="Column of the reference standard",
        help_text="What turned out to be true, such as pathology. Empty: not known, which is never negative.",
    )
    ai = forms.CharField(label="Column of the AI's category", help_text="Empty where the AI did not read the case.")
    clinician = forms.CharField(
        label="Column of the clinician alone", required=False, help_text="What was read before or without the AI."
    )
    with_ai = forms.CharField(label="Column of the clinician with AI", required=False)
    time = forms.CharField(label="Column of the time", help_text="When the case was read, ISO 8601.")
    categories = forms.CharField(
        label="Categories",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One a line, the most harmless first. A category that is not here makes its row bad.",
    )
    ordered = forms.BooleanField(
        label="The categories are ordered",
        required=False,
        initial=True,
        help_text="As BI-RADS 1 to 5 are. Then every cut is shown, and agreement is weighted.",
    )
    cut = forms.CharField(label="Read as positive from", help_text="The category from which a reading calls it.")
    references = forms.CharField(
        label="Categories of the reference",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, the most harmless first, such as benign and cancer. Empty: the same categories.",
    )
    positive_from = forms.CharField(
        label="Truly positive from", required=False, help_text="Empty: the same category as above."
    )
    hours = forms.CharField(
        label="Column of the turn-around time",
        required=False,
        help_text="Hours from the examination to the report; empty while it is not finished.",
    )
    changed_from = forms.CharField(
        label="Compare turn-around from this month on",
        required=False,
        help_text="Such as 2026-03, when the AI came into use. Earlier months are the comparison.",
    )
    by = forms.CharField(
        label="Columns of subgroups",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, such as sex, age group or site.",
    )
    key = forms.CharField(
        label="Columns that tell cases apart",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line; the same key twice is found and shown. Empty: duplicates are not looked for.",
    )
    patient = forms.CharField(
        label="Column of the patient",
        required=False,
        help_text="Where a patient has several cases: intervals then take them together. No patient's value is kept.",
    )
    score = forms.CharField(
        label="Column of the AI's score",
        required=False,
        help_text="From 0 to 1, behind its category: held against the clinician's readings as an area under the curve.",
    )
    all_or_nothing = forms.BooleanField(
        label="Refuse the whole file for one bad row",
        required=False,
        help_text="Otherwise good rows are used when at most 1 % are bad.",
    )

    def clean_changed_from(self) -> str:
        """A month as ISO 8601 writes it."""
        month: str = self.cleaned_data["changed_from"].strip()
        if month and not re.fullmatch(r"(19|2[01])\d\d-(0[1-9]|1[0-2])", month):
            raise forms.ValidationError("Write the month as 2026-03.")
        return month

    def clean(self) -> dict[str, Any]:
        """Columns and categories that contradict each other are refused with the reason."""
        values = super().clean() or {}
        if self.errors:
            return values
        categories = lines(values["categories"])
        try:
            columns = ReadingColumns(
                values["reference"],
                values["ai"],
                values["time"],
                values["clinician"] or None,
                values["with_ai"] or None,
                values["hours"] or None,
                lines(values["by"]),
                lines(values["key"]),
                values["patient"] or None,
                values["score"] or None,
            )
            scale = Scale(
                categories,
                lines(values["references"]) or categories,
                values["ordered"],
                values["positive_from"] or values["cut"],
                values["cut"],
            )
            if columns.score is not None and not scale.ordered:
                self.add_error("score", "A score is held against ordered categories only.")
        except ValueError as problem:
            self.add_error(None, str(problem))
        else:
            values["mapping"] = mapping_document(columns, scale, values["changed_from"])
        return values


def asked_before(mapping: Mapping[str, Any] | None) -> dict[str, Any]:
    """What to begin with: what the newest review asked of its log."""
    if mapping is None:
        return {}
    columns, scale = mapping["columns"], mapping["scale"]
    return {
        **{name: columns[name] or "" for name in ("reference", "ai", "clinician", "with_ai", "time", "hours")},
        # Reviews recorded before these columns could be named do not hold them.
        **{name: columns.get(name) or "" for name in ("patient", "score")},
        **{name: "\n".join(columns[name]) for name in ("by", "key")},
        "categories": "\n".join(scale["categories"]),
        "references": "" if scale["references"] == scale["categories"] else "\n".join(scale["references"]),
        "ordered": scale["ordered"],
        "cut": scale["cut"],
        "positive_from": "" if scale["positive_from"] == scale["cut"] else scale["positive_from"],
        "changed_from": mapping["changed_from"],
    }
