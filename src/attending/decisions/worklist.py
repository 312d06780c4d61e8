"""What waits for people: proposals that ask them by name, and conditions they own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from attending.decisions import queries
from attending.decisions.models import Condition, Proposal
from attending.decisions.rules.delegations import Voice
from attending.program.models import Deployment, Discipline, Person, Seat
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.ui.formats import in_sentence


class Waiting:
    """Open proposals and open conditions."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Proposals that ask this person by name and that they can sign now; conditions they have to meet, and overdue
        ones of others whose proof they could accept.
        """
        asked = queries.waiting_for(person)
        subjects = queries.deployments_of([each.proposal for each in asked])
        items = [_proposal(each.proposal, subjects, why=_why(person, each.voice)) for each in asked]
        owned = [_condition(each) for each in queries.open_conditions(person)]
        overdue = queries.overdue_to_accept(person, timezone.localdate())
        return [*items, *owned, *(_overdue(each) for each in overdue)]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Open proposals about a deployment."""
        proposals = queries.open_proposals_about(deployment)
        names = queries.people_by_number([each["person"] for one in proposals for each in one.answerable])
        subjects = {f"deployment:{deployment.pk}": deployment}
        return [_proposal(each, subjects, why=f"Asked: {_names(each, names)}.", names=names) for each in proposals]


def _why(person: Person, voice: Voice) -> str:
    if voice.delegation is not None:
        return f"You sign on behalf of {voice.delegator_name}, who is {in_sentence(Seat(voice.seat).label)}."
    if voice.seat:
        return f"You sign as {in_sentence(Seat(voice.seat).label)}."
    return f"You were asked by name to sign for {in_sentence(Discipline(person.discipline).label)}."


def _names(proposal: Proposal, people: Mapping[int, Person]) -> str:
    found = [people[each["person"]].printed_name for each in proposal.answerable if each["person"] in people]
    return ", ".join(found) or ", ".join(Seat(seat).label for seat in proposal.eligible_seats)


def _proposal(
    proposal: Proposal,
    subjects: Mapping[str, Deployment],
    *,
    why: str,
    names: Mapping[int, Person] | None = None,
) -> WorkItem:
    subject = subjects.get(proposal.subject)
    return WorkItem(
        title=proposal.question,
        subject=proposal.subject_label,
        asked="Read the evidence and sign your decision.",
        why=why,
        if_nothing=proposal.if_nothing,
        due=proposal.due_at,
        since=proposal.proposed_at,
        urgency=Urgency(proposal.urgency),
        link=reverse("decisions:proposal", args=[proposal.pk]),
        action="Decide",
        waits_for=_names(proposal, names or {}) if names is not None else "",
        start=url_of(subject) if subject else "",
    )


def _condition(condition: Condition) -> WorkItem:
    return _about(
        condition,
        title=f"Condition: {condition.text}",
        asked="Meet the condition, and have somebody else accept the proof.",
        why="You own this condition.",
        late=condition.due_on < timezone.localdate(),
    )


def _overdue(condition: Condition) -> WorkItem:
    owner = condition.owner.printed_name
    return _about(
        condition,
        title=f"Overdue condition: {condition.text}",
        asked=f"Ask {owner} for the proof, and accept it, or put the decision to the question again.",
        why="You signed this decision, or sit where it is signed, so you could accept the proof.",
        late=True,
    )


def _about(condition: Condition, *, title: str, asked: str, why: str, late: bool) -> WorkItem:
    proposal = condition.decision.proposal
    return WorkItem(
        title=title,
        subject=proposal.subject_label,
        asked=asked,
        why=why,
        if_nothing="The decision that rests on it stands on a condition that was not met.",
        due=timezone.make_aware(datetime.combine(condition.due_on, time.max)),
        since=condition.decision.decided_at,
        urgency=Urgency.WARN if late else Urgency.ASKED,
        link=reverse("decisions:condition", args=[condition.pk]),
        action="See the condition",
        waits_for=condition.owner.printed_name,
    )
