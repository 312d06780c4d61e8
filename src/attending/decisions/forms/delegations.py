"""Who signs for me, from which seat, for what, and in which days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from attending.decisions import kinds
from attending.program.models import Person, SeatHolding, UseCase
from attending.ui.fields import set_choices, set_records

EVERYWHERE = ""


def _day(label: str, help_text: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class DelegationForm(forms.Form):
    """A delegation of one of the acting person's seats (``holdings``) to one of ``people``."""

    seat = forms.ChoiceField(label="From your seat")
    delegate = forms.ModelChoiceField(label="Who signs for you", queryset=Person.objects.none())
    kinds = forms.MultipleChoiceField(
        label="For which questions",
        required=False,
        help_text="None chosen means whatever is asked of the seat.",
        widget=forms.CheckboxSelectMultiple,
    )
    first_day = _day("First day", "Today or later.")
    last_day = _day("Last day", "At most 90 days in all.")
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="Such as: on leave. Kept with the delegation. Nothing that could identify a patient.",
    )

    def __init__(self, *args: Any, holdings: Sequence[SeatHolding], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, UseCase | None]] = {}
        set_choices(self, "seat", self._seats(holdings))
        set_records(self, "delegate", people)
        set_choices(self, "kinds", kinds.labels().items())
        self.fields["first_day"].initial = timezone.localdate()

    def _seats(self, holdings: Sequence[SeatHolding]) -> list[tuple[str, str]]:
        """Each seat where it is held; first, for a seat on several use cases, all of them at once."""
        choices = []
        several = Counter(each.seat for each in holdings)
        for each in holdings:
            everywhere = f"{each.seat}:{EVERYWHERE}"
            if several[each.seat] > 1 and everywhere not in self.places:
                self.places[everywhere] = (each.seat, None)
                choices.append((everywhere, f"{each.get_seat_display()}, on all {several[each.seat]} use cases"))
            place = f"{each.seat}:{each.use_case_id or EVERYWHERE}"
            self.places[place] = (each.seat, each.use_case)
            label = f"{each.get_seat_display()} of {each.use_case.title}" if each.use_case else each.get_seat_display()
            choices.append((place, label))
        return choices

    def as_delegated(self) -> dict[str, Any]:
        """What the action takes."""
        seat, use_case = self.places[self.cleaned_data["seat"]]
        given = ("delegate", "kinds", "first_day", "last_day", "reason")
        return {"seat": seat, "use_case": use_case, **{name: self.cleaned_data[name] for name in given}}
