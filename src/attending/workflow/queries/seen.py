"""What was measured of a deployment that a contract speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from attending.analytics import OVERALL
from attending.program.models import MeasureResult
from attending.workflow.models import WorkflowContract
from attending.workflow.rules.contract import from_document
from attending.workflow.rules.seen import MEASURES, Comparison, compared

_BATCHES = 3


def seen_of(contract: WorkflowContract) -> Sequence[Comparison]:
    """Each agreed figure beside the newest measure of it since the contract was signed, over everybody.

    Nothing for a contract that is not signed. Two queries, and one for the decision where it is not loaded.
    """
    if contract.decision is None:
        return []
    since = timezone.localdate(contract.decision.decided_at)
    found = MeasureResult.objects.filter(
        batch__deployment=contract.deployment_id,
        measure__in=MEASURES,
        attribute=OVERALL.attribute,
        level=OVERALL.level,
        period_start__gte=since,
        value__isnull=False,
    )
    batches = list(
        found.order_by("-batch__measured_at", "-batch").values_list("batch", flat=True).distinct()[:_BATCHES]
    )
    results = found.filter(batch__in=batches).select_related("batch")
    return compared(from_document(contract.terms), contract.threshold, results, since=since)
