"""The form that answers a gate of eligibility."""

from __future__ import annotations

from django import forms

from attending.strategy.models import Verdict


class GateForm(forms.Form):
    """Whether a gate is met, and why."""

    verdict = forms.ChoiceField(label="Is it met?", choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        help_text="What you rest this on: a law, an agreement, a decision, or what is still to be found out.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def chosen(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])
