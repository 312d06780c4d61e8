"""Forms of an assessment of readiness: open it, ask more people, grade, hand in, close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from attending.program.models import Person, Seat, Site
from attending.strategy.actions.readiness_sheet import Given
from attending.strategy.models import ReadinessItem, ReadinessRating
from attending.ui.fields import one_of_several, set_choices, set_records

CANNOT_SAY: Final = "cannot"
USUAL_TIME: Final = timedelta(days=14)
PULL: Final = (
    ("1", "1: people here do not want it"),
    ("2", "2"),
    ("3", "3: they would go along"),
    ("4", "4"),
    ("5", "5: people here ask for it"),
)


class AskForm(forms.Form):
    """Whom to ask: seats first, then anybody else."""

    seats = forms.MultipleChoiceField(
        label="People in a seat on this use case", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        label="Others who know this site",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Front-line staff above all.",
    )

    def __init__(self, *args: Any, held: Mapping[Seat, Person], others: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        seats: dict[int, list[str]] = {}
        for seat, person in held.items():
            seats.setdefault(person.pk, []).append(str(seat.label).lower())
        rest = others.exclude(pk__in=seats)
        self.known = {str(person.pk): person for person in (*held.values(), *rest)}
        set_choices(
            self,
            "seats",
            [(str(pk), f"{self.known[str(pk)]}, {' and '.join(labels)}") for pk, labels in seats.items()],
        )
        set_choices(
            self, "others", [(str(each.pk), f"{each}, {each.get_discipline_display().lower()}") for each in rest]
        )
        if not held:
            del self.fields["seats"]
        one_of_several(*self.fields.values())

    def people(self) -> list[Person]:
        """Everybody chosen, each once."""
        chosen = [*self.cleaned_data.get("seats", ()), *self.cleaned_data["others"]]
        return [self.known[pk] for pk in dict.fromkeys(chosen)]


class OpenForm(AskForm):
    """Which site is asked, by when, and whom."""

    site = forms.ModelChoiceField(label="Site", queryset=Site.objects.none())
    due_on = forms.DateField(label="To be answered by", widget=forms.DateInput(attrs={"type": "date"}))

    field_order = ("site", "due_on")

    def __init__(self, *args: Any, sites: QuerySet[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        set_records(self, "site", sites)
        one_of_several(self.fields["site"], self.fields["due_on"])


def usual_due_date() -> date:
    """Two weeks from today."""
    return timezone.localdate() + USUAL_TIME


class SheetForm(forms.Form):
    """Some items to grade, each with a note. Everything may stay open until it is handed in."""

    def __init__(self, *args: Any, items: Sequence[ReadinessItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = items
        for item in items:
            grades = [(str(grade), f"{grade}: {text}") for grade, text in enumerate(item.grades)]
            grade = forms.ChoiceField(
                label=item.statement,
                choices=[*grades, (CANNOT_SAY, "I cannot say")],
                required=False,
                widget=forms.RadioSelect,
                help_text=f"Source: {item.source}" if item.source else "",
                error_messages={"invalid_choice": "%(value)s is no grade; choose 0 to 4, or that you cannot say."},
            )
            self.fields[f"grade_{item.pk}"] = grade
            note = forms.CharField(
                label="Note",
                required=False,
                max_length=2000,
                widget=forms.TextInput(attrs={"aria-label": f"Note on: {item.statement}"}),
            )
            self.fields[f"note_{item.pk}"] = note
            one_of_several(grade)

    def given(self) -> dict[int, Given]:
        """What was said, by the item's primary key."""
        return {item.pk: self._given(item.pk) for item in self.items}

    def _given(self, pk: int) -> Given:
        said, note = self.cleaned_data[f"grade_{pk}"], self.cleaned_data[f"note_{pk}"]
        grade = int(said) if said and said != CANNOT_SAY else None
        return Given(grade, cannot_say=said == CANNOT_SAY, note=note)


def said_before(ratings: Iterable[ReadinessRating]) -> dict[str, str]:
    """What was kept before, as the sheet shows it first."""
    shown: dict[str, str] = {}
    for rating in ratings:
        grade = "" if rating.grade is None else str(rating.grade)
        shown[f"grade_{rating.item_id}"] = CANNOT_SAY if rating.cannot_say else grade
        shown[f"note_{rating.item_id}"] = rating.note
    return shown


class PullForm(forms.Form):
    """How much it is wanted."""

    pull = forms.ChoiceField(
        label="How much do people at this site want it?",
        choices=PULL,
        required=False,
        widget=forms.RadioSelect,
        help_text="Shown beside readiness and never counted as readiness. Leave it open if you do not know.",
    )

    def chosen(self) -> int | None:
        return int(self.cleaned_data["pull"]) if self.cleaned_data["pull"] else None


class HandInForm(forms.Form):
    """Confirm that what is blank cannot be said; asked only where something is blank."""

    blanks = forms.BooleanField(label="I cannot say what I left blank", required=False)

    def __init__(self, *args: Any, blank: int) -> None:
        super().__init__(*args)
        if not blank:
            del self.fields["blanks"]

    def confirmed(self) -> bool:
        return bool(self.cleaned_data.get("blanks"))


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Why not?", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class CloseForm(forms.Form):
    """Close; where nobody has handed in, say why."""

    reason = forms.CharField(label="Why nobody answered", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, handed_in: int) -> None:
        super().__init__(*args)
        if handed_in:
            del self.fields["reason"]

    def why(self) -> str:
        return str(self.cleaned_data.get("reason", ""))
