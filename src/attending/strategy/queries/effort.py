"""Reads of efforts and outlooks; a constant number of queries each."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from attending.program.models import Capability, Organisation, Unit, UseCase
from attending.program.once import once_a_page
from attending.strategy.models import ChangeLoad, Effort


@once_a_page
def effort_of(use_case: UseCase) -> Effort | None:
    """The estimate that counts, with its change loads; two queries."""
    found = Effort.objects.filter(use_case=use_case).select_related("estimated_by")
    return found.prefetch_related(_loads()).first()


def with_effort(organisation: Organisation) -> QuerySet[UseCase]:
    """Every use case with its effort, where somebody estimated one."""
    found = UseCase.objects.filter(organisation=organisation).select_related("effort__estimated_by")
    return found.prefetch_related(_loads("effort__change_loads"))


def units(organisation: Organisation) -> QuerySet[Unit]:
    """Every unit with its site."""
    return Unit.objects.filter(site__organisation=organisation).select_related("site").order_by("name")


def capability(organisation: Organisation, pk: int) -> Capability:
    """One capability with its outlook; raises Capability.DoesNotExist."""
    return Capability.objects.select_related("outlook").get(organisation=organisation, pk=pk)


def _loads(path: str = "change_loads") -> Prefetch[str, QuerySet[ChangeLoad], str]:
    return Prefetch(path, ChangeLoad.objects.select_related("unit__site").order_by("unit__name"))
