"""Concerns that wait for an answer, and units whose staff have no way to raise one."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from attending.analytics.catalogs.safety.concerns import happened
from attending.decisions.in_force import policy_of
from attending.policies.fields import hours
from attending.policies.model import ConcernRule
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import enterprise_holders
from attending.program.registries.worklist import Urgency, WorkItem
from attending.safety.models import Concern
from attending.safety.queries.answering import asked
from attending.safety.queries.concerns import about, open_concerns, units_without_a_code
from attending.safety.rules.concerns import CODE_WITHIN, Standing, standing


class ConcernWork:
    """Whoever is asked to answer; the chief medical information officer too once it is overdue."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """At most nine queries, six where nothing waits."""
        waiting = open_concerns(person.organisation)
        answerers = asked(person.organisation, waiting)
        chief = any(each.pk == person.pk for each in enterprise_holders(person.organisation, Seat.CMIO))
        now, clock = timezone.now(), policy_of(person.organisation).concern_clock
        found = []
        for concern in waiting:
            stand = standing(concern, list(concern.answers.all()), now, clock)
            theirs = person in answerers[concern.pk]
            if theirs or (chief and stand.late):
                names = ", ".join(each.printed_name for each in answerers[concern.pk])
                found.append(_item(concern, stand, clock, names, theirs=theirs))
        return [*found, *(_open_a_code(each, person) for each in units_without_a_code(person, now))]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """What waits about this deployment. At most six queries."""
        organisation = deployment.use_case.organisation
        mine = [each for each in open_concerns(organisation) if about(each) == deployment]
        answerers, now, clock = asked(organisation, mine), timezone.now(), policy_of(organisation).concern_clock
        return [
            _item(
                each,
                standing(each, list(each.answers.all()), now, clock),
                clock,
                ", ".join(person.printed_name for person in answerers[each.pk]),
                theirs=True,
            )
            for each in mine
        ]


def _item(concern: Concern, stand: Standing, clock: ConcernRule, names: str, *, theirs: bool) -> WorkItem:
    deployment = about(concern)
    subject = deployment.use_case.title if deployment else "AI not known"
    follow_up = bool(concern.answers.all())
    what = happened()[concern.happened].label if concern.happened in happened() else concern.happened
    title = "Say what came of a concern" if follow_up else "Answer a concern"
    return WorkItem(
        title=f"{title}: overdue" if stand.late else title,
        subject=f"{subject}, {concern.code.unit.name}",
        asked=f"Somebody on the unit says: {what.lower()}. "
        + (
            "You said that you are looking at it."
            if follow_up
            else f"They were promised an answer within {hours(clock.answer_within_hours)}."
        ),
        why="You answer for this AI, or for what is in use on the unit."
        if theirs
        else f"It is overdue, and {names} has not answered. It is yours as chief medical information officer.",
        if_nothing="Staff learn that raising a concern leads nowhere.",
        due=stand.due_at,
        since=concern.raised_at,
        urgency=Urgency.WARN if stand.late else Urgency.ASKED,
        link=reverse("safety:concern", args=[concern.pk]),
        action="Read and answer",
        waits_for=names,
    )


def _open_a_code(deployment: Deployment, person: Person) -> WorkItem:
    return WorkItem(
        title="Open a code for concerns",
        subject=f"{deployment.use_case.title}, {deployment.unit.name}",
        asked=f"Staff on {deployment.unit.name} see this AI and have no way to say what worries them. "
        "Open a code and hang up its poster.",
        why="You are the clinical owner.",
        if_nothing="What goes wrong at the bedside is learnt late, or never.",
        due=deployment.state_since + CODE_WITHIN,
        since=deployment.state_since,
        urgency=Urgency.ASKED,
        link=reverse("safety:open-code", args=[deployment.unit_id]),
        action="Open a code",
        waits_for=person.printed_name,
    )
