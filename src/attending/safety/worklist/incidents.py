"""What open incidents ask: somebody to investigate, actions to do and to close, reports to others, and closing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from attending.analytics.catalogs.safety.duties import duties
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import enterprise_holders, holders_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.safety.models import IncidentAction
from attending.safety.queries.incidents import of_subject, open_incidents
from attending.safety.queries.seats import first_holder
from attending.safety.rules.incidents import Whole, duties_of, harm_words, lacking

KEEPERS = (Seat.SAFETY_OFFICER, Seat.CLINICAL_OWNER)
INVESTIGATED_WITHIN = timedelta(days=1)
CLOSED_WITHIN = timedelta(days=7)


class IncidentWork:
    """Safety officers (or who stands in), investigators, and owners of actions."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """At most six queries, four where no incident is open."""
        found = open_incidents(person.organisation)
        keepers = _keepers(person, found)
        items: list[WorkItem] = []
        for each in found:
            keeps = person.pk in {keeper.pk for keeper in keepers[each.incident.pk]}
            investigates = each.incident.investigator_id == person.pk
            if keeps and each.incident.investigator_id is None:
                items.append(_investigate(each, person))
            if investigates:
                items += _duties(each, person)
            elif keeps and not lacking(each, duties()):
                items.append(_close(each, person))
            for action in each.actions:
                items += _of_action(each, action, person, keeps=keeps or investigates)
        return items

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Open incidents of this deployment, of whoever investigates. Four queries."""
        left = [each for each in of_subject(deployment) if each.incident.closed_at is None]
        return [_work_on(each) for each in left]


def _keepers(person: Person, found: list[Whole]) -> dict[int, tuple[Person, ...]]:
    """Who keeps each incident: for its AI, else the chief medical information officers."""
    if not found:
        return {}
    chiefs = enterprise_holders(person.organisation, Seat.CMIO)
    known = {each.incident.pk: each.incident.deployment.use_case for each in found if each.incident.deployment}
    holders = holders_of(list(known.values()))

    def of(whole: Whole) -> tuple[Person, ...]:
        use_case = known.get(whole.incident.pk)
        seated = holders.get(use_case.pk, {}) if use_case else {}
        if whole.incident.investigator_id is None:
            first = first_holder(seated, KEEPERS)
        else:  # whoever investigates cannot close: the next in line does
            others = {seat: each for seat, each in seated.items() if each.pk != whole.incident.investigator_id}
            first = first_holder(others, KEEPERS)
        return (first,) if first else chiefs

    return {each.incident.pk: of(each) for each in found}


def _subject(whole: Whole) -> str:
    incident = whole.incident
    place = incident.deployment.use_case.title if incident.deployment else "An AI that is not known"
    return f"Incident {incident.number}: {place}{f', {incident.unit.name}' if incident.unit else ''}"


def _link(whole: Whole) -> str:
    return reverse("safety:incident", args=[whole.incident.number])


def _investigate(whole: Whole, person: Person) -> WorkItem:
    due = whole.incident.reported_at + INVESTIGATED_WITHIN
    return WorkItem(
        title="Name who investigates an incident",
        subject=_subject(whole),
        asked=f"{harm_words(whole.judged)}. Read it, and name somebody who finds out how it came about.",
        why="You keep the incidents of this AI.",
        if_nothing="Nobody looks into it, and deadlines of reports to others pass.",
        due=due,
        since=whole.incident.reported_at,
        urgency=Urgency.WARN if timezone.now() > due else Urgency.ASKED,
        link=_link(whole),
        action="Read it",
        waits_for=person.printed_name,
    )


def _duties(whole: Whole, person: Person) -> Iterable[WorkItem]:
    owed = [each for each in duties_of(whole, duties()) if each.answer is None]
    if not owed:
        return []
    now = timezone.now()
    due = min((each.due_at for each in owed if each.due_at is not None), default=None)
    titles = "; ".join(each.duty.title for each in owed)
    return [
        WorkItem(
            title="Answer whether an incident has to be reported",
            subject=_subject(whole),
            asked=f"Say of each that it was reported, or why it does not apply: {titles}.",
            why="You investigate this incident.",
            if_nothing="A deadline in law may pass, and the incident cannot be closed.",
            due=due,
            since=whole.incident.reported_at,
            urgency=Urgency.WARN if any(each.late(now) for each in owed) else Urgency.ASKED,
            link=_link(whole),
            action="Answer",
            waits_for=person.printed_name,
        )
    ]


def _of_action(whole: Whole, action: IncidentAction, person: Person, *, keeps: bool) -> Iterable[WorkItem]:
    if action.closed_at is not None:
        return []
    if action.done_at is None:
        return [_do(whole, action, person)] if action.owner_id == person.pk else []
    closes = keeps and person.pk not in {action.owner_id, action.done_by_id}
    return [_check(whole, action, person)] if closes else []


def _do(whole: Whole, action: IncidentAction, person: Person) -> WorkItem:
    late = action.due_on < timezone.localdate()
    return WorkItem(
        title="An action after an incident is overdue" if late else "Do what an incident asks for",
        subject=_subject(whole),
        asked=f"{action.what}. Then say what proves it.",
        why="You own this action.",
        if_nothing="The same may happen again.",
        due=timezone.make_aware(datetime.combine(action.due_on, time(23, 59))),
        since=action.added_at,
        urgency=Urgency.WARN if late else Urgency.ASKED,
        link=reverse("safety:action-done", args=[whole.incident.number, action.pk]),
        action="Report it done",
        waits_for=person.printed_name,
    )


def _check(whole: Whole, action: IncidentAction, person: Person) -> WorkItem:
    since = action.done_at or action.added_at
    return WorkItem(
        title="Close an action after an incident",
        subject=_subject(whole),
        asked=f"{action.done_by} reports: {action.what}. Look at the proof.",
        why="You keep or investigate the incident, and neither own the action nor did it.",
        if_nothing="The action does not count, and the incident stays open.",
        due=since + CLOSED_WITHIN,
        since=since,
        urgency=Urgency.ASKED,
        link=reverse("safety:close-action", args=[whole.incident.number, action.pk]),
        action="See the proof",
        waits_for=person.printed_name,
    )


def _close(whole: Whole, person: Person) -> WorkItem:
    return WorkItem(
        title="Close an incident",
        subject=_subject(whole),
        asked="Its actions are closed and every report is answered. Read what was found, and write what was learnt.",
        why="You keep the incidents of this AI and did not investigate this one.",
        if_nothing="What was learnt reaches nobody.",
        due=None,
        since=whole.incident.reported_at,
        urgency=Urgency.ASKED,
        link=reverse("safety:close-incident", args=[whole.incident.number]),
        action="Close it",
        waits_for=person.printed_name,
    )


def _work_on(whole: Whole) -> WorkItem:
    incident = whole.incident
    return WorkItem(
        title="An incident is open",
        subject=_subject(whole),
        asked=f"{harm_words(whole.judged)}. Find out how it came about, and see its actions through.",
        why="It is investigated." if incident.investigator else "Nobody investigates it yet.",
        if_nothing="The same may happen again.",
        due=None,
        since=incident.reported_at,
        urgency=Urgency.ASKED if incident.investigator else Urgency.WARN,
        link=_link(whole),
        action="Read it",
        waits_for=str(incident.investigator) if incident.investigator else "whoever keeps incidents",
    )
