"""Forms of strategy: propose, speak, answer, seat, move."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.program.actions.use_cases import Outcome, Thesis
from attending.program.models import EnterprisePriority, Person, Seat, Stage
from attending.program.models.clinical_input import About, Effect
from attending.program.models.people import USE_CASE_SEATS
from attending.program.models.use_cases import Kind, Question


def _text(label: str, hint: str = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": rows})
    )


class ProposeForm(forms.Form):
    """The problem before the technology."""

    title = forms.CharField(label="Title", max_length=200, help_text="What is to be achieved, in a few words.")
    problem = _text("Which problem, and whose?", "What happens today, how often, and to whom.")
    kind = forms.ChoiceField(label="What sort of AI is meant", choices=Kind.choices)
    priority = forms.ModelChoiceField(
        label="Enterprise priority",
        queryset=EnterprisePriority.objects.none(),
        required=False,
        help_text="Leave empty if it answers to none; that will be shown.",
    )
    burden_lifted = _text("Whose burden does it lift?", required=False, rows=2)
    burden_added = _text("Whose burden does it add?", required=False, rows=2)
    alternative = _text("How could it be solved without AI?", required=False, rows=2)

    def __init__(self, *args: Any, priorities: QuerySet[EnterprisePriority]) -> None:
        super().__init__(*args)
        self.fields["priority"].queryset = priorities  # type: ignore[attr-defined]

    def thesis(self) -> Thesis:
        values = {key: value for key, value in self.cleaned_data.items() if key != "priority"}
        return Thesis(**(values | {"kind": Kind(values["kind"])}))


class InputForm(forms.Form):
    about = forms.ChoiceField(label="What is it about?", choices=About.choices, widget=forms.RadioSelect)
    said = _text("What should the owners know?", "No patient's name, number or story.")


class AnswerInputForm(forms.Form):
    answer = _text("Answer", "The person who spoke reads this.")
    effect = forms.ChoiceField(label="What is changed?", choices=Effect.choices, widget=forms.RadioSelect)


class AnswerQuestionForm(forms.Form):
    question = forms.ChoiceField(label="Question", choices=Question.choices)
    answer = _text("Answer, with evidence", "The newest answer counts; earlier ones stay on record.", rows=5)


class SeatForm(forms.Form):
    seat = forms.ChoiceField(label="Seat", choices=[(str(seat), seat.label) for seat in USE_CASE_SEATS])
    person = forms.ModelChoiceField(label="Person", queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], initial: dict[str, Any] | None = None) -> None:
        super().__init__(*args, initial=initial)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def chosen_seat(self) -> Seat:
        return Seat(self.cleaned_data["seat"])


class StageForm(forms.Form):
    stage = forms.ChoiceField(label="Stage", choices=Stage.choices)
    reason = _text("Reason")


class OutcomeForm(forms.Form):
    """One measure of value, from its baseline to its target."""

    name = forms.CharField(label="Outcome measure", max_length=200)
    unit = forms.CharField(label="Unit", max_length=60, help_text="Such as: minutes per shift, % of patients.")
    baseline = forms.FloatField(label="Baseline")
    baseline_n = forms.IntegerField(label="Baseline n", min_value=1)
    baseline_period = forms.CharField(label="Baseline period", max_length=60)
    baseline_source = forms.CharField(label="Baseline source", max_length=200)
    target = forms.FloatField(label="Target")
    horizon_quarters = forms.IntegerField(label="Horizon, quarters", min_value=1, max_value=12, initial=4)

    def outcome(self) -> Outcome:
        return Outcome(**self.cleaned_data)
