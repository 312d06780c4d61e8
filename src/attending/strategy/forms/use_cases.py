"""Forms of strategy: speak, answer, agree, seat, move."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.program.actions.use_cases import Outcome, Promise
from attending.program.models import Capability, EnterprisePriority, ModelVersion, Person, Seat, Stage, Unit
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.models.clinical_input import About, Effect
from attending.program.models.deployments import State
from attending.program.models.people import USE_CASE_SEATS
from attending.program.models.use_cases import Question
from attending.program.rules import LONGEST_HORIZON, STAGE_ORDER, is_forward
from attending.ui.fields import set_choices, set_records
from attending.ui.patients import AsksAboutPatients


def _text(label: str, hint: str = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": rows})
    )


class InputForm(AsksAboutPatients):
    about = forms.ChoiceField(label="What is it about?", choices=About.choices, widget=forms.RadioSelect)
    said = _text("What should the owners know?", "No patient's name, number or story.")


class AnswerInputForm(AsksAboutPatients):
    answer = _text("Answer", "The person who spoke reads this.")
    effect = forms.ChoiceField(label="What is changed?", choices=Effect.choices, widget=forms.RadioSelect)


class AnswerQuestionForm(forms.Form):
    question = forms.ChoiceField(label="Question", choices=Question.choices)
    answer = _text("Answer, with evidence", "The newest answer counts; earlier ones stay on record.", rows=5)


class SeatForm(forms.Form):
    seat = forms.ChoiceField(label="Seat", choices=[(str(seat), seat.label) for seat in USE_CASE_SEATS])
    person = forms.ModelChoiceField(label="Person", queryset=Person.objects.none())

    def __init__(self, data: Any, *, people: QuerySet[Person], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        set_records(self, "person", people)

    def chosen_seat(self) -> Seat:
        return Seat(self.cleaned_data["seat"])


class StageForm(AsksAboutPatients):
    """An earlier stage to go back to; forward a use case goes through its gate."""

    stage = forms.ChoiceField(label="Stage")
    reason = _text("Reason")

    def __init__(self, data: Any, *, now: Stage) -> None:
        super().__init__(data)
        set_choices(self, "stage", [(str(each), each.label) for each in STAGE_ORDER if is_forward(each, now)])


class PromiseForm(forms.Form):
    """What a measure of value promises; its name, unit and baseline stay as they were agreed."""

    target = forms.FloatField(label="Target")
    horizon_quarters = forms.IntegerField(label="Horizon, quarters", min_value=1, max_value=LONGEST_HORIZON, initial=4)
    minimum_effect = forms.FloatField(
        label="Minimum worthwhile effect",
        help_text="The smallest change that would be worth the effort, in the same unit and without a sign.",
    )
    how_measured = _text("How will it be measured?", "From which record, by whom, how often.", rows=2)
    who_pays = forms.CharField(label="Who pays?", max_length=200, help_text="Money and hours, and whose budget.")
    who_benefits = forms.CharField(label="Who benefits?", max_length=200, help_text="Patients, staff, the enterprise.")

    def promise(self) -> Promise:
        return Promise(**self.cleaned_data)


class OutcomeForm(PromiseForm):
    """One measure of value, from its baseline to its target."""

    name = forms.CharField(label="Outcome measure", max_length=200)
    unit = forms.CharField(label="Unit", max_length=60, help_text="Such as: minutes per shift, % of patients.")
    baseline = forms.FloatField(label="Baseline")
    baseline_n = forms.IntegerField(label="Baseline n", min_value=1)
    baseline_period = forms.CharField(label="Baseline period", max_length=60)
    baseline_source = forms.CharField(label="Baseline source", max_length=200)

    field_order = ("name", "unit", "baseline", "baseline_n", "baseline_period", "baseline_source")

    def outcome(self) -> Outcome:
        return Outcome(**self.cleaned_data)


class AnswerToPriorityForm(forms.Form):
    """Which enterprise priority a use case answers to."""

    priority = forms.ModelChoiceField(
        label="Enterprise priority",
        queryset=EnterprisePriority.objects.none(),
        required=False,
        blank=True,
        empty_label="None of these",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, priorities: QuerySet[EnterprisePriority], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        set_records(self, "priority", priorities)


class PriorityForm(forms.Form):
    title = forms.CharField(label="Enterprise priority", max_length=200)
    statement = forms.CharField(label="What is to become true", widget=forms.Textarea(attrs={"rows": 3}))


class CapabilityForm(forms.Form):
    name = forms.CharField(label="Capability", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=CapabilityKind.choices)
    state = forms.ChoiceField(label="State", choices=CapabilityState.choices)
    description = forms.CharField(label="What it is", widget=forms.Textarea(attrs={"rows": 3}))


class LinkCapabilityForm(forms.Form):
    capability = forms.ModelChoiceField(label="Capability", queryset=Capability.objects.none())
    relation = forms.ChoiceField(label="The use case", choices=Relation.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, capabilities: QuerySet[Capability]) -> None:
        super().__init__(*args)
        set_records(self, "capability", capabilities)


class VersionForm(forms.Form):
    """A model and the version of it."""

    name = forms.CharField(label="Model", max_length=200)
    maker = forms.CharField(label="Made by", max_length=200)
    intended_use = _text("Intended use", "Leave empty for a model that is registered already.", required=False)
    version = forms.CharField(label="Version", max_length=60)
    released_on = forms.DateField(label="Released on", widget=forms.DateInput(attrs={"type": "date"}))


class DeploymentForm(forms.Form):
    """Where, with which version, and from which score staff act."""

    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none())
    model_version = forms.ModelChoiceField(label="Model version", queryset=ModelVersion.objects.none())
    action_threshold = forms.DecimalField(
        label="Staff act at a score of",
        required=False,
        min_value=0,
        max_value=1,
        max_digits=7,
        decimal_places=6,
        help_text="Leave empty where there is no score.",
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], versions: QuerySet[ModelVersion]) -> None:
        super().__init__(*args)
        set_records(self, "unit", units)
        set_records(self, "model_version", versions)


class StateForm(AsksAboutPatients):
    """Silent or retired; going into use, pausing and resuming are decisions of their own."""

    state = forms.ChoiceField(
        label="State", choices=[(str(each), each.label) for each in (State.SILENT, State.RETIRED)]
    )
    reason = _text("Reason")
