"""Forms of an impact evaluation: declare it, hand over its aggregates, retire it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from attending.program.models import OutcomeMeasure
from attending.program.rules import Refused
from attending.review.models import Design
from attending.review.rules.impact_reading import MOST_BYTES, TOO_LARGE
from attending.review.rules.impact_settings import FEWEST_BEFORE, Settings, read_starts
from attending.ui.fields import set_choices

OTHER: Final = ""
_EXPECTED: Final = ("covariates", "worthwhile", "spread", "people", "correlation", "before")
KINDS: Final = (
    ("mean", "A mean, such as minutes"),
    ("proportion", "A proportion, such as deaths among admissions"),
    ("rate", "A rate, such as falls per 1,000 bed-days"),
    ("count", "A count, such as transfers a month"),
)
SEASONS: Final = (
    ("auto", "Where two years lie before the start"),
    ("none", "Never"),
    ("harmonic", "Always, as a yearly wave"),
    ("periods", "Always, month by month"),
)
SCALES: Final = (("absolute", "Differences, in the outcome's unit"), ("ratio", "Ratios, in per cent"))
BETTER: Final = (("lower", "Lower"), ("higher", "Higher"))


class DeclareForm(forms.Form):
    """What is compared with what, fixed before the data are seen."""

    outcome_measure = forms.TypedChoiceField(
        label="Outcome",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="One that the value thesis promised brings its unit, baseline and target with it.",
    )
    outcome = forms.CharField(label="Another outcome", max_length=200, required=False)
    unit = forms.CharField(
        label="Its unit", max_length=60, required=False, help_text="Needed for another outcome: minutes, %, falls."
    )
    better = forms.ChoiceField(
        label="Which is better?", choices=BETTER, widget=forms.RadioSelect, required=False, help_text="For another one."
    )
    kind = forms.ChoiceField(
        label="What each row of the data will hold",
        choices=KINDS,
        widget=forms.RadioSelect,
        help_text="Proportions and rates come as numerator and denominator.",
    )
    per = forms.IntegerField(label="A rate is per", min_value=1, max_value=1_000_000, initial=1, required=False)
    starts = forms.CharField(
        label="Units, and from when each had it",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text='One a line: "4 West, 2026-04", or "5 East, never" for a control. Months, or numbers of your own.',
    )
    design = forms.TypedChoiceField(
        label="How is the effect told from what would have happened anyway?",
        choices=Design.choices,
        coerce=Design,
        widget=forms.RadioSelect,
    )
    phase_in = forms.IntegerField(
        label="Phase-in, in periods",
        min_value=0,
        max_value=24,
        initial=0,
        required=False,
        help_text="Left out from the start on, while people learn. Interrupted time series and stepped wedge only.",
    )
    season = forms.ChoiceField(label="Season is modelled", choices=SEASONS, required=False)
    scale = forms.ChoiceField(
        label="Units are compared by",
        choices=SCALES,
        required=False,
        help_text="Only where several units are compared.",
    )
    horizons = forms.CharField(
        label="Horizons",
        max_length=60,
        required=False,
        help_text="Periods after the start at which the effect is told, such as 3, 12. Interrupted time series only.",
    )
    promised_by = forms.CharField(
        label="Promised by",
        max_length=7,
        required=False,
        help_text="A quarter, such as 2026-Q4 for October to December 2026. Needed with a target.",
    )
    covariates = forms.CharField(
        label="Adjusted for",
        max_length=90,
        required=False,
        help_text="One or two further columns of the data, such as case_mix or mean_age. Only what the tool itself "
        "does not change: adjusting for that would take away part of its effect.",
    )
    worthwhile = forms.FloatField(
        label="Smallest effect worth having",
        required=False,
        help_text="In the outcome's unit (percentage points for a proportion); in per cent where units are compared by "
        "ratios. It tells how long, and in how many units, this has to run.",
    )
    spread = forms.FloatField(
        label="How much a unit's value varies from period to period",
        required=False,
        help_text="The standard deviation in earlier data, in the same unit. For a proportion it may be left empty "
        "where the next is known: then it is what chance alone gives.",
    )
    people = forms.IntegerField(label="People that a period of a unit counts", min_value=1, required=False)
    correlation = forms.FloatField(
        label="Correlation of a unit's periods",
        min_value=0,
        max_value=0.95,
        required=False,
        help_text="From 0 to 0.95: of neighbouring periods, in a stepped wedge of any two. Taken as 0.3 where empty.",
    )
    before = forms.IntegerField(
        label="Periods of data before the first start",
        min_value=FEWEST_BEFORE,
        max_value=240,
        required=False,
        help_text="Taken as 24 where empty.",
    )
    reason = forms.CharField(
        label="Why like this",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why this outcome, these units and these dates. It stands beside the result.",
    )

    def __init__(self, *args: Any, measures: Sequence[OutcomeMeasure], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._measures = {each.pk: each for each in measures}
        choices = [
            (each.pk, f"{each.name}: from {each.baseline:g} to {each.target:g} {each.unit}") for each in measures
        ]
        self.fields["outcome_measure"].initial = measures[0].pk if measures else OTHER
        set_choices(self, "outcome_measure", [*choices, (OTHER, "Another outcome")])

    def clean_starts(self) -> dict[str, Any]:
        """Units with their starts."""
        try:
            return {**read_starts(self.cleaned_data["starts"])}
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_horizons(self) -> tuple[int, ...]:
        """Whole numbers, each once."""
        texts = self.cleaned_data["horizons"].replace(",", " ").split()
        if not all(text.isascii() and text.isdigit() and 0 < int(text) <= 1000 for text in texts):
            raise forms.ValidationError("Horizons are whole numbers of periods, such as 3, 12.")
        return tuple(sorted({int(text) for text in texts}))

    def clean_covariates(self) -> tuple[str, ...]:
        """Names of columns."""
        return tuple(self.cleaned_data["covariates"].lower().replace(",", " ").split())

    def clean(self) -> dict[str, Any]:
        """Another outcome says for itself what one of the thesis brings with it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome_measure") is None and "outcome_measure" not in self.errors:
            for name, said in (("outcome", "Name the outcome."), ("unit", "Name its unit."), ("better", "Choose one.")):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, said)
        return cleaned

    @property
    def measure(self) -> OutcomeMeasure | None:
        """The promised outcome that was chosen."""
        return self._measures.get(self.cleaned_data["outcome_measure"])

    def settings(self) -> Settings:
        """What was entered; what the value thesis says comes from there."""
        values = self.cleaned_data
        measure = self.measure
        common = {
            "kind": values["kind"],
            "starts": values["starts"],
            "per": values["per"] or 1 if values["kind"] == "rate" else 1,
            "phase_in": values["phase_in"] or 0,
            "season": values["season"] or "auto",
            "horizons": values["horizons"],
            "scale": values["scale"] or "absolute",
            **{name: values[name] for name in _EXPECTED},
        }
        if measure is None:
            return Settings(outcome=values["outcome"], unit=values["unit"], better=values["better"], **common)
        return Settings(
            outcome=measure.name,
            unit=measure.unit,
            better="lower" if measure.target < measure.baseline else "higher",
            baseline=measure.baseline,
            target=measure.target,
            promised_by=values["promised_by"],
            **common,
        )


class AggregatesForm(forms.Form):
    """A CSV file of aggregates."""

    aggregates = forms.FileField(
        label="Aggregates",
        help_text="A CSV file with one row per unit and period.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
    )

    def clean_aggregates(self) -> UploadedFile[Any]:
        """A file that is refused for its size before it is read into memory."""
        handed: UploadedFile[Any] = self.cleaned_data["aggregates"]
        if handed.size is None or handed.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return handed


class RetireForm(forms.Form):
    """Why an evaluation is taken out of use."""

    reason = forms.CharField(label="Why it is retired", widget=forms.Textarea(attrs={"rows": 3}))
