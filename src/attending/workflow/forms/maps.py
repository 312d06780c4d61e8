"""Forms of maps of care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from attending.program.models import Discipline, Person, Site
from attending.ui.fields import set_records
from attending.workflow.models import MapKind
from attending.workflow.rules.map_text import LONGEST

LARGEST_FILE: Final = 5_000_000


class OpenMapForm(forms.Form):
    """Which map is begun."""

    kind = forms.ChoiceField(label="The map shows the work", choices=MapKind.choices, widget=forms.RadioSelect)
    site = forms.ModelChoiceField(
        label="Site",
        queryset=Site.objects.none(),
        required=False,
        empty_label="Every site",
        help_text="Choose one site where the work there differs from the others.",
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        set_records(self, "site", sites)


class DraftForm(forms.Form):
    """The text of a draft, and the revision it was begun from."""

    text = forms.CharField(
        label="The map as text",
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "map-text"}),
    )
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def begun_again(self, revision: int) -> DraftForm:
        """The same text, as begun from a newer revision: whoever saves it now has been shown that one."""
        again = DraftForm({"text": self.cleaned_data["text"], "revision": revision})
        again.is_valid()
        return again


class WhyForm(forms.Form):
    """What a version is for."""

    why = forms.CharField(
        label="What it is for, or what changed",
        max_length=500,
        help_text="A few words that stay with this version.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OfferForm(WhyForm):
    """Who is asked to sign: one person at least for each discipline that appears in the map."""

    def __init__(self, data: Any, *, voices: Mapping[Discipline, Sequence[Person]]) -> None:
        super().__init__(data)
        for discipline, people in voices.items():
            choices = [("", "Choose a person"), *((str(each.pk), each.printed_name) for each in people)]
            self.fields[str(discipline)] = forms.ChoiceField(
                label=f"Who signs for {discipline.label.lower()}",
                choices=choices,
                initial=str(people[0].pk) if people else "",
                help_text=""
                if people
                else "Nobody else of this discipline is in the program. An administrator adds people.",
            )
        self._people = {str(each.pk): each for people in voices.values() for each in people}
        self._disciplines = [str(each) for each in voices]

    def asked(self) -> list[Person]:
        """The people who were chosen."""
        return [self._people[self.cleaned_data[each]] for each in self._disciplines]


class BpmnForm(forms.Form):
    """A file of another modeller."""

    file = forms.FileField(
        label="BPMN 2.0 file",
        help_text="Such as a .bpmn file of Camunda, Signavio or bpmn.io.",
        widget=forms.FileInput(attrs={"accept": ".bpmn,.xml"}),
    )

    def clean_file(self) -> Any:
        """No larger than any drawing by hand."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(f"The file has {file.size:,} bytes; at most {LARGEST_FILE:,} are read.")
        return file
