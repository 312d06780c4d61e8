"""Forms that write an entry down, mark it, and link it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.inventory.models import EntryKind, EntryStatus, InventoryEntry
from attending.inventory.rules.entries import LONGEST, EntryFacts
from attending.program.models import AiModel, UseCase
from attending.ui.fields import set_records


class EntryForm(forms.Form):
    """What is known of an AI; everything but its name may be left out."""

    name = forms.CharField(
        label="Name", max_length=LONGEST["name"], help_text="The name under which people here know it."
    )
    vendor = forms.CharField(label="Vendor", max_length=LONGEST["vendor"], required=False)
    version = forms.CharField(label="Version", max_length=LONGEST["version"], required=False)
    kind = forms.ChoiceField(label="Sort of AI", choices=EntryKind.choices, initial=EntryKind.UNKNOWN)
    place = forms.CharField(
        label="Where it is used", max_length=LONGEST["place"], required=False, help_text="Unit or service, and site."
    )
    purpose = forms.CharField(
        label="What it is used for",
        max_length=LONGEST["purpose"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In words a patient would understand. No patient's name, number or story.",
    )
    owner = forms.CharField(
        label="Who answers for it", max_length=LONGEST["owner"], required=False, help_text="A role or a name."
    )
    used_since = forms.DateField(
        label="Used since", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def facts(self) -> EntryFacts:
        """What was written, as the actions take it."""
        told = dict(self.cleaned_data)
        return EntryFacts(**{**told, "kind": EntryKind(told["kind"])})


class StatusForm(forms.Form):
    """How far an AI is known and answered for."""

    status = forms.ChoiceField(label="How it stands", choices=EntryStatus.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed to set it aside, and where it is no longer used.",
    )

    def chosen(self) -> EntryStatus:
        return EntryStatus(self.cleaned_data["status"])


class LinkForm(forms.Form):
    """Which use case answers for an AI, and which model it is."""

    use_case = forms.ModelChoiceField(
        label="Use case",
        queryset=UseCase.objects.none(),
        required=False,
        help_text="The use case whose leaders answer for it. With one, it is registered.",
    )
    ai_model = forms.ModelChoiceField(
        label="AI model",
        queryset=AiModel.objects.none(),
        required=False,
        help_text="The model as it is deployed here. Its vendor's claims are kept with its versions.",
    )

    def __init__(
        self, data: Any, *, entry: InventoryEntry, choices: tuple[QuerySet[UseCase], QuerySet[AiModel]]
    ) -> None:
        super().__init__(data, initial={"use_case": entry.use_case, "ai_model": entry.ai_model})
        set_records(self, "use_case", choices[0])
        set_records(self, "ai_model", choices[1])
