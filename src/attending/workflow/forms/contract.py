"""Forms of a workflow contract."""

from __future__ import annotations

from typing import Any

from django import forms

from attending.workflow.actions.contracts import Wording
from attending.workflow.models import WorkflowContract
from attending.workflow.rules.contract import from_document


class WordingForm(forms.Form):
    """What a contract says beside its figures."""

    sees = forms.CharField(label="Who sees the alert", max_length=300)
    acts = forms.CharField(label="Who acts on it", max_length=300)
    on_breach = forms.CharField(
        label="If nobody acts in time", required=False, max_length=500, help_text="Who is told, and what they do then."
    )
    fallback = forms.CharField(
        label="While the AI is down", max_length=500, help_text="What is done instead, as on the map."
    )
    note = forms.CharField(
        label="Anything else", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any, *, contract: WorkflowContract) -> None:
        terms = from_document(contract.terms)
        super().__init__(data, initial={name: getattr(terms, name) for name in Wording.__dataclass_fields__})

    def wording(self) -> Wording:
        """What was entered."""
        return Wording(**self.cleaned_data)


class PutForm(forms.Form):
    """Why the unit should sign."""

    reason = forms.CharField(
        label="Why this threshold with this team", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DiscardForm(forms.Form):
    """Nothing is asked but the button."""
