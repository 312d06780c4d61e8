"""Forms of a post-launch review: ask for its outcome, keep a lesson, keep a maker's claim."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.analytics.catalogs import measures
from attending.program.models import Capability
from attending.review.actions.claims import Claim
from attending.review.rules.cycle import LABELS, Outcome
from attending.ui.fields import set_choices, set_records
from attending.ui.patients import AsksAboutPatients

_TEXT = forms.Textarea


class OpenForm(forms.Form):
    """Nothing to fill in: the review is opened by saying so."""


class SayForm(AsksAboutPatients):
    """One thing to say in a review."""

    said = forms.CharField(
        label="What do you want to say?",
        widget=_TEXT(attrs={"rows": 3}),
        help_text="About how it fits the work, harms, workload or value here. No patient may be recognisable.",
    )


class OutcomeForm(AsksAboutPatients):
    """What whoever prepared the review recommends, and why."""

    recommended = forms.TypedChoiceField(
        label="What do you recommend?",
        choices=[(str(each), LABELS[each]) for each in Outcome],
        coerce=Outcome,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why", widget=_TEXT(attrs={"rows": 3}), help_text="Sealed with the decision.")


class LessonForm(AsksAboutPatients):
    """What was learned, and where it goes."""

    learned = forms.CharField(label="What was learned", widget=_TEXT(attrs={"rows": 3}))
    capability = forms.ModelChoiceField(
        label="Capability it goes to",
        queryset=Capability.objects.none(),
        required=False,
        help_text="What the enterprise can do again, and better, because of this.",
    )
    change = forms.CharField(
        label="What changes", widget=_TEXT(attrs={"rows": 2}), required=False, help_text="Needed without a capability."
    )

    def __init__(self, *args: Any, capabilities: QuerySet[Capability]) -> None:
        super().__init__(*args)
        set_records(self, "capability", capabilities)

    def clean(self) -> dict[str, Any]:
        """A lesson goes somewhere."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("capability") and not cleaned.get("change"):
            self.add_error("change", "Name a capability, or write what changes.")
        return cleaned


class ClaimForm(forms.Form):
    """A number the maker published."""

    measure = forms.ChoiceField(label="Measure")
    threshold = forms.DecimalField(
        label="Score threshold",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1),
        max_digits=20,
        decimal_places=15,
        help_text="Only for measures at a threshold, such as sensitivity.",
    )
    value = forms.FloatField(label="Published value")
    low = forms.FloatField(label="Lower end of its 95 % interval", required=False)
    high = forms.FloatField(label="Upper end of its 95 % interval", required=False)
    population = forms.CharField(label="For which patients", max_length=300)
    source = forms.CharField(label="Where it was published", max_length=300, help_text="Model card, paper, contract.")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        set_choices(self, "measure", [(each.id, each.title) for each in measures().values()])

    def claim(self) -> Claim:
        """What was entered."""
        return Claim(**self.cleaned_data)
