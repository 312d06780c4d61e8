"""Forms that adapt what readiness is assessed by."""

from __future__ import annotations

from django import forms

from attending.strategy.actions.readiness_items import Wording
from attending.strategy.models import Barrier
from attending.strategy.models.readiness import GRADES, ReadinessItem

MEANINGS = ("nothing is there", "begun", "there in part", "there", "there and kept up")


def _lines(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class WordingForm(forms.Form):
    """A statement and what its five grades mean here."""

    statement = _lines("Statement", "True of a site that is ready, such as: Everybody who will use it here is trained.")
    grade_0 = _lines(f"Grade 0: {MEANINGS[0]}")
    grade_1 = _lines(f"Grade 1: {MEANINGS[1]}")
    grade_2 = _lines(f"Grade 2: {MEANINGS[2]}")
    grade_3 = _lines(f"Grade 3: {MEANINGS[3]}", "From here on it counts as ready.")
    grade_4 = _lines(f"Grade 4: {MEANINGS[4]}")
    source = forms.CharField(
        label="Source", help_text="Where the demand comes from, if anywhere.", max_length=300, required=False
    )

    def wording(self) -> Wording:
        values = self.cleaned_data
        grades = [values[f"grade_{grade}"] for grade in GRADES]
        return Wording(statement=values["statement"], grades=grades, source=values["source"])


class ItemForm(WordingForm):
    """A new item under one of the barriers."""

    barrier = forms.ChoiceField(label="Kind of barrier", choices=Barrier.choices)

    field_order = ("barrier",)

    def chosen_barrier(self) -> Barrier:
        return Barrier(self.cleaned_data["barrier"])


class ConfirmForm(forms.Form):
    """Nothing to fill in: done by saying so."""


def wording_of(item: ReadinessItem) -> dict[str, str]:
    """An item's words as the form shows them first."""
    grades = {f"grade_{grade}": text for grade, text in enumerate(item.grades)}
    return {"statement": item.statement, "source": item.source, **grades}
