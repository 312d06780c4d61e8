"""Forms of oversight: agree a threshold, retire one, ask to pause or resume."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from attending.analytics.catalogs import measures
from attending.governance.actions.thresholds import Terms
from attending.governance.rules.escalation import LONGEST_SNOOZE
from attending.program.models import Person
from attending.program.registries.signals import WatchableChart
from attending.ui.fields import one_of_several, set_choices, set_records
from attending.ui.patients import AsksAboutPatients

WINDOWS = ((1, "the last month"), (3, "the last 3 months"), (6, "the last 6 months"), (12, "the last 12 months"))


def _limit(label: str, hint: str) -> forms.FloatField:
    return forms.FloatField(label=label, help_text=hint, required=False)


class AgreeThresholdForm(forms.Form):
    """One oversight threshold: measure, population, window, limits, people, clock and action."""

    measure = forms.ChoiceField(
        label="Measure",
        help_text="Or a control chart: its signal is the stop limit, so leave limits and population as they are.",
    )
    group = forms.ChoiceField(label="Population", help_text="Everyone, or one subgroup of the newest review.")
    score_threshold = forms.DecimalField(
        label="Score threshold",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1),
        max_digits=20,
        decimal_places=15,
        help_text="Only for measures at a threshold, such as sensitivity or PPV.",
    )
    window_months = forms.TypedChoiceField(label="Window", choices=WINDOWS, coerce=int, initial=3)
    minimum_n = forms.IntegerField(label="Least n", min_value=1, initial=100, help_text="Below it there is no verdict.")
    silence_days = forms.IntegerField(
        label="Longest silence, days",
        min_value=1,
        max_value=366,
        initial=45,
        help_text="Data older than this is a breach.",
    )
    warn_low = _limit("Warn below", "Leave empty where there is no lower limit.")
    stop_low = _limit("Stop below", "")
    warn_high = _limit("Warn above", "Leave empty where there is no upper limit.")
    stop_high = _limit("Stop above", "")
    pause_authority = forms.ModelChoiceField(label="Who may pause and must answer", queryset=Person.objects.none())
    deputy = forms.ModelChoiceField(label="Deputy", queryset=Person.objects.none())
    answer_within_hours = forms.IntegerField(label="Answer within, hours", min_value=1, max_value=720, initial=24)
    agreed_action = forms.CharField(
        label="Agreed action",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What will be done when the stop limit is passed.",
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], groups: list[tuple[str, str]], charts: Sequence[WatchableChart] = ()
    ) -> None:
        super().__init__(*args)
        watched = [(m.id, m.title) for m in measures().values()]
        set_choices(self, "measure", [*watched, *((each.key, f"Signal of: {each.title}") for each in charts)])
        self._charts = {each.key for each in charts}
        set_choices(self, "group", groups)
        for name in ("pause_authority", "deputy"):
            set_records(self, name, people)

    def terms(self) -> Terms:
        """What was agreed, as the action takes it."""
        values = dict(self.cleaned_data)
        attribute, _, level = values.pop("group").partition("=")
        if values["measure"] in self._charts:
            values |= {"chart": values["measure"], "measure": ""}
        return Terms(attribute=attribute, level=level, **values)


class RetireThresholdForm(forms.Form):
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}))


class AcknowledgeForm(AsksAboutPatients):
    """One tap; a word to the others is welcome."""

    note = forms.CharField(
        label="A word to the others",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as what you look at first. Never name a patient.",
    )


class SnoozeForm(AsksAboutPatients):
    """Until when nobody further is told, and why."""

    until = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}), help_text="Within 30 days.")
    reason = forms.CharField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def end(self) -> datetime:
        """The end of the chosen day, here; on the last day that may be chosen, the hour at which the longest ends."""
        end = timezone.make_aware(datetime.combine(self.cleaned_data["until"], time(23, 59)))
        longest = timezone.now() + LONGEST_SNOOZE
        return longest if end > longest and timezone.localdate(longest) == timezone.localdate(end) else end


class NothingForm(forms.Form):
    """Nothing to fill in: only the wish to go on."""


class ReasonForm(forms.Form):
    """A ready reason, own words, or both: so that on a phone nothing needs to be typed."""

    ready = forms.ChoiceField(label="Reason", required=False)
    words = forms.CharField(label="In your own words", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, reasons: tuple[str, ...]) -> None:
        super().__init__(*args)
        set_choices(self, "ready", [("", "Choose one, or write below"), *((r, r) for r in reasons)])
        # Neither is optional alone: see clean.
        one_of_several(*self.fields.values())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("ready") and not values.get("words", "").strip():
            self.add_error("ready", "Choose a reason, or write one below; it is sealed with the decision.")
        return values

    @property
    def reason(self) -> str:
        parts = [self.cleaned_data["ready"], self.cleaned_data["words"].strip()]
        return ". ".join(part for part in parts if part)
