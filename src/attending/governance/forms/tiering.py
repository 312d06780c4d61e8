"""The questionnaire that decides a risk tier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from attending.policies.model import TIERS, Policy
from attending.policies.vocabulary import TIER_WORDS


class TierForm(forms.Form):
    """One field for each question of a policy, from the least to the most risk; then a higher tier, and why."""

    def __init__(self, data: Any, *, policy: Policy, answers: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(answers))
        for question in policy.questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text, choices=list(question.answers.items()), widget=forms.RadioSelect
            )
        self._questions = [question.key for question in policy.questions]
        self.fields["tier_taken"] = forms.ChoiceField(
            label="The tier",
            required=False,
            choices=[("", "As the rules say"), *((tier, TIER_WORDS[tier]) for tier in TIERS[1:])],
            help_text="You may take a higher tier than the rules say, never a lower one.",
        )
        self.fields["reason"] = forms.CharField(
            label="Why this tier",
            required=False,
            max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Needed where you take a higher tier; otherwise the words of the rule are kept.",
        )

    @property
    def answers(self) -> dict[str, str]:
        """The answers given so far, by question; those that are no answer are left out."""
        return {key: self.cleaned_data[key] for key in self._questions if self.cleaned_data.get(key)}
