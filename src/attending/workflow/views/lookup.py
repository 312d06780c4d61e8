"""What an address names, for the person who asks."""

from __future__ import annotations

from django.http import Http404

from attending.program.models import Person, UseCase
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.workflow.models import CareMap, MapVersion
from attending.workflow.queries import maps


def use_case_or_404(acting: Person, key: str) -> UseCase:
    """A use case of the person's organisation."""
    found = UseCase.objects.select_related("organisation").filter(organisation=acting.organisation, key=key).first()
    if found is None:
        raise Http404("There is no such use case here.")
    return found


def map_or_404(acting: Person, pk: int) -> CareMap:
    """A map of the person's organisation."""
    try:
        return maps.map_of(acting.organisation, pk)
    except CareMap.DoesNotExist:
        raise Http404("There is no such map here.") from None


def version_or_404(acting: Person, pk: int) -> MapVersion:
    """A version of a map of the person's organisation."""
    try:
        return maps.version_of(acting.organisation, pk)
    except MapVersion.DoesNotExist:
        raise Http404("There is no such version here.") from None


def may(acting: Person, act: Act, use_case: UseCase) -> bool:
    """Whether the person's seats on a use case let them do this."""
    return bool(seats_of(acting, use_case) & RIGHTS[act])
