"""What is written down of a meeting, its agenda and its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from attending.governance.actions.meetings import Call
from attending.governance.actions.minutes import LONGEST_TEXT
from attending.governance.models import Presence
from attending.governance.rules.agenda import LONGEST, LONGEST_ITEM, SHORTEST
from attending.program.models import Person
from attending.ui.fields import set_choices
from attending.ui.patients import AsksAboutPatients


class MeetingForm(forms.Form):
    """What a meeting is called with."""

    title = forms.CharField(label="Title", max_length=200, initial="AI committee")
    starts_at = forms.DateTimeField(
        label="Begins",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    length = forms.IntegerField(label="Minutes", min_value=SHORTEST, max_value=LONGEST, initial=60)
    place = forms.CharField(label="Room", max_length=200, required=False)
    link = forms.URLField(
        label="Link to join", max_length=500, required=False, assume_scheme="https", help_text="https://…"
    )
    chair = forms.ChoiceField(label="Chair")
    quorum = forms.IntegerField(
        label="Quorum of members",
        min_value=1,
        required=False,
        help_text="How many have to be present. Left empty: more than half of the members.",
    )

    def __init__(self, *args: Any, members: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {str(person.pk): person for person in members}
        self.fields["starts_at"].help_text = f"In the time of {timezone.get_current_timezone_name()}."
        set_choices(self, "chair", [(number, person.printed_name) for number, person in self._members.items()])

    def called(self) -> Call:
        """As the action takes it."""
        return Call(**{**self.cleaned_data, "chair": self._members[self.cleaned_data["chair"]]})


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label="Why", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class ItemForm(forms.Form):
    """Other business."""

    title = forms.CharField(label="What is to be spoken about", max_length=300)
    why = forms.CharField(label="Why", max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    planned = forms.IntegerField(label="Minutes", min_value=1, max_value=LONGEST_ITEM, initial=10)


class PlannedForm(forms.Form):
    """The minutes of one item."""

    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=LONGEST_ITEM)


class AttendanceForm(forms.Form):
    """Somebody who is there without having said so."""

    person = forms.ChoiceField(label="Who")
    presence = forms.ChoiceField(
        label="How", choices=Presence.choices, widget=forms.RadioSelect, initial=str(Presence.ROOM)
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        set_choices(self, "person", [(number, person.printed_name) for number, person in self._people.items()])

    @property
    def chosen(self) -> Person:
        """Who it is; of a valid form only."""
        return self._people[self.cleaned_data["person"]]


class MinutesForm(AsksAboutPatients):
    """What was said about one item."""

    text = forms.CharField(
        label="What was said",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Decisions, votes, dissent and conditions come from the record; write what is not. No patients.",
    )
    used = forms.IntegerField(
        label="Minutes it took", min_value=0, max_value=LONGEST, required=False, help_text="Measured, if left as it is."
    )
