"""Evidence that is kept elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from attending.frameworks.models import KeptElsewhere
from attending.program.models import Organisation, UseCase


def kept(organisation: Organisation) -> QuerySet[KeptElsewhere]:
    """What stands, with its owner and use case."""
    found = KeptElsewhere.objects.filter(organisation=organisation, withdrawn_at=None)
    return found.select_related("owner", "recorded_by", "use_case")


def kept_for(organisation: Organisation, use_case: UseCase | None = None) -> Sequence[KeptElsewhere]:
    """What stands, for one use case and for all together where one is given. One query."""
    found = kept(organisation)
    return list(found if use_case is None else found.filter(Q(use_case=use_case) | Q(use_case=None)))
