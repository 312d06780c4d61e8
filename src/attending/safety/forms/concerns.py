"""What people on a unit tap and write, and how it is answered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.html import format_html

from attending.analytics.catalogs.safety import concerns as catalog
from attending.program.models import Deployment
from attending.safety.actions.concerns import Said
from attending.safety.models import Outcome
from attending.safety.rules.concerns import MOST_ANSWER, MOST_WORDS
from attending.ui.fields import set_choices

UNKNOWN: Final = "unknown"
UNKNOWN_LABEL: Final = "I do not know which"


class ConcernForm(forms.Form):
    """Half a minute on a phone: one tap for what happened, one for which AI, one to send; words where they help."""

    happened = forms.ChoiceField(
        label="What happened?", widget=forms.RadioSelect, error_messages={"required": "Tap the one that fits best."}
    )
    deployment = forms.ChoiceField(
        label="Which AI?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Tap which AI it was, or that you do not know.",
            "invalid_choice": "That AI is no longer used here. Tap another, or that you do not know.",
        },
    )
    words = forms.CharField(
        label="In a few words",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nothing by which a patient could be known. We stop numbers, dates of birth, phone numbers and "
        "e-mail addresses; we cannot see names: leave them out.",
    )
    role = forms.ChoiceField(
        label="Your role",
        required=False,
        help_text="Leave it out if it would give you away.",
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, in_use: Sequence[Deployment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_use = {str(each.pk): each for each in in_use}
        taps = [(each.key, _tap(each.label, each.means)) for each in catalog.happened().values()]
        set_choices(self, "happened", taps)
        set_choices(self, "deployment", [*((pk, ai_label(each)) for pk, each in self._in_use.items()), _unknown()])
        set_choices(self, "role", [("", "Not said"), *((each.key, each.label) for each in catalog.roles().values())])
        self.fields["once"].initial = uuid.uuid4
        if not self._in_use:
            self.fields["deployment"].initial = UNKNOWN

    def said(self) -> Said:
        """As the action takes it."""
        values = self.cleaned_data
        return Said(
            happened=values["happened"],
            once=values["once"],
            words=values["words"],
            role=values["role"],
            deployment=self._in_use.get(values["deployment"]),
        )


def ai_label(deployment: Deployment) -> str:
    """An AI as staff know it: what it is for, and under it which model it is."""
    return _tap(deployment.use_case.title, deployment.model_version.ai_model.name)


def _unknown() -> tuple[str, str]:
    return UNKNOWN, _tap(UNKNOWN_LABEL, "Somebody finds out.")


def _tap(label: str, means: str) -> str:
    return format_html('<span><strong>{}</strong> <span class="detail">{}</span></span>', label, means)


class AnswerForm(forms.Form):
    """What is answered, and what was changed."""

    outcome = forms.ChoiceField(label="What is changed?", choices=Outcome.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Your answer",
        max_length=MOST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It stands on the unit's page, where patients may read it too. Thank them, say what you found, and "
        "name nobody.",
    )


class NameAiForm(forms.Form):
    """Which AI it was about."""

    deployment = forms.ChoiceField(label="Which AI was it?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, there: Sequence[Deployment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._there = {str(each.pk): each for each in there}
        set_choices(self, "deployment", [(pk, ai_label(each)) for pk, each in self._there.items()])

    def chosen(self) -> Deployment:
        """The deployment that was chosen."""
        return self._there[self.cleaned_data["deployment"]]
