"""The pages of intake, one thing asked on each. The same forms serve people with and without an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.program.models import Discipline, EnterprisePriority
from attending.program.models.use_cases import Kind
from attending.strategy.rules.intake import ASKED, Step
from attending.ui.fields import set_records
from attending.ui.patients import AsksAboutPatients

LONGEST = 4_000


def _text(label: str, hint: str, *, rows: int = 5, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows})
    )


class StepForm(forms.Form):
    """What one step asks. ``later``: whoever saves to come back may leave any of it empty."""

    def __init__(self, *args: Any, later: bool = False, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        if later:
            for field in self.fields.values():
                field.required = False

    def answers(self) -> Mapping[str, Any]:
        """The answers as plain JSON."""
        return dict(self.cleaned_data)


class ProblemForm(StepForm):
    problem = _text(
        "Which problem is it?",
        "What happens today, how often, and to whom? Leave the technology out for now.",
        rows=7,
    )


class AlternativeForm(StepForm):
    alternative = _text(
        "How could it be solved without AI?",
        "Another person, another order of work, a checklist, a rule. Also why that is not enough, if you know.",
    )


class BurdenForm(StepForm):
    burden_lifted = _text(
        "Whose burden does it lift?", "Patients, families, a profession, a unit; and how much.", rows=3
    )
    burden_added = _text(
        "Whose burden does it add?",
        "Somebody will read, check, click or answer more. If truly nobody does, say why.",
        rows=3,
    )


class SortForm(StepForm):
    kind = forms.ChoiceField(
        label="What sort of AI is meant?",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text="Choose the nearest. It decides later how its performance is reviewed.",
    )


class TitleForm(StepForm):
    title = forms.CharField(
        label="What is it called, in a few words?",
        max_length=200,
        help_text="What is to be achieved, not which product: “Read suspected brain bleeds first”.",
    )


class PriorityStepForm(StepForm):
    priority = forms.ModelChoiceField(
        label="Which enterprise priority does it answer to?",
        queryset=EnterprisePriority.objects.none(),
        required=False,
        blank=True,
        empty_label="None of these, or I do not know",
        widget=forms.RadioSelect,
        help_text="The problems that this health system has decided to solve. A use case may also answer to none yet.",
    )
    enterprise_problem = _text("How does it serve it?", "You may leave this for later.", rows=3, required=False)

    def __init__(self, *args: Any, priorities: QuerySet[EnterprisePriority], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        set_records(self, "priority", priorities)

    def answers(self) -> Mapping[str, Any]:
        """The answers as plain JSON, the priority by its number."""
        chosen = self.cleaned_data["priority"]
        return {**self.cleaned_data, "priority": chosen.pk if chosen else None}


class QuestionsForm(StepForm):
    dependencies = _text(
        "What must be true before it could work everywhere?",
        "Data, workflow, rules: such as vital signs within fifteen minutes, or trained staff on every shift.",
        rows=3,
        required=False,
    )
    leaders = _text(
        "Who would own the next decisions?",
        "An executive, a clinical and a technical leader, if you know them.",
        rows=3,
        required=False,
    )
    value = _text(
        "How would we know that it creates lasting value?",
        "What would be counted, before and after.",
        rows=3,
        required=False,
    )
    capability = _text(
        "What would it leave behind for others to use again?",
        "Such as a data feed, a way into the record, a training, a rule.",
        rows=3,
        required=False,
    )


class WhoForm(StepForm):
    name = forms.CharField(label="Your name", max_length=200)
    discipline = forms.ChoiceField(label="Your profession", choices=[("", "Choose"), *Discipline.choices])
    place = forms.CharField(label="Where you work", max_length=200, help_text="Such as: ward 5, night shift.")


class TakeUpForm(forms.Form):
    """What whoever takes up a proposal adds."""

    title = forms.CharField(label="Title", max_length=200)
    priority = forms.ModelChoiceField(
        label="Enterprise priority",
        queryset=EnterprisePriority.objects.none(),
        required=False,
        help_text="Leave empty if it answers to none; that will be shown.",
    )
    answer = _text(
        "Answer", "Whoever brought it reads this at their own address. What happens next?", rows=3, required=False
    )

    def __init__(self, *args: Any, priorities: QuerySet[EnterprisePriority], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        set_records(self, "priority", priorities)


class DeclineForm(AsksAboutPatients):
    answer = _text("Answer", "Whoever brought it reads this at their own address: why not, and what else may help.")


class OpenLinkForm(forms.Form):
    label = forms.CharField(
        label="For whom is it?", max_length=200, help_text="Such as: night shifts of all wards, spring round."
    )
    expires_on = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
    most = forms.IntegerField(label="At most how many proposals?", min_value=1, max_value=1_000, initial=50)


_FORMS: Mapping[Step, type[StepForm]] = {
    Step.PROBLEM: ProblemForm,
    Step.ALTERNATIVE: AlternativeForm,
    Step.BURDEN: BurdenForm,
    Step.SORT: SortForm,
    Step.TITLE: TitleForm,
    Step.QUESTIONS: QuestionsForm,
    Step.WHO: WhoForm,
}


def step_form(
    step: Step,
    data: Any,
    answers: Mapping[str, Any],
    *,
    later: bool,
    priorities: QuerySet[EnterprisePriority],
) -> StepForm:
    """The form of one step, beginning with what was answered before."""
    initial = {field: answers.get(field) for field in ASKED[step]}
    if step is Step.PRIORITY:
        return PriorityStepForm(data, initial=initial, later=later, priorities=priorities)
    return _FORMS[step](data, initial=initial, later=later)
