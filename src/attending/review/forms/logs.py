"""The form in which a log is handed over for a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from attending.review.models import LogSource, ReviewRun
from attending.sources import ColumnMapping

SUFFIXES = (".csv", ".tsv", ".parquet", ".pq")


def lines(text: str) -> tuple[str, ...]:
    """The lines of a field that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _columns(line: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in line.split(",") if name.strip())


class LogForm(forms.Form):
    """Which column of the file is what. The file itself is taken by the upload handler, not by this form."""

    log = forms.FileField(
        label="Prediction log",
        help_text="A CSV or Parquet file: one row a prediction. Only counts and sums of it are kept.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": "Choose the file to review.", "empty": "The file is empty."},
    )
    score = forms.CharField(label="Column of the score", help_text="The predicted probability, from 0 to 1.")
    outcome = forms.CharField(
        label="Column of the outcome", required=False, help_text="0 or 1; empty in rows where it is not known yet."
    )
    time = forms.CharField(label="Column of the time", help_text="When the prediction was made, ISO 8601.")
    by = forms.CharField(
        label="Columns of subgroups",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line, such as sex, age group or unit.",
    )
    crossed = forms.CharField(
        label="Subgroups to combine",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One combination a line, its columns with a comma between them: sex, unit",
    )
    control = forms.CharField(
        label="Column to compare groups within",
        required=False,
        help_text="Such as the site: groups are then also compared inside each of its levels.",
    )
    key = forms.CharField(
        label="Columns that tell predictions apart",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line; the same key twice is found and shown. Empty: duplicates are not looked for.",
    )
    patient = forms.CharField(
        label="Column of the patient",
        required=False,
        help_text="Where a patient has several rows: intervals then take them together. No patient's value is kept.",
    )
    comparator = forms.CharField(
        label="Column of a second probability",
        required=False,
        help_text="Such as the physician's own estimate for the same patient.",
    )
    inputs = forms.CharField(
        label="Columns the model computes with",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, such as lactate or age: counted by month, so that it shows when they change.",
    )
    numeric = forms.CharField(
        label="Of these, numbers whatever they look like",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line; only where a column's values may mislead. Any other value in it is then a fault.",
    )
    categorical = forms.CharField(
        label="Of these, categories whatever they look like",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line, such as a code that is written in digits.",
    )
    thresholds = forms.CharField(
        label="Thresholds",
        required=False,
        help_text="Scores from which a patient is flagged, with a comma or space between them: 0.1, 0.3",
    )
    all_or_nothing = forms.BooleanField(
        label="Refuse the whole file for one bad row",
        required=False,
        help_text="Otherwise good rows are used when at most 1 % are bad.",
    )

    def clean_thresholds(self) -> list[Decimal]:
        """The thresholds as decimals from 0 to 1."""
        found = []
        for text in self.cleaned_data["thresholds"].replace(",", " ").split():
            try:
                value = Decimal(text)
            except InvalidOperation:
                raise forms.ValidationError(f"{text} is not a number; write a probability such as 0.3.") from None
            if not value.is_finite() or not 0 <= value <= 1:
                raise forms.ValidationError(f"{text} is not a probability; write a number from 0 to 1.")
            found.append(value)
        return sorted(set(found))

    def clean(self) -> dict[str, Any]:
        """Columns that exclude each other are refused with the reason."""
        values = super().clean() or {}
        if not self.errors:
            try:
                values["mapping"] = ColumnMapping(
                    values["score"],
                    values["outcome"] or None,
                    values["time"],
                    lines(values["by"]),
                    lines(values["key"]),
                    values["comparator"] or None,
                    crossed=tuple(_columns(line) for line in lines(values["crossed"])),
                    patient=values["patient"] or None,
                    inputs=lines(values["inputs"]),
                    numeric=lines(values["numeric"]),
                    categorical=lines(values["categorical"]),
                )
            except ValueError as problem:
                self.add_error(None, str(problem))
            if values["control"] and values["control"] not in lines(values["by"]):
                self.add_error("control", "Name this column among the columns of subgroups as well.")
        return values


def columns_before(source: LogSource | None, run: ReviewRun | None) -> dict[str, str]:
    """The mapping to begin with: that of the newest review, or the one kept for the deployment."""
    if run is not None:
        return _initial(run.mapping)
    if source is not None:
        return _initial(
            {
                "score": source.score,
                "outcome": source.outcome,
                "time": source.time,
                "by": source.by,
                "crossed": source.crossed,
                "control": source.control,
                "key": source.key,
                "patient": source.patient,
                "inputs": source.inputs,
                "numeric": source.numeric,
                "categorical": source.categorical,
                "comparator": source.comparator,
                "thresholds": source.thresholds,
            }
        )
    return {}


def _initial(mapping: Mapping[str, Any]) -> dict[str, str]:
    def written(values: Sequence[str]) -> str:
        return "\n".join(values)

    return {
        "score": mapping["score"],
        "outcome": mapping["outcome"] or "",
        "time": mapping["time"],
        "by": written(mapping["by"]),
        "crossed": written([", ".join(names) for names in _asked(mapping)]),
        "control": mapping.get("control") or "",
        "key": written(mapping["key"]),
        "patient": mapping.get("patient") or "",
        "inputs": written(mapping.get("inputs", ())),
        "numeric": written(mapping.get("numeric", ())),
        "categorical": written(mapping.get("categorical", ())),
        "comparator": mapping["comparator"] or "",
        "thresholds": ", ".join(mapping["thresholds"]),
    }


def _asked(mapping: Mapping[str, Any]) -> list[Sequence[str]]:
    """The combinations somebody asked for; those with the control column come by themselves."""
    control = mapping.get("control")
    return [names for names in mapping.get("crossed", ()) if not (control and len(names) == 2 and control in names)]
