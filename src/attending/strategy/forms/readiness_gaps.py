"""Forms that turn a gap into a capability: one that is named already, or a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.program.models import Capability
from attending.program.models.capabilities import CapabilityKind
from attending.ui.fields import one_of_several, set_records


class GapForm(forms.Form):
    """A capability that is named already."""

    capability = forms.ModelChoiceField(
        label="A capability that is named already", queryset=Capability.objects.none(), required=False
    )

    def __init__(self, *args: Any, capabilities: QuerySet[Capability]) -> None:
        super().__init__(*args)
        set_records(self, "capability", capabilities)
        one_of_several(self.fields["capability"])

    def clean(self) -> dict[str, Any]:
        """A capability is chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and cleaned.get("capability") is None:
            self.add_error("capability", "Choose a capability.")
        return cleaned


class NewGapForm(GapForm):
    """One that is named already, or a new one."""

    name = forms.CharField(label="Or a new one: its name", max_length=200, required=False)
    kind = forms.ChoiceField(label="Its kind", choices=CapabilityKind.choices, required=False)
    description = forms.CharField(
        label="What it is", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, capabilities: QuerySet[Capability]) -> None:
        super().__init__(*args, capabilities=capabilities)
        one_of_several(*self.fields.values())

    def clean(self) -> dict[str, Any]:
        """Either a capability that exists, or all of a new one."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        chosen, name = cleaned.get("capability"), cleaned.get("name")
        if chosen is not None and name:
            self.add_error("name", "Choose one that is named already or write a new one, not both.")
        elif chosen is None and not name:
            self.add_error("capability", "Choose a capability, or name a new one below.")
        elif name and not cleaned.get("description"):
            self.add_error("description", "Say what it is, for those who have to build it.")
        return cleaned
