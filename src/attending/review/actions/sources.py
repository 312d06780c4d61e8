"""Say where a deployment's log lies and which column is what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from django.db import transaction

from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.models import LogSource
from attending.sources import ColumnMapping


@transaction.atomic
def map_log(
    acting: Person,
    deployment: Deployment,
    mapping: ColumnMapping,
    *,
    thresholds: Sequence[Decimal] = (),
    location: str = "",
    control: str = "",
) -> LogSource:
    """Keep the mapping of a deployment's log; ``location`` is a path on the machine where reviews run.

    ``control`` is the attribute within whose levels groups are also compared.
    """
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    if any(not 0 <= threshold <= 1 for threshold in thresholds):
        raise Refused("A threshold is a probability from 0 to 1.")
    if control and control not in mapping.by:
        raise Refused(f"Groups cannot be compared within {control!r}: name it among the columns of subgroups as well.")
    columns = asdict(mapping)
    values = {
        "location": location,
        "score": columns["score"],
        "outcome": columns["outcome"] or "",
        "time": columns["time"],
        "by": list(columns["by"]),
        "crossed": [list(names) for names in columns["crossed"]],
        "control": control,
        "key": list(columns["key"]),
        "patient": columns["patient"] or "",
        "comparator": columns["comparator"] or "",
        "thresholds": [str(threshold) for threshold in sorted(set(thresholds))],
    }
    source, _ = LogSource.objects.update_or_create(deployment=deployment, defaults=values)
    log(acting, "log.mapped", source, values | {"deployment": deployment.pk})
    return source
