"""What the Record page may be asked for."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict


def _example(text: str) -> forms.TextInput:
    return forms.TextInput({"placeholder": text})


class RecordFilter(forms.Form):
    """Narrow the record to one verb, one object (or kind of object) or one actor, older than an entry."""

    verb = forms.ChoiceField(label="What was done", required=False)
    about = forms.CharField(
        label="To what", required=False, max_length=120, widget=_example("proposal:12, or proposal")
    )
    actor = forms.CharField(label="By whom", required=False, max_length=120, widget=_example("person:7"))
    before = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, verbs: Sequence[str]) -> None:
        super().__init__(data)
        choices = self.fields["verb"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [("", "Everything"), *((verb, verb) for verb in verbs)]
