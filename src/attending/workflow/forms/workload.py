"""The form of a workload study, and the controls of its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from attending.analytics.alert_queue import Shift, Validation, from_preset
from attending.analytics.catalogs.alert_presets import alert_presets
from attending.program.rules import Refused
from attending.ui.fields import one_of_several, set_choices
from attending.workflow.queries.measured_points import MeasuredPoints
from attending.workflow.rules.arrivals import SHAPES, read_hours, spread_over_the_day
from attending.workflow.rules.operating_points import read_points, validation_of
from attending.workflow.rules.oversight import OversightPoint
from attending.workflow.rules.point import PEOPLE
from attending.workflow.rules.study import Asked

MEASURED: Final = "measured"
POINTS: Final = "points"
PRESET: Final = "preset"
MOST_PEOPLE: Final = 500
LONGEST: Final = 1440


class StudyForm(forms.Form):
    """What a study of the alert queue is told: the model, the patients, the people, the time."""

    validation = forms.ChoiceField(label="How well the model finds patients", widget=forms.RadioSelect)
    preset = forms.ChoiceField(label="Published model", required=False)
    points = forms.CharField(
        label="Thresholds with their sensitivity and specificity",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line, numbers from 0 to 1: 0.3, 0.62, 0.90",
    )
    with_event = forms.IntegerField(
        label="Patients with the event in that validation", required=False, min_value=1, max_value=10**9
    )
    without_event = forms.IntegerField(label="Patients without it", required=False, min_value=1, max_value=10**9)
    points_source = forms.CharField(label="Where these figures are from", required=False, max_length=300)
    per_day = forms.FloatField(
        label="Patients scored on a usual day", required=False, min_value=0, help_text="Or give every hour, below."
    )
    shape = forms.ChoiceField(label="How they spread over the day", required=False)
    hours = forms.CharField(
        label="Patients scored in each hour",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Instead of a day: 24 numbers from midnight on, or 168 from Monday on; or lines of hour, number.",
    )
    minutes = forms.FloatField(label="Minutes of work for one alert", min_value=0.1, max_value=LONGEST)
    spread = forms.FloatField(
        label="How much that varies, minutes",
        min_value=0,
        max_value=LONGEST,
        help_text="Standard deviation. Half the minutes of work is usual.",
    )
    false_minutes = forms.FloatField(
        label="Minutes for a needless alert",
        required=False,
        min_value=0.1,
        max_value=LONGEST,
        help_text="Where it takes less than a right one.",
    )
    deadline = forms.FloatField(label="Minutes until somebody must have begun", min_value=1, max_value=10_080)
    after = forms.ChoiceField(
        label="An alert that nobody begins by then",
        choices=[("lapses", "Lapses: nobody takes it any more"), ("late", "Is still taken, late")],
        initial="lapses",
        widget=forms.RadioSelect,
    )
    decay = forms.FloatField(
        label="Minutes after which acting helps a third as much",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Empty: acting helps fully until the deadline, and not after it.",
    )
    needless = forms.FloatField(
        label="Needless checks that one patient found in time is worth",
        min_value=0.01,
        max_value=10_000,
        initial=20,
        help_text="Ask those who do the checks. 20 means: twenty needless checks are as bad as one patient missed.",
    )

    def __init__(
        self,
        *args: Any,
        measured: MeasuredPoints | None,
        shifts: Sequence[Shift],
        point: OversightPoint | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.measured, self.shifts = measured, tuple(shifts)
        one_of_several(
            *(self.fields[name] for name in ("preset", "points", "with_event", "without_event", "points_source")),
            *(self.fields[name] for name in ("per_day", "shape", "hours")),
        )
        choices = [(PRESET, "As a published model does"), (POINTS, "As I enter below")]
        if measured is not None:
            choices.insert(0, (MEASURED, f"As measured here: {measured.source}, {len(measured.points)} thresholds"))
        set_choices(self, "validation", choices)
        set_choices(self, "preset", [(key, each.title) for key, each in alert_presets().items()])
        set_choices(self, "shape", [(key, each.title) for key, each in SHAPES.items()])
        self.initial = {"validation": choices[0][0], **_of_map(point), **self.initial}
        for at, shift in enumerate(self.shifts):
            known = point.people[at] if point and at < len(point.people) else None
            self.fields[PEOPLE + shift.name] = forms.IntegerField(
                label=f"People free for alerts in shift {shift.name}, {shift.begins} to {shift.ends}",
                min_value=0,
                max_value=MOST_PEOPLE,
                initial=known,
                help_text=f"The map has {known}. Enter fewer where they cannot leave their patients." if known else "",
            )
        self.order_fields(
            [*list(self.fields)[:9], *(PEOPLE + shift.name for shift in self.shifts), *list(self.fields)[9:]]
        )

    def clean(self) -> dict[str, Any]:
        """What belongs together is read together; each refusal stands at its field."""
        values = super().clean() or {}
        if self.errors:
            return values
        self._read("validation", "points" if values["validation"] == POINTS else "validation", self._validation)
        self._read("by_hour", "hours" if values["hours"].strip() else "per_day", self._by_hour)
        return values

    def _read(self, name: str, field: str, read: Any) -> None:
        try:
            self.cleaned_data[f"read_{name}"] = read()
        except (Refused, ValueError) as problem:
            self.add_error(field, str(problem))

    def _validation(self) -> Validation:
        values = self.cleaned_data
        if values["validation"] == PRESET:
            return from_preset(values["preset"])
        if values["validation"] == MEASURED and self.measured is not None:
            found = self.measured
            return validation_of(
                found.points, having=found.having, without=found.without, source=found.source, aggregate=False
            )
        having, without = values["with_event"], values["without_event"]
        if not having or not without:
            raise Refused("Say how many patients with and without the event the figures come from, in the next fields.")
        source = values["points_source"].strip() or "entered by hand, without a source"
        points = read_points(values["points"], having=having, without=without)
        return validation_of(points, having=having, without=without, source=source, aggregate=True)

    def _by_hour(self) -> tuple[float, ...]:
        values = self.cleaned_data
        if values["hours"].strip():
            return read_hours(values["hours"])
        if values["per_day"] is None:
            raise Refused("Say how many patients are scored on a usual day, or in each hour.")
        return spread_over_the_day(values["per_day"], values["shape"])

    def arrivals_from(self) -> str:
        """Where the hours come from, in words."""
        values = self.cleaned_data
        if values["hours"].strip():
            return "Entered hour by hour"
        return f"{values['per_day']:g} patients a day. {SHAPES[values['shape']].title}"

    def people(self) -> Mapping[str, int]:
        """People by shift."""
        return {shift.name: self.cleaned_data[PEOPLE + shift.name] for shift in self.shifts}

    def asked(self) -> Asked:
        """What was entered, as the study takes it."""
        values = self.cleaned_data
        return Asked(
            validation=values["read_validation"],
            by_hour=values["read_by_hour"],
            shifts=self.shifts,
            people=self.people(),
            minutes=values["minutes"],
            spread=values["spread"],
            false_minutes=values["false_minutes"],
            deadline=values["deadline"],
            lapses=values["after"] == "lapses",
            decay=values["decay"],
            needless=values["needless"],
        )


def _of_map(point: OversightPoint | None) -> dict[str, Any]:
    """What the map already says."""
    if point is None:
        return {}
    spread = None if point.minutes is None else round(point.minutes / 2, 1)
    known = {"minutes": point.minutes, "spread": spread, "deadline": point.limit}
    return {name: f"{value:g}" for name, value in known.items() if value is not None}
