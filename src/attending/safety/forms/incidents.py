"""What people fill in about an incident."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.analytics.catalogs.safety.incidents import factors, harm_scale
from attending.program.models import Deployment, Person, Unit
from attending.safety.actions.incidents.judging import Judgement
from attending.safety.actions.incidents.reporting import Reported
from attending.safety.models import Concern, DutyState, EventKind, IncidentAssessment
from attending.safety.rules.incidents import MOST_REASON, MOST_TEXT
from attending.ui.fields import set_choices, set_records

NO_PATIENT = "No name, number, date of birth or story by which a patient could be known."


class _Judged(forms.Form):
    """What every judgement asks: which kind of event, and the harm."""

    kind = forms.ChoiceField(label="What was it?", choices=EventKind.choices, widget=forms.RadioSelect)
    harm = forms.ChoiceField(
        label="Harm to the patient, as far as known", required=False, help_text="Only where it reached a patient."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(each.key, f"{each.label}: {each.means}") for each in harm_scale().levels.values()]
        set_choices(self, "harm", [("", "It reached nobody"), *levels])

    def clean(self) -> dict[str, Any]:
        """Harm is said of what reached a patient, and only of that."""
        values = super().clean() or {}
        if values.get("kind") == EventKind.INCIDENT and not values.get("harm"):
            self.add_error("harm", "It reached a patient: choose the harm, or that it is unknown.")
        return values


class ReportForm(_Judged):
    """What happened, where and when, and how bad it was."""

    what = forms.CharField(
        label="What happened", max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 5}), help_text=NO_PATIENT
    )
    happened_on = forms.DateField(label="Day it happened", widget=forms.DateInput(attrs={"type": "date"}))
    aware_at = forms.DateTimeField(
        label="When the organisation became aware of it",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Deadlines of reports to others count from here.",
    )
    deployment = forms.ModelChoiceField(
        label="Which AI", queryset=Deployment.objects.none(), required=False, empty_label="I do not know which"
    )
    unit = forms.ModelChoiceField(
        label="Where", queryset=Unit.objects.none(), required=False, help_text="Not needed where the AI is known."
    )
    field_order = ("what", "happened_on", "aware_at", "deployment", "unit", "kind", "harm")

    def __init__(self, *args: Any, deployments: QuerySet[Deployment], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_records(self, "deployment", deployments)
        set_records(self, "unit", units)

    def reported(self, concern: Concern | None) -> Reported:
        """As the action takes it."""
        values = self.cleaned_data
        return Reported(
            happened_on=values["happened_on"],
            what=values["what"],
            judgement=Judgement(kind=EventKind(values["kind"]), harm=values["harm"]),
            deployment=values["deployment"],
            unit=values["unit"],
            aware_at=values["aware_at"],
            concern=concern,
        )


class JudgeForm(_Judged):
    """How it is judged now, what contributed, and which hazards of the log it bears out."""

    factors = forms.MultipleChoiceField(
        label="What contributed", widget=forms.CheckboxSelectMultiple, help_text="Choose all that did."
    )
    hazards = forms.CharField(
        label="Hazards of the log that it bears out",
        required=False,
        max_length=500,
        help_text="Their keys, as the map of care writes them, with commas between.",
    )
    found = forms.CharField(
        label="What was found",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_PATIENT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "factors", [(each.key, f"{each.label}: {each.means}") for each in factors().values()])

    @staticmethod
    def first(before: IncidentAssessment) -> dict[str, Any]:
        """What stands, to begin with."""
        return {
            "kind": before.kind,
            "harm": before.harm,
            "factors": before.factors,
            "hazards": ", ".join(before.hazards),
            "found": before.found,
        }

    def judgement(self) -> Judgement:
        """As the action takes it."""
        values = self.cleaned_data
        return Judgement(
            kind=EventKind(values["kind"]),
            harm=values["harm"],
            factors=values["factors"],
            hazards=[each for each in re.split(r"[\s,;]+", values["hazards"]) if each],
            found=values["found"],
        )


class PersonForm(forms.Form):
    person = forms.ModelChoiceField(
        label="Who investigates it",
        queryset=Person.objects.none(),
        help_text="Somebody else has to close the incident in the end.",
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_records(self, "person", people)


class ActionForm(forms.Form):
    """An action, its owner, and by when it is done."""

    what = forms.CharField(label="What is to be done", max_length=MOST_REASON, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ModelChoiceField(label="Owner", queryset=Person.objects.none())
    due_on = forms.DateField(label="Done by", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_records(self, "owner", people)


class ProofForm(forms.Form):
    proof = forms.CharField(
        label="What proves it",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A document, a test with its date, who was trained and when. No patient data.",
    )


class DutyForm(forms.Form):
    """Reported, or why not."""

    state = forms.ChoiceField(label="Was it reported?", choices=DutyState.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="To whom and under which number, or why it does not apply",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LearntForm(forms.Form):
    learnt = forms.CharField(
        label="What was learnt",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"For everybody here to read. {NO_PATIENT}",
    )
