"""Controls of a hazard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.program.models import Person
from attending.ui.fields import set_choices, set_records
from attending.workflow.actions.hazards.controls import Planned
from attending.workflow.models import ControlKind, ControlSide


class ControlForm(forms.Form):
    """A control: what it is, which step of the map does it, who owns it, and by when it is there."""

    what = forms.CharField(label="The control", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    side = forms.ChoiceField(label="What it does", choices=ControlSide.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Its kind", choices=ControlKind.choices)
    step = forms.ChoiceField(label="Which step of the map does it", required=False)
    owner = forms.ModelChoiceField(label="Owner", queryset=Person.objects.none())
    due_on = forms.DateField(
        label="There by",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Leave it empty for a control that is there already.",
    )

    def __init__(self, *args: Any, steps: Iterable[tuple[str, str]], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "step", [("", "None"), *steps])
        set_records(self, "owner", people)

    def planned(self) -> Planned:
        """As the action takes it."""
        values = self.cleaned_data
        return Planned(
            what=values["what"],
            kind=ControlKind(values["kind"]),
            side=ControlSide(values["side"]),
            owner=values["owner"],
            step=values["step"],
            due_on=values["due_on"],
        )


class ProofForm(forms.Form):
    proof = forms.CharField(
        label="What proves it",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A document, a test with its date, who was trained and when. No patient data.",
    )


class ConfirmForm(forms.Form):
    """Nothing is entered: the proof is on the page."""
