"""A hazard in words: what can go wrong, on which step, from what and with what harm; and who owns it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.program.models import Person
from attending.ui.fields import set_choices, set_records
from attending.workflow.models import Hazard
from attending.workflow.rules.hazard_words import LONGEST_NAME, LONGEST_TEXT, HazardWords

ONE_A_LINE = "One a line."


class WordsForm(forms.Form):
    """What a hazard says; ``steps`` are keys and names of the map's steps."""

    name = forms.CharField(label="What can go wrong", max_length=LONGEST_NAME)
    step = forms.ChoiceField(label="On which step of the map", required=False)
    causes = forms.CharField(
        label="Causes", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=ONE_A_LINE, max_length=9_000
    )
    consequences = forms.CharField(
        label="Consequences",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=ONE_A_LINE,
        max_length=9_000,
    )
    impact = forms.CharField(
        label="What it may do to a patient",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description = forms.CharField(
        label="Anything else", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, steps: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "step", [("", "None, or the whole work"), *steps])

    def words(self) -> HazardWords:
        """As the actions take it."""
        values = self.cleaned_data
        return HazardWords(
            name=values["name"],
            description=values["description"],
            step=values["step"],
            causes=tuple(values["causes"].splitlines()),
            consequences=tuple(values["consequences"].splitlines()),
            impact=values["impact"],
        )


class AddForm(WordsForm):
    """A hazard that no map shows, and who owns it."""

    owner = forms.ModelChoiceField(label="Owner", queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_records(self, "owner", people)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(label="Owner", queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_records(self, "owner", people)


class PutForm(forms.Form):
    reason = forms.CharField(
        label="Why these risks can be accepted now",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sealed with the log.",
    )


class TransferForm(forms.Form):
    to = forms.CharField(
        label="Who has taken the risk over", max_length=LONGEST_NAME, help_text="Such as the maker, with its contact."
    )
    reason = forms.CharField(label="Why it is theirs", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


def as_entered(hazard: Hazard) -> dict[str, str]:
    """The words of a hazard as its form shows them."""
    return {
        "name": hazard.name,
        "step": hazard.step,
        "causes": "\n".join(hazard.causes),
        "consequences": "\n".join(hazard.consequences),
        "impact": hazard.impact,
        "description": hazard.description,
    }
