"""Forms of maps of care."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.program.models import Site
from attending.ui.fields import set_records
from attending.workflow.models import MapKind
from attending.workflow.rules.map_text import LONGEST


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
