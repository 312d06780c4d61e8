"""The conditions that decisions rest on."""

from __future__ import annotations

from django.db.models import QuerySet

from attending.decisions.models import Condition
from attending.program.models import Organisation, Person


def open_conditions(person: Person) -> QuerySet[Condition]:
    """The conditions a person owns and has not met yet, the first due first."""
    return Condition.objects.filter(owner=person, closure=None).select_related("decision__proposal", "owner")


def condition(organisation: Organisation, pk: int) -> Condition | None:
    """One condition with what its page shows."""
    found = Condition.objects.select_related("decision__proposal", "owner", "closure__closed_by")
    return found.filter(decision__proposal__organisation=organisation, pk=pk).first()
