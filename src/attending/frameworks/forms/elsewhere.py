"""Evidence kept elsewhere, and its withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from attending.analytics.catalogs.frameworks import Scope, evidence_kinds
from attending.frameworks.actions.elsewhere import Kept
from attending.program.models import Person, UseCase
from attending.ui.fields import set_choices


class ElsewhereForm(forms.Form):
    """What it is, where it lies, how old it may grow, and whose it is."""

    kind = forms.ChoiceField(label="Kind of evidence")
    title = forms.CharField(label="What it is", max_length=200)
    where_kept = forms.CharField(
        label="Where a reader finds it",
        max_length=300,
        help_text="A system and a number, such as: policy manual, IM-104. No patient data.",
    )
    as_of = forms.DateField(label="Its date", widget=forms.DateInput(attrs={"type": "date"}))
    review_by = forms.DateField(
        label="To be reviewed by",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="After that day it counts as out of date; at most three years after its own date.",
    )
    owner = forms.ChoiceField(label="Who answers for it")
    use_case = forms.ChoiceField(label="Use case", required=False, help_text="Leave it where it holds for all.")

    def __init__(self, *args: Any, people: Sequence[Person], use_cases: Sequence[UseCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        self._use_cases = {use_case.key: use_case for use_case in use_cases}
        kinds = [
            (each.key, each.title if each.scope is Scope.ORGANISATION else f"{each.title} (may be of one use case)")
            for each in evidence_kinds().values()
            if each.elsewhere
        ]
        set_choices(self, "kind", kinds)
        set_choices(self, "owner", [(key, person.printed_name) for key, person in self._people.items()])
        set_choices(self, "use_case", [("", "All of them"), *((each.key, each.title) for each in use_cases)])

    def kept(self) -> Kept:
        """As the action takes it."""
        data = self.cleaned_data
        return Kept(
            kind=data["kind"],
            title=data["title"],
            where_kept=data["where_kept"],
            as_of=data["as_of"],
            review_by=data["review_by"],
            owner=self._people[data["owner"]],
            use_case=self._use_cases.get(data["use_case"]),
        )
