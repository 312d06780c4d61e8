"""The versions of an organisation's policy, and who holds the seats that it names."""

from __future__ import annotations

from attending.decisions.models import PolicyState, PolicyVersion
from attending.ledger.models import Entry
from attending.policies.default import default_policy
from attending.policies.model import Policy
from attending.policies.reading import read_policy
from attending.program.actions.record import name_of
from attending.program.models import Organisation, Person, SeatHolding

ADOPTED = (PolicyState.IN_FORCE, PolicyState.RETIRED)


def versions(organisation: Organisation) -> list[PolicyVersion]:
    """Every version, the newest first, with its writer, proposal and decision. One query."""
    found = PolicyVersion.objects.filter(organisation=organisation)
    return list(found.select_related("written_by", "proposal", "decision"))


def version_of(organisation: Organisation, number: int) -> PolicyVersion:
    """One version by its number; raises PolicyVersion.DoesNotExist."""
    found = PolicyVersion.objects.select_related("written_by", "proposal", "decision", "organisation")
    return found.get(organisation=organisation, number=number)


def in_state(organisation: Organisation, state: PolicyState) -> PolicyVersion | None:
    """The one version in a state that only one can be in: draft, offered or in force."""
    found = PolicyVersion.objects.select_related("written_by", "proposal", "decision")
    return found.filter(organisation=organisation, state=state).first()


def before(version: PolicyVersion) -> Policy:
    """The policy that was in force before a version was written: the adopted one before it, or the default."""
    adopted = PolicyVersion.objects.filter(
        organisation=version.organisation_id, number__lt=version.number, state__in=ADOPTED
    )
    text = adopted.order_by("-number").values_list("text", flat=True).first()
    return default_policy() if text is None else read_policy(text)


def enterprise_seats_held(organisation: Organisation) -> frozenset[str]:
    """The enterprise seats that an active person holds now. One query."""
    rows = SeatHolding.objects.filter(
        person__organisation=organisation, person__active=True, use_case=None, ended_on=None
    )
    return frozenset(rows.values_list("seat", flat=True).distinct())


def writers_of(version: PolicyVersion) -> list[Person]:
    """Every active person who saved a text of this version, by the record. Two queries."""
    saved = Entry.objects.filter(object=name_of(version), verb="policy.saved").values_list("actor", flat=True)
    numbers = [int(actor.partition(":")[2]) for actor in set(saved)]
    return list(Person.objects.filter(pk__in=numbers, active=True).order_by("printed_name", "pk"))
