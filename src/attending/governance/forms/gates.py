"""Forms of gates: ask, ask for exceptions, take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from attending.governance.rules.gate_questions import gate_label
from attending.governance.rules.gates import EXCEPTION_DAYS, Line
from attending.ui.fields import set_choices


def _reason(label: str, hint: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=hint)


class AskForm(forms.Form):
    """Why the gate is asked now."""

    reason = _reason("Why now", "It stands at the head of what is signed.")


class ExceptionForm(forms.Form):
    """Which required items may be missing, why, and until when."""

    items = forms.MultipleChoiceField(label="What may be missing", widget=forms.CheckboxSelectMultiple)
    reason = _reason("Why it may be missing", "What protects patients until then, and who brings it.")
    until = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, lacking: Sequence[tuple[Line, str]]) -> None:
        last = timezone.localdate() + timedelta(days=EXCEPTION_DAYS)
        super().__init__(data, initial={"until": last})
        choices = [
            (line.item, f"{line.title}: {line.state}, for the gate to {gate_label(gate).lower()}")
            for line, gate in lacking
        ]
        set_choices(self, "items", choices)
        self.fields["until"].help_text = f"At most {EXCEPTION_DAYS} days, {last:%-d %B %Y}."


class ReasonForm(forms.Form):
    """Why."""

    reason = _reason("Reason", "")


class ConfirmForm(forms.Form):
    """Nothing is asked but the button."""
