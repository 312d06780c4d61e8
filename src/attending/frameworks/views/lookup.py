"""What an address names, and what the person who asks may do."""

from __future__ import annotations

from django.http import Http404

from attending.analytics.catalogs.frameworks import EvidenceKind, Framework, evidence_kinds, frameworks
from attending.program.models import Person, UseCase
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act


def framework_or_404(key: str) -> Framework:
    """A framework."""
    found = frameworks().get(key)
    if found is None:
        raise Http404("There is no such framework here.")
    return found


def kind_or_404(key: str) -> EvidenceKind:
    """A kind of evidence."""
    found = evidence_kinds().get(key)
    if found is None:
        raise Http404("There is no such kind of evidence.")
    return found


def use_case_or_404(acting: Person, key: str) -> UseCase | None:
    """A use case of the person's organisation; None where none is named."""
    if not key:
        return None
    found = UseCase.objects.filter(organisation=acting.organisation_id, key=key).first()
    if found is None:
        raise Http404("There is no such use case here.")
    return found


def may_record(acting: Person) -> bool:
    """Whether the person records evidence, and has it looked at again."""
    return bool(seats_of(acting) & RIGHTS[Act.RECORD_ELSEWHERE])
