"""What an address names, for the person who asks."""

from __future__ import annotations

from django.http import Http404

from attending.governance.models import Gate
from attending.governance.queries import gates as queries
from attending.program.models import Deployment, Person, UseCase


def use_case_or_404(acting: Person, key: str) -> UseCase:
    """A use case of the person's organisation."""
    try:
        return queries.use_case_at(acting.organisation, key)
    except UseCase.DoesNotExist:
        raise Http404("There is no such use case here.") from None


def deployment_or_404(acting: Person, pk: int) -> Deployment:
    """A deployment of the person's organisation."""
    try:
        return queries.deployment_at(acting.organisation, pk)
    except Deployment.DoesNotExist:
        raise Http404("There is no such deployment here.") from None


def gate_or_404(acting: Person, pk: int) -> Gate:
    """A gate of the person's organisation."""
    gate = queries.gates_of(acting.organisation).filter(pk=pk).first()
    if gate is None:
        raise Http404("There is no such gate here.")
    return gate
