"""What a convener fills in before the first score, and on the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.analytics.catalogs.criteria import AnchoredCriterion
from attending.program.models import Discipline, Person, Site, UseCase
from attending.strategy.rules.panel import MOST_ITEMS, Expected
from attending.ui.fields import one_of_several, set_records

DATE = forms.DateInput(attrs={"type": "date"})


class PanelForm(forms.Form):
    """The frame of a panel."""

    title = forms.CharField(label="Name of the panel", max_length=200)
    top = forms.IntegerField(
        label="How many initiatives can the organisation take on?",
        min_value=1,
        max_value=MOST_ITEMS,
        help_text="The ranking says who is surely among them, who may be, and who is not.",
    )
    due_on = forms.DateField(label="Scores are due by", widget=DATE)
    most_rounds = forms.TypedChoiceField(
        label="Rounds of scoring",
        coerce=int,
        choices=[(1, "One"), (2, "Two: what they disagree on is discussed and scored again"), (3, "At most three")],
        initial=2,
        help_text="Fixed now, so that nobody scores again until the result pleases.",
    )


class ItemsForm(forms.Form):
    """Which use cases are judged, out of those whose gates are met."""

    use_cases = forms.ModelMultipleChoiceField(
        label="Use cases that may be judged",
        queryset=UseCase.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=f"At most {MOST_ITEMS}: more cannot be scored with care.",
    )

    def __init__(self, *args: Any, eligible: QuerySet[UseCase], **options: Any) -> None:
        super().__init__(*args, **options)
        set_records(self, "use_cases", eligible)
        one_of_several(self.fields["use_cases"])


class PanelistsForm(forms.Form):
    """Who judges, for which site."""

    people = forms.ModelMultipleChoiceField(
        label="People", queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    site = forms.ModelChoiceField(
        label="They speak for", queryset=Site.objects.none(), required=False, empty_label="The whole enterprise"
    )

    def __init__(self, *args: Any, people: QuerySet[Person], sites: QuerySet[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        set_records(self, "people", people)
        set_records(self, "site", sites)

    def chosen(self) -> list[tuple[Person, Site | None]]:
        """The people, each with the site."""
        return [(person, self.cleaned_data["site"]) for person in self.cleaned_data["people"]]


class ExpectedForm(forms.Form):
    """One more group of people who should be in the room."""

    discipline = forms.ChoiceField(label="Discipline", choices=Discipline.choices)
    site = forms.ModelChoiceField(label="From", queryset=Site.objects.none(), required=False, empty_label="Any site")
    count = forms.IntegerField(label="How many at least?", min_value=1, max_value=60, initial=1)

    def __init__(self, *args: Any, sites: QuerySet[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        set_records(self, "site", sites)

    def expected(self, before: Iterable[Expected]) -> list[Expected]:
        """Those expected before, and these; the same group again replaces its number."""
        site = self.cleaned_data["site"]
        added = Expected(self.cleaned_data["discipline"], site.pk if site else None, self.cleaned_data["count"])
        kept = [each for each in before if (each.discipline, each.site) != (added.discipline, added.site)]
        return [*kept, added]


class CriterionForm(forms.Form):
    """A criterion with its written anchors."""

    label = forms.CharField(label="Name", max_length=120)
    question = forms.CharField(label="The question", widget=forms.Textarea(attrs={"rows": 2}))
    anchor_1 = forms.CharField(label="What earns a 1", widget=forms.Textarea(attrs={"rows": 2}))
    anchor_5 = forms.CharField(label="What earns a 5", widget=forms.Textarea(attrs={"rows": 2}))
    anchor_9 = forms.CharField(
        label="What earns a 9",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Higher is always better: for a risk, write what little risk looks like.",
    )

    def written(self, key: str = "new") -> AnchoredCriterion:
        """The criterion as written."""
        return AnchoredCriterion(key=key, **self.cleaned_data)


class DueForm(forms.Form):
    """By when the flagged cells are scored again."""

    due_on = forms.DateField(label="Scores are due by", widget=DATE)


class BecauseForm(forms.Form):
    """Why a panel ends without a result."""

    because = forms.CharField(label="Why does it end?", widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """What was said about a cell."""

    said = forms.CharField(
        label="What was said",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands without a name. Write why scores differ, not whose they are.",
    )


class DoneBySayingSo(forms.Form):
    """Nothing to fill in."""
