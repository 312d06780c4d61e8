"""What a person chooses, and the fields that bind a signature to what was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from attending.accounts.forms import SigningForm
from attending.decisions.rules.delegations import Voice
from attending.decisions.rules.eligibility import NO_SEAT
from attending.decisions.rules.options import Option
from attending.program.models import Person, Seat
from attending.ui.fields import one_of_several
from attending.ui.patients import AsksAboutPatients

CONDITIONS = 3
OTHER = ""
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class ConditionFields:
    """The fields of one condition, and whether anything stands in them."""

    fields: Sequence[forms.BoundField]
    filled: bool


class ChoiceForm(AsksAboutPatients):
    """One option's form: the reason (a ready-made one needs no typing), conditions where they are asked, dissent."""

    choice = forms.CharField(widget=forms.HiddenInput)
    packet_sha256 = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Reason in your words",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Nothing that could identify a patient.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    dissent = forms.CharField(
        label="What you want kept as dissent",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Stands with the decision, whatever it will be. Nothing that could identify a patient.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, option: Option, voices: Sequence[Voice], owners: Sequence[Person] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": f"id_{option.key}_%s", **kwargs})
        self.option = option
        self.fields["choice"].initial = option.key
        self.voices = {_place(each): each for each in voices}
        self.fields["seat"] = forms.ChoiceField(
            label="Sign from the seat",
            choices=[(place, _place_in_words(each)) for place, each in self.voices.items()],
            initial=next(iter(self.voices), None),
            required=NO_SEAT not in self.voices,
            widget=forms.HiddenInput if len(voices) == 1 else forms.Select,
        )
        if option.reasons:
            other = "In my own words, below" if option.reason_required else "None, or in my own words below"
            self.fields["ready_reason"] = forms.ChoiceField(
                label="Reason",
                required=False,
                choices=[*((each, each) for each in option.reasons), (OTHER, other)],
                initial=None if option.reason_required else OTHER,
                widget=forms.RadioSelect,
            )
        if option.reason_required:
            # One of the two is needed: see clean.
            one_of_several(*(self.fields[name] for name in ("ready_reason", "reason") if name in self.fields))
        self.order_fields(["choice", "packet_sha256", "seat", "ready_reason", "reason"])
        self.condition_fields = [self._add_condition(number, owners) for number in range(1, CONDITIONS + 1)]

    def _add_condition(self, number: int, owners: Sequence[Person]) -> tuple[str, str, str]:
        text, owner, due_on = (f"condition_{number}_{part}" for part in ("text", "owner", "due_on"))
        if self.option.conditions_required:
            choices = [("", "Choose a person"), *((str(each.pk), each.printed_name) for each in owners)]
            self.fields[text] = forms.CharField(
                label=f"Condition {number}", required=number == 1, max_length=LONGEST_TEXT
            )
            self.fields[owner] = forms.TypedChoiceField(
                label=f"Owner of condition {number}",
                required=number == 1,
                choices=choices,
                coerce=int,
                empty_value=None,
            )
            self.fields[due_on] = forms.DateField(
                label=f"Condition {number} is due on",
                required=number == 1,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        return text, owner, due_on

    def clean(self) -> dict[str, Any] | None:
        """A condition is whole or absent; a reason is there where the option asks for one."""
        cleaned = super().clean()
        if self.option.conditions_required:
            for names in self.condition_fields:
                given = [self.cleaned_data.get(name) for name in names]
                if any(given) and not all(given) and not any(name in self.errors for name in names):
                    self.add_error(names[0], "Say what is to be done, who owns it, and by which date.")
        if self.option.reason_required and not self.given_reason:
            field = "ready_reason" if self.option.reasons and not self.cleaned_data.get("ready_reason") else "reason"
            self.add_error(field, f"Give a reason for {self.option.label}.")
        return cleaned

    @property
    def voice(self) -> Voice:
        """Where it is signed from, as ``sign`` takes it."""
        return self.voices[self.cleaned_data["seat"]]

    @property
    def only_on_behalf_of(self) -> str:
        """On whose behalf one signs where there is no other choice; empty in one's own name, or where one chooses."""
        return next(iter(self.voices.values())).delegator_name if len(self.voices) == 1 else ""

    @property
    def given_reason(self) -> str:
        """The ready-made reason, the person's own words, or both."""
        parts = (self.cleaned_data.get("ready_reason", ""), self.cleaned_data.get("reason", ""))
        return ". ".join(part.strip().rstrip(".") for part in parts if part and part.strip())

    @property
    def given_conditions(self) -> list[dict[str, Any]]:
        """The conditions as ``sign`` takes them."""
        found = []
        for text, owner, due_on in self.condition_fields:
            if self.cleaned_data.get(text):
                due = self.cleaned_data[due_on].isoformat()
                found.append({"text": self.cleaned_data[text], "owner": self.cleaned_data[owner], "due_on": due})
        return found

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """What every option asks for; dissent and conditions stand apart."""
        apart = {"dissent", *(name for names in self.condition_fields for name in names)}
        return [field for field in self.visible_fields() if field.name not in apart]

    @property
    def condition_rows(self) -> list[ConditionFields]:
        """The fields of each condition; none where the option takes no conditions."""
        rows = [[self[name] for name in names if name in self.fields] for names in self.condition_fields]
        return [ConditionFields(row, any(field.value() or field.errors for field in row)) for row in rows if row]

    def hidden(self) -> list[str]:
        """Every field as a hidden input, to carry the choice to the page where it is signed."""
        return [field.as_hidden() for field in self]


def _place(voice: Voice) -> str:
    return voice.seat if voice.delegation is None else f"{voice.seat}:{voice.delegation}"


def _place_in_words(voice: Voice) -> str:
    seat = Seat(voice.seat).label if voice.seat else "In your discipline"
    return f"{seat}, on behalf of {voice.delegator_name}" if voice.delegation is not None else seat


class SheetForm(SigningForm):
    """The signing fields, with the hash of the sheet that was shown and the key that makes a form count once."""

    rendered_sha256 = forms.CharField(widget=forms.HiddenInput)
    idempotency_key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)


class ReasonForm(AsksAboutPatients):
    """Why somebody steps aside, or takes a proposal back."""

    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_TEXT,
        help_text="Kept with the proposal for good. Nothing that could identify a patient.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProofForm(AsksAboutPatients):
    """What proves that a condition was met."""

    proof = forms.CharField(
        label="What proves it",
        max_length=LONGEST_TEXT,
        help_text="Name the report, review or page where it can be seen. Nothing that could identify a patient.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
