"""What reviewers are asked, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from attending.governance.actions.intake_reviews import LONGEST_TEXT
from attending.governance.models import ReviewVerdict
from attending.program.models import Seat
from attending.ui.fields import set_choices
from attending.ui.patients import AsksAboutPatients


class AskForm(forms.Form):
    """Whom to ask about a use case, what, and by when."""

    seats = forms.MultipleChoiceField(label="Whom to ask", widget=forms.CheckboxSelectMultiple)
    question = forms.CharField(
        label="What they are asked",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        initial="Is there anything in your field that stands against this use case? Say what would have to be done.",
    )
    due_on = forms.DateField(label="Answer by", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, seats: Iterable[tuple[Seat, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "seats", [(str(seat), label) for seat, label in seats])


class AnswerForm(AsksAboutPatients):
    """What a reviewer says."""

    verdict = forms.ChoiceField(label="Your answer", choices=ReviewVerdict.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Conditions, objection, or what you looked at",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Needed unless it is clear. No patients.",
    )


class AgainForm(forms.Form):
    """Why a review is opened again, and by when it is answered."""

    reason = forms.CharField(
        label="Why it is opened again, and what is asked now",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label="Answer by", widget=forms.DateInput(attrs={"type": "date"}))
