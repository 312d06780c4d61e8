"""Forms of control charts: choose a measure, design the chart, agree or retire it, answer a signal, name an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, TypeAlias

from django import forms
from django.utils import timezone

from attending.analytics import OVERALL, Stratum
from attending.analytics.control_charts import ChartDesign, FalseAlarm, Phase
from attending.analytics.control_charts.design import BY_CASE, RISK_ADJUSTED
from attending.review.models import EventKind, KnownEvent, SeriesKind
from attending.review.rules.chart_data import labels_between
from attending.review.rules.monitoring import (
    FALSE_ALARMS,
    KIND_NAMES,
    RULE_SETS,
    Advice,
    Measured,
    fewest_baseline,
    first_whole_month,
    group_key,
    harm_of,
    phases_at,
    usual_baseline,
    usual_harm,
)
from attending.ui import formats
from attending.ui.fields import set_choices
from attending.ui.patients import AsksAboutPatients

MOST_BYTES = 1_000_000
_Choice: TypeAlias = tuple[str, str]
_TEXT = forms.Textarea
_RULES = {
    "usual": "Those usual for the kind",
    "nelson": "Nelson, all eight (Shewhart charts)",
    "western_electric": "Western Electric (Shewhart charts)",
    "anhoej": "Anhøj (run charts)",
    "run_chart": "Perla: shift, trend, runs (run charts)",
}
_FALSE_ALARMS = {
    "p05": "At most 1 in 20 over two years",
    "p01": "At most 1 in 100 over two years",
    "p10": "At most 1 in 10 over two years",
    "arl60": "One in 60 months on average",
    "arl120": "One in 120 months on average",
}
_HARMS = {
    "odds_ratio": "Every patient's odds of the event, times",
    "ratio": "The rate (or O:E), times",
    "shift": "The measure moves by",
}


class MeasureForm(forms.Form):
    """Which measure the chart is of."""

    group = forms.ChoiceField(
        label="For whom?", required=False, help_text="A subgroup's chart shares its false alarms with its other levels."
    )
    measure = forms.ChoiceField(label="Which measure?")

    def __init__(self, *args: Any, found: Sequence[Measured], groups: Sequence[Stratum]) -> None:
        super().__init__(*args)
        whole, at, handed = _sorted_out(found)
        listed = [("The score as a whole", whole), *((f"At {name}", each) for name, each in at.items())]
        self._choose("measure", [(name, each) for name, each in (*listed, ("Counts handed in", handed)) if each])
        attributes = list(dict.fromkeys(each.attribute for each in groups))
        levels = {
            name: [(group_key(each), each.level) for each in groups if each.attribute == name] for name in attributes
        }
        self._choose("group", [("", "Everyone"), *levels.items()])
        if not groups:
            del self.fields["group"]

    def _choose(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        set_choices(self, name, list(choices))


def _sorted_out(found: Sequence[Measured]) -> tuple[list[_Choice], dict[str, list[_Choice]], list[_Choice]]:
    """Measures of the whole score, those at each threshold, and handed-in counts."""
    at: dict[str, list[_Choice]] = {}
    for each in found:
        if each.threshold is not None:
            at.setdefault(f"{each.threshold.normalize():f}", []).append((each.key, each.name))
    whole = [(each.key, each.name) for each in found if each.threshold is None and each.series is None]
    return whole, at, [(each.key, each.name) for each in found if each.series is not None]


class DesignForm(forms.Form):
    """Everything that decides about a signal, fixed before the chart is agreed."""

    measure = forms.CharField(widget=forms.HiddenInput)
    group = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="Kind of chart")
    first = forms.ChoiceField(label="Baseline from")
    last = forms.ChoiceField(
        label="Baseline to", help_text="What lies between sets the limits, and stays as it is now."
    )
    rules = forms.ChoiceField(label="Rules", choices=list(_RULES.items()))
    false_alarm = forms.ChoiceField(
        label="False alarms you accept",
        choices=list(_FALSE_ALARMS.items()),
        help_text="Sets the limit of CUSUM and EWMA charts; the others state what their rules give.",
    )
    shared = forms.IntegerField(
        label="Charts that share these false alarms",
        min_value=1,
        max_value=1000,
        help_text="One for each level that is looked at: whichever of them signals counts.",
    )
    harm = forms.ChoiceField(label="The harm it should find", choices=list(_HARMS.items()))
    size = forms.FloatField(label="By how much")
    reference = forms.ChoiceField(
        label="Compare events with",
        choices=[("baseline", "The risks, set right on the baseline"), ("model", "The risks as the model states them")],
        help_text="For charts of observed and expected events by month. Case by case they are compared with the risks "
        "as the model states them: the sums are made when the log is read, before a baseline is chosen.",
    )
    phases = forms.MultipleChoiceField(label="New limits after", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        chosen: Measured,
        labels: Sequence[str],
        advised: Advice,
        events: Sequence[KnownEvent],
        levels: int = 1,
    ) -> None:
        super().__init__(*args)
        self.chosen, self.labels, self.events = chosen, labels, events
        kind = advised.kinds[0]
        kinds = [(each, KIND_NAMES[each]) for each in advised.kinds]
        kinds[0] = (kind, f"{KIND_NAMES[kind]} (recommended)")
        harm, size = usual_harm(chosen, kind)
        first, last = usual_baseline(kind, labels)
        told: Mapping[str, Any] = {
            "measure": chosen.key,
            "group": "" if chosen.group == OVERALL else group_key(chosen.group),
            "shared": levels,
            "kind": kind,
            "first": first,
            "last": last,
            "rules": "usual",
            "false_alarm": "p05",
            "harm": harm,
            "size": size,
            "reference": "baseline",
        }
        self.initial = {**told, **self.initial}
        self._choose("kind", kinds)
        self.fields["kind"].help_text = advised.why
        named = [(each, label_name(each)) for each in labels]
        self._choose("first", named)
        self._choose("last", named)
        inside = [each for each in events if labels[0] < first_whole_month(each.happened_on) <= labels[-1]]
        self._choose("phases", [(str(each.pk), f"{each.label}, {formats.date(each.happened_on)}") for each in inside])
        if not inside:
            del self.fields["phases"]
        if chosen.series is not None:
            # These charts have the false alarms that their rules have; only a simulated limit is chosen by them.
            for name in ("reference", "group", "false_alarm"):
                del self.fields[name]
        if chosen.group == OVERALL:
            self.fields["shared"].widget = forms.HiddenInput()
            self.fields["shared"].required = False
        words = harm_of(chosen, kind, harm, size).words
        self.fields["size"].help_text = (
            f"{size:g} means: {words}. What is worth finding is a clinician's choice; the next page tells how soon "
            "changes of several sizes would be found."
        )

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        set_choices(self, name, list(choices))

    def clean(self) -> dict[str, Any]:
        """The parts of a design fit together."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["first"] > cleaned["last"]:
            self.add_error("last", "The baseline ends before it begins.")
            return cleaned
        try:
            cleaned["design"] = self._design(cleaned)
        except ValueError as error:
            self.add_error(None, str(error))
        return cleaned

    def _design(self, cleaned: Mapping[str, Any]) -> ChartDesign:
        kind = cleaned["kind"]
        as_stated = kind in RISK_ADJUSTED and cleaned.get("reference") == "model"
        reference: Literal["baseline", "model"] = "model" if as_stated or kind in BY_CASE else "baseline"
        alarm: FalseAlarm = replace(FALSE_ALARMS[cleaned.get("false_alarm", "p05")], charts=cleaned["shared"] or 1)
        return ChartDesign(
            kind,
            self.chosen.measure,
            labels_between(self.labels, cleaned["first"], cleaned["last"]),
            rules=RULE_SETS[cleaned["rules"]],
            phases=self._phases(cleaned, 0 if reference == "model" else fewest_baseline(kind)),
            false_alarm=alarm,
            harm=harm_of(self.chosen, kind, cleaned["harm"], cleaned["size"]),
            reference=reference,
        )

    def _phases(self, cleaned: Mapping[str, Any], needed: int) -> tuple[Phase, ...]:
        wanted = set(cleaned.get("phases", ()))
        events = [(each.happened_on, each.label) for each in self.events if str(each.pk) in wanted]
        return phases_at(events, needed, self.labels, cleaned["last"])


