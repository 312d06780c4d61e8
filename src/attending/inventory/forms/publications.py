"""Forms that publish an entry, and take it back."""

from __future__ import annotations

from datetime import date

from django import forms

from attending.inventory.models import InventoryEntry
from attending.inventory.rules.publications import PublicText


class PublishForm(forms.Form):
    """What the public is told."""

    purpose = forms.CharField(
        label="What it is used for",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Two or three plain sentences: what it looks at, what it says, and who decides.",
    )
    place = forms.CharField(label="Where it is used", max_length=200)
    used_since = forms.CharField(
        label="Since when", max_length=60, help_text="Such as \u201cMarch 2025\u201d or \u201cin test\u201d."
    )
    answers = forms.CharField(label="Who answers for it", max_length=200, help_text="The seat; a name is not needed.")
    overseen = forms.CharField(
        label="How it is overseen",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who watches it, how often, and what makes it stop.",
    )
    contact = forms.CharField(
        label="How to ask about it", max_length=200, help_text="A telephone number, address, desk."
    )

    def text(self, entry: InventoryEntry, decided_on: date | None) -> PublicText:
        """What was written, with what the record says."""
        return PublicText(name=entry.name, vendor=entry.vendor, decided_on=decided_on, **self.cleaned_data)


class TakeBackForm(forms.Form):
    """Why an entry leaves the register."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
