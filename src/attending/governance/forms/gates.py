"""Forms of gates: ask, ask for exceptions, take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from attending.governance.rules.gate_questions import gate_label
from attending.governance.rules.gates import EXCEPTION_DAYS, Line
from attending.ui.fields import set_choices

_EVERY: Final = '<a href="?every=yes">Choose all {}</a>'
_NONE: Final = SafeString('<a href="?">Choose none</a>')


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

    def __init__(self, data: Any, *, lacking: Sequence[tuple[Line, str]], every: bool = False) -> None:
        """``every`` ticks them all at first; the form offers that, until something is written."""
        last = timezone.localdate() + timedelta(days=EXCEPTION_DAYS)
        ticked = [line.item for line, _ in lacking] if every else []
        super().__init__(data, initial={"until": last, "items": ticked})
        if data is None and len(lacking) > 1:
            self.fields["items"].help_text = _NONE if every else format_html(_EVERY, len(lacking))
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
