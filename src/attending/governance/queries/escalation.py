"""Every read of escalations, drills and agreements; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from attending.governance.models import (
    Acknowledgement,
    Breach,
    Drill,
    EscalationLevel,
    OversightAgreement,
    OversightThreshold,
    Snooze,
)
from attending.governance.rules.escalation import DEPUTY, PAUSE_AUTHORITY, Escalation, quiets_of
from attending.policies.model import EscalationStep
from attending.program.models import Deployment, Organisation, Person, Seat
from attending.program.models.people import USE_CASE_SEATS
from attending.program.queries.seats import enterprise_holders, holder

_THRESHOLD = (
    "threshold__deployment__use_case__organisation",
    "threshold__deployment__unit__site",
    "threshold__deployment__model_version__ai_model",
    "threshold__pause_authority__user",
    "threshold__deputy__user",
    "threshold__agreement__decision",
)


def _told() -> Prefetch[str]:
    return Prefetch("escalation", EscalationLevel.objects.prefetch_related("people").order_by("level"))


def _acknowledged() -> Prefetch[str]:
    return Prefetch("acknowledgements", Acknowledgement.objects.select_related("person"))


def escalating() -> QuerySet[Breach]:
    """The open breaches with all that their clocks need: four queries, however many there are."""
    snoozes = Prefetch("snoozes", Snooze.objects.select_related("person"))
    found = Breach.objects.filter(closed_at=None).select_related(*_THRESHOLD, "reading", "proposal")
    return found.prefetch_related(_told(), _acknowledged(), snoozes)


def breach_in(organisation: Organisation, pk: int) -> Breach:
    """One breach of an organisation, open or closed; raises Breach.DoesNotExist."""
    snoozes = Prefetch("snoozes", Snooze.objects.select_related("person"))
    found = Breach.objects.select_related(
        *_THRESHOLD, "threshold__agreed_by", "reading", "proposal__withdrawal", "decision__proposal"
    )
    return found.prefetch_related(_told(), _acknowledged(), snoozes).get(
        pk=pk, threshold__deployment__use_case__organisation=organisation
    )


def drills(organisation: Organisation | None = None) -> QuerySet[Drill]:
    """Drills, newest first, with who was told and who answered."""
    found = Drill.objects.select_related(*_THRESHOLD, "opened_by").prefetch_related(_told(), _acknowledged())
    return found if organisation is None else found.filter(threshold__deployment__use_case__organisation=organisation)


def running_drills(now: datetime) -> QuerySet[Drill]:
    """Drills that nobody has acknowledged and whose time is not over."""
    return drills().filter(acknowledgements=None, answer_by__gt=now)


def drills_of(deployments: Sequence[int]) -> QuerySet[Drill]:
    """The drills of some deployments, newest first."""
    return drills().filter(threshold__deployment__in=deployments)


def escalation_of(breach: Breach) -> Escalation:
    """The clock of a breach from ``escalating`` or ``breach_in``; without a signed agreement it pauses nothing."""
    return Escalation(
        opened_at=breach.opened_at,
        steps=steps_of(breach),
        quiets=quiets_of(
            [each.at for each in breach.acknowledgements.all()],
            breach.answer_by,
            [(each.at, each.until) for each in breach.snoozes.all()],
        ),
        pause_after_hours=breach.pause_after_hours if breach.threshold.signed else None,
    )


def drill_clock(drill: Drill) -> Escalation:
    """The clock of a drill: only the steps before its deadline, and never a pause."""
    hours = (drill.answer_by - drill.opened_at).total_seconds() / 3600
    return Escalation(opened_at=drill.opened_at, steps=[each for each in steps_of(drill) if each.after_hours < hours])


def steps_of(subject: Breach | Drill) -> list[EscalationStep]:
    """The policy's steps as they were when it opened."""
    return [EscalationStep(each["after_hours"], each["tell"]) for each in subject.steps]


def told_levels(subject: Breach | Drill) -> set[int]:
    """The levels that were told; ``escalation`` is prefetched."""
    return {each.level for each in subject.escalation.all()}


def people_told(subject: Breach | Drill) -> list[Person]:
    """Everybody who was told so far, each once; ``escalation`` is prefetched with its people."""
    return list(dict.fromkeys(person for each in subject.escalation.all() for person in each.people.all()))


def people_to_tell(threshold: OversightThreshold, tell: str) -> list[Person]:
    """Whom a level reaches now.

    Where nobody does (a seat is empty, a person left) it is the chief medical information officer, and without one the
    administrators: an escalation never ends with nobody.
    """
    organisation = threshold.deployment.use_case.organisation
    for people in (
        _named(threshold, tell),
        enterprise_holders(organisation, Seat.CMIO),
        enterprise_holders(organisation, Seat.ADMINISTRATOR),
    ):
        active = [person for person in people if person.active]
        if active:
            return active
    return []


def _named(threshold: OversightThreshold, tell: str) -> Sequence[Person]:
    if tell == PAUSE_AUTHORITY:
        return [threshold.pause_authority]
    if tell == DEPUTY:
        return [threshold.deputy]
    seat = Seat(tell)
    if seat in USE_CASE_SEATS:
        person = holder(threshold.deployment.use_case, seat)
        return [person] if person else []
    return enterprise_holders(threshold.deployment.use_case.organisation, seat)


def open_agreement(deployment: Deployment) -> OversightAgreement | None:
    """The agreement that waits for signatures."""
    return OversightAgreement.objects.filter(deployment=deployment, closed_at=None).select_related("proposal").first()


def agreements_of(deployment: Deployment) -> QuerySet[OversightAgreement]:
    """Every agreement offered on a deployment, newest first, with its decision and its thresholds."""
    found = OversightAgreement.objects.filter(deployment=deployment).select_related(
        "offered_by", "proposal", "decision__packet"
    )
    return found.prefetch_related("thresholds", "decision__packet__signatures__signer")


def unsigned_thresholds(deployment: Deployment) -> QuerySet[OversightThreshold]:
    """The thresholds in force on a deployment that no agreement in force covers."""
    found = OversightThreshold.objects.filter(deployment=deployment, retired_at=None, agreement__signed_at=None)
    return found.select_related("pause_authority", "deputy", "deployment__use_case")


def snoozed(thresholds: Sequence[OversightThreshold], now: datetime) -> set[int]:
    """Which of these thresholds' warnings are snoozed now, by primary key. One query."""
    found = Snooze.objects.filter(threshold__in=thresholds, breach=None, until__gt=now)
    return set(found.values_list("threshold_id", flat=True))
