"""Report an incident: by anyone with an account, on their own account or from a concern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Deployment, Person, Unit
from attending.program.rules import Act, Refused
from attending.safety.actions.incidents.judging import Judgement, judge_first
from attending.safety.actions.record import clean
from attending.safety.models import Concern, Incident
from attending.safety.queries.concerns import about
from attending.safety.rules.incidents import MOST_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """An incident as it is reported. ``aware_at`` is when the organisation learnt of it; None: now.

    ``deployment`` is the AI, if known; ``unit`` is where, and taken from the AI where it is known. ``concern`` is what
    it began with; place and AI are taken from it where they are not given.
    """

    happened_on: date
    what: str
    judgement: Judgement
    deployment: Deployment | None = None
    unit: Unit | None = None
    aware_at: datetime | None = None
    concern: Concern | None = None


@transaction.atomic
def report_incident(acting: Person, reported: Reported) -> Incident:
    """Put an incident on record with how its reporter judges it. What was reported never changes."""
    check(acting, Act.REPORT_INCIDENT)
    what = clean(reported.what, what="What happened", most=MOST_TEXT)
    deployment, unit = _place(acting, reported)
    now = timezone.now()
    aware_at = reported.aware_at or now
    _check_times(reported.happened_on, aware_at, now)
    take_turn()
    if reported.concern is not None and Incident.objects.filter(concern=reported.concern).exists():
        raise Refused("This concern is an incident already.")
    last = Incident.objects.filter(organisation=acting.organisation).aggregate(last=Max("number"))["last"] or 0
    incident = Incident.objects.create(
        organisation=acting.organisation,
        number=last + 1,
        unit=unit,
        deployment=deployment,
        happened_on=reported.happened_on,
        aware_at=aware_at,
        what=what,
        concern=reported.concern,
        reported_by=acting,
        reported_at=now,
    )
    payload = {
        "number": incident.number,
        "deployment": deployment.pk if deployment else None,
        "unit": unit.pk if unit else None,
        "concern": reported.concern.pk if reported.concern else None,
        "happened_on": str(reported.happened_on),
        "what": what,
    }
    log(acting, "incident.reported", incident, payload)
    judge_first(acting, incident, reported.judgement)
    return incident


def _place(acting: Person, reported: Reported) -> tuple[Deployment | None, Unit | None]:
    deployment, unit = reported.deployment, reported.unit
    if reported.concern is not None:
        check_organisation(acting, reported.concern.code.unit.site.organisation_id)
        deployment = deployment or about(reported.concern)
        unit = unit or reported.concern.code.unit
    if deployment is not None:
        check_organisation(acting, deployment.use_case.organisation_id)
        if unit is not None and unit.pk != deployment.unit_id:
            raise Refused(f"{deployment} runs on {deployment.unit.name}, not on {unit.name}; choose one of the two.")
        unit = deployment.unit
    elif unit is not None:
        check_organisation(acting, unit.site.organisation_id)
    return deployment, unit


def _check_times(happened_on: date, aware_at: datetime, now: datetime) -> None:
    if happened_on > timezone.localdate(now):
        raise Refused(f"It happened on {happened_on:%-d %B %Y}, which is yet to come.")
    if aware_at > now:
        raise Refused("The time you became aware of it is yet to come; deadlines count from it.")
    if timezone.localdate(aware_at) < happened_on:
        raise Refused("You cannot have become aware of it before it happened; correct one of the two dates.")
