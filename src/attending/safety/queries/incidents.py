"""Incidents with everything that belongs to them; a constant number of queries each."""

from __future__ import annotations

import json

from django.db.models import Prefetch, QuerySet

from attending.ledger.queries import entries
from attending.program.actions.record import name_of
from attending.program.models import Deployment, Organisation, UseCase
from attending.safety.models import DutyAnswer, Incident, IncidentAction, IncidentAssessment
from attending.safety.rules.incidents import Whole


def incidents(organisation: Organisation) -> QuerySet[Incident]:
    """Every incident, newest first, with what belongs to it. Four queries."""
    return (
        Incident.objects.filter(organisation=organisation)
        .select_related(
            "unit__site",
            "deployment__use_case",
            "deployment__unit__site",
            "deployment__model_version__ai_model",
            "concern",
            "reported_by",
            "investigator",
            "closed_by",
        )
        .prefetch_related(
            Prefetch("assessments", IncidentAssessment.objects.select_related("assessed_by")),
            Prefetch("actions", IncidentAction.objects.select_related("owner", "done_by", "closed_by", "added_by")),
            Prefetch("duty_answers", DutyAnswer.objects.select_related("answered_by")),
        )
    )


def incident_of(organisation: Organisation, number: int) -> Incident:
    """One incident by its number; raises Incident.DoesNotExist."""
    return incidents(organisation).get(number=number)


def whole(incident: Incident) -> Whole:
    """An incident with what belongs to it; no query where it comes from ``incidents``."""
    return Whole(
        incident,
        list(incident.assessments.all()),
        list(incident.actions.all()),
        list(incident.duty_answers.all()),
    )


def investigated_by(incident: Incident) -> set[int]:
    """The numbers of everybody who investigates an incident or ever did, by the record. One query."""
    named = entries(about=name_of(incident), verb="incident.investigator_named")
    bodies = named.filter(payload__body__isnull=False).values_list("payload__body", flat=True)
    found = {int(json.loads(body)["investigator"]) for body in bodies if body}
    return found | ({incident.investigator_id} if incident.investigator_id else set())


def open_incidents(organisation: Organisation) -> list[Whole]:
    """Incidents that are not closed, oldest first. Four queries."""
    found = incidents(organisation).filter(closed_at=None).order_by("reported_at", "pk")
    return [whole(each) for each in found]


def of_subject(subject: UseCase | Deployment) -> list[Whole]:
    """Every incident of a use case, or of one deployment, newest first. Four queries."""
    if isinstance(subject, UseCase):
        found = incidents(subject.organisation).filter(deployment__use_case=subject)
    else:
        found = incidents(subject.use_case.organisation).filter(deployment=subject)
    return [whole(each) for each in found]