def label_name(label: str) -> str:
    """A month, or the date of an event, as a form lists it."""
    if len(label) == len("2026-03"):
        return formats.month(label)
    return f"{formats.date(date.fromisoformat(label[:10]))}{label[10:]}"


class CountsForm(forms.Form):
    """Counts that no prediction log holds."""

    name = forms.CharField(
        label="What is counted",
        max_length=80,
        help_text='As charts name it, such as "Alerts" or "Falls after an alert". The same name continues a series.',
    )
    kind = forms.TypedChoiceField(
        label="What each row holds", choices=SeriesKind.choices, coerce=SeriesKind, widget=forms.RadioSelect
    )
    unit = forms.CharField(
        label="Unit",
        max_length=60,
        required=False,
        help_text="Of the exposure, such as patient-days; for dated events of what lies between, if it is counted.",
    )
    counts = forms.FileField(
        label="CSV file",
        help_text="Columns month, events, exposure; or date, and since (the units since the event before), which may "
        "be left out. Counts only, never a patient's row.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
    )

    def clean_counts(self) -> Any:
        """A file of counts is small."""
        handed = self.cleaned_data["counts"]
        if handed.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 1 MB; hand in counts, not cases.")
        return handed


class AgreeForm(forms.Form):
    """Why the chart is agreed as shown."""

    reason = forms.CharField(
        label="Why this chart", widget=_TEXT(attrs={"rows": 2}), help_text="Kept with the chart. No patient is named."
    )


class RetireForm(forms.Form):
    """Why a chart is retired."""

    reason = forms.CharField(label="Why", widget=_TEXT(attrs={"rows": 3}))


class AnswerForm(AsksAboutPatients):
    """What signals come from, and what was done."""

    cause = forms.CharField(
        label="What does it come from?",
        widget=_TEXT(attrs={"rows": 3}),
        help_text="What you found when you looked; also that you found nothing, and where. No patient may be "
        "recognisable.",
    )
    done = forms.CharField(label="What was done?", widget=_TEXT(attrs={"rows": 3}))


class EventForm(forms.Form):
    """Something that may change the numbers."""

    happened_on = forms.DateField(label="When", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.TypedChoiceField(label="What kind", choices=EventKind.choices, coerce=EventKind)
    label = forms.CharField(label="What happened", max_length=200, help_text="Charts show these words.")

    def clean_happened_on(self) -> Any:
        """What is known to have happened lies behind us."""
        happened_on = self.cleaned_data["happened_on"]
        if happened_on > timezone.localdate():
            raise forms.ValidationError("This lies ahead: record it when it has happened.")
        return happened_on
