"""Ask a site how ready it is: open an assessment, ask more people, leave somebody out, close it with its results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.analytics.records import to_record
from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person, Site, UseCase
from attending.program.models.people import USE_CASE_SEATS
from attending.program.queries.seats import holders_of
from attending.program.rules import Act, Refused
from attending.strategy.models import ReadinessAssessment, ReadinessAssessor
from attending.strategy.queries.readiness import item_results, items_in_force
from attending.strategy.rules.readiness import assessed


@transaction.atomic
def open_assessment(
    acting: Person, use_case: UseCase, site: Site, *, due_on: date, people: Sequence[Person]
) -> ReadinessAssessment:
    """Ask people how ready a site is for a use case, by the items in force now."""
    check(acting, Act.ASSESS_READINESS, use_case)
    check_organisation(acting, site.organisation_id)
    take_turn()
    if due_on < timezone.localdate():
        raise Refused(f"It is due on {due_on:%-d %B %Y}, which is past; give people some days.")
    if ReadinessAssessment.objects.filter(use_case=use_case, site=site, closed_at=None).exists():
        raise Refused(f"{site.name} is being asked about {use_case.title} already; close that assessment first.")
    items = list(items_in_force(use_case.organisation))
    if not items:
        raise Refused(
            "There is no readiness item to grade. The chief medical information officer or an administrator takes over "
            "Attending's items, or adds some, on the page Readiness items."
        )
    if not people:
        raise Refused("Choose at least one person to ask; people in different seats see different things.")
    assessment = ReadinessAssessment.objects.create(
        use_case=use_case, site=site, opened_by=acting, opened_at=timezone.now(), due_on=due_on
    )
    assessment.items.add(*items)
    _ask(assessment, people)
    payload: dict[str, Json] = {
        "use_case": use_case.key,
        "site": site.pk,
        "due_on": due_on.isoformat(),
        "items": len(items),
        "people": [person.pk for person in people],
    }
    log(acting, "readiness.opened", assessment, payload)
    return assessment


@transaction.atomic
def ask_also(acting: Person, assessment: ReadinessAssessment, people: Sequence[Person]) -> ReadinessAssessment:
    """Ask more people while an assessment is open; somebody who was left out before is asked again."""
    standing = _open(acting, assessment)
    if not people:
        raise Refused("Choose somebody to ask.")
    back = ReadinessAssessor.objects.filter(
        assessment=standing, person__in=people, withdrawn_at__isnull=False, person__active=True
    )
    returned = set(back.values_list("person_id", flat=True))
    back.update(withdrawn_at=None, withdrawn_because="")
    _ask(standing, [person for person in people if person.pk not in returned])
    log(acting, "readiness.asked_also", standing, {"people": [person.pk for person in people]})
    return standing


@transaction.atomic
def withdraw(acting: Person, assessor: ReadinessAssessor, *, reason: str) -> ReadinessAssessor:
    """Wait for somebody no more: whoever opened may say so, or they themselves. What they began is not counted."""
    assessment = assessor.assessment
    if acting.pk != assessor.person_id or not acting.active:
        check(acting, Act.ASSESS_READINESS, assessment.use_case)
    take_turn()
    if not reason.strip():
        raise Refused("Say why they are not to answer; it stands beside the result.")
    _still_open(assessment)
    standing = ReadinessAssessor.objects.select_for_update(no_key=True).get(pk=assessor.pk)
    if standing.handed_in_at is not None:
        raise Refused("They have handed in; what they said stays and counts.")
    if standing.withdrawn_at is not None:
        raise Refused("They were left out already.")
    standing.withdrawn_at, standing.withdrawn_because = timezone.now(), reason.strip()
    standing.save(update_fields=["withdrawn_at", "withdrawn_because"])
    payload = {"person": standing.person_id, "reason": standing.withdrawn_because}
    log(acting, "readiness.assessor_withdrawn", assessment, payload)
    return standing


@transaction.atomic
def close_assessment(acting: Person, assessment: ReadinessAssessment, *, reason: str = "") -> ReadinessAssessment:
    """Close it with what was handed in; where nobody has, ``reason`` says why not, and there are no results."""
    standing = _open(acting, assessment)
    asked = list(standing.assessors.filter(withdrawn_at=None))
    given = [each for each in asked if each.handed_in_at is not None]
    if not given and not reason.strip():
        raise Refused("Nobody has handed in, so there would be no result: ask again, or write why nobody answered.")
    payload: dict[str, Json] = {"handed_in": len(given), "asked": len(asked)}
    if given:
        pulls = [each.pull for each in given if each.pull is not None]
        found = assessed(item_results(standing), people=len(given), asked=len(asked), pulls=pulls)
        standing.results = to_record(found)
        payload["level"] = str(found.level)
    else:
        standing.ended_because = payload["reason"] = reason.strip()
    standing.closed_by, standing.closed_at = acting, timezone.now()
    standing.save(update_fields=["results", "ended_because", "closed_by", "closed_at"])
    log(acting, "readiness.closed", standing, payload)
    return standing


def _open(acting: Person, assessment: ReadinessAssessment) -> ReadinessAssessment:
    check(acting, Act.ASSESS_READINESS, assessment.use_case)
    take_turn()
    return _still_open(assessment)


def _still_open(assessment: ReadinessAssessment) -> ReadinessAssessment:
    standing = ReadinessAssessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    if standing.closed_at is not None:
        raise Refused("This assessment is closed; open a new one to ask again.")
    return standing


def _ask(assessment: ReadinessAssessment, people: Sequence[Person]) -> None:
    """Put people on the list, in the first seat they hold on the use case and in their discipline as of now."""
    asked = set(assessment.assessors.values_list("person_id", flat=True))
    held = holders_of([assessment.use_case]).get(assessment.use_case_id, {})
    for person in people:
        if person.organisation_id != assessment.use_case.organisation_id:
            raise Refused("Somebody you chose belongs to another organisation.")
        if not person.active or person.user_id is None:
            raise Refused(f"{person.printed_name} cannot sign in; ask somebody who can.")
        if person.pk in asked:
            raise Refused(f"{person.printed_name} is asked already; choose each person once.")
        asked.add(person.pk)
        seat = next((seat for seat in USE_CASE_SEATS if seat in held and held[seat].pk == person.pk), "")
        ReadinessAssessor.objects.create(assessment=assessment, person=person, seat=seat, discipline=person.discipline)
