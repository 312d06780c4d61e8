"""Forms of walkthroughs: ask, begin, answer a step, reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.maps.reading import read
from attending.program.models import Person, Site, Unit
from attending.program.models.clinical_input import Effect
from attending.ui.fields import set_choices, set_records
from attending.ui.patients import AsksAboutPatients
from attending.workflow.models import Goes, MapVersion
from attending.workflow.rules.walking import LONGEST


class BeginForm(forms.Form):
    """Which version is walked, where and on which shift."""

    version = forms.ChoiceField(label="Version of the map")
    site = forms.ModelChoiceField(label="Site", queryset=Site.objects.none())
    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), required=False, empty_label="Any unit")
    shift = forms.ChoiceField(label="Shift", required=False)

    def __init__(
        self, data: Any, *, versions: Sequence[MapVersion], sites: QuerySet[Site], units: QuerySet[Unit], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self._versions = {str(each.pk): each for each in versions}
        set_choices(self, "version", [(str(each.pk), version_name(each)) for each in versions])
        set_records(self, "site", sites)
        set_records(self, "unit", units)
        shifts = dict.fromkeys(shift.key for each in versions for shift in read(each.text).shifts)
        set_choices(self, "shift", [("", "It does not matter"), *((each, each.capitalize()) for each in shifts)])

    def chosen(self) -> dict[str, Any]:
        """What was entered, as the actions take it: version, site, unit, shift."""
        values = self.cleaned_data
        return {
            "version": self._versions[values["version"]],
            "site": values["site"],
            "unit": values["unit"],
            "shift": values["shift"],
        }


class AskForm(BeginForm):
    """The same, and who is asked by when."""

    person = forms.ModelChoiceField(label="Who walks through it", queryset=Person.objects.none())
    due_on = forms.DateField(
        label="By when",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="It takes minutes.",
    )

    field_order = ("person", "version", "site", "unit", "shift", "due_on")

    def __init__(self, data: Any, *, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(data, **options)
        set_records(self, "person", people)


class StepForm(AsksAboutPatients):
    """What somebody says of one step."""

    goes = forms.ChoiceField(label="Is that how it goes here?", choices=Goes.choices, widget=forms.RadioSelect)
    different = forms.CharField(
        label="What is different here",
        required=False,
        max_length=LONGEST,
        help_text="Needed where it goes differently. Nothing that could identify a patient.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    useful = forms.CharField(
        label="What would make it useful",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any] | None:
        """What is different is said where something is."""
        cleaned = super().clean()
        if self.cleaned_data.get("goes") == Goes.DIFFERENT and not self.cleaned_data.get("different", "").strip():
            self.add_error("different", "Say what is different here; a few words are enough.")
        return cleaned


class ReplyForm(AsksAboutPatients):
    """What was done with an answer."""

    effect = forms.ChoiceField(label="What was done with it", choices=Effect.choices, widget=forms.RadioSelect)
    changed_in = forms.ModelChoiceField(
        label="Version that holds the change",
        queryset=MapVersion.objects.none(),
        required=False,
        empty_label="Nothing was changed",
        help_text="Needed where something was changed: a version of the same map, kept or offered since.",
    )
    words = forms.CharField(
        label="Reply",
        max_length=LONGEST,
        help_text="Whoever said it reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, later: QuerySet[MapVersion]) -> None:
        super().__init__(data)
        set_records(self, "changed_in", later)


def version_name(version: MapVersion) -> str:
    """Such as: As it is to be, every site, version 2."""
    where = version.care_map.site.name if version.care_map.site else "every site"
    return f"{version.care_map.get_kind_display()}, {where}, version {version.number}"
