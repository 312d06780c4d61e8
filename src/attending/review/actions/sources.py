"""Say where a deployment's log lies and which column is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import transaction

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.registries.events import FactsChanged, publish
from attending.program.rules import Act, Refused
from attending.review.models import LogSource
from attending.sources import ColumnMapping
from attending.sources.clinical import Declaration


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
    return _keep(acting, deployment, mapping, thresholds, control, {"location": location})


@transaction.atomic
def map_table(
    acting: Person,
    deployment: Deployment,
    mapping: ColumnMapping,
    *,
    connection: str,
    table: str,
    thresholds: Sequence[Decimal] = (),
    control: str = "",
) -> LogSource:
    """Keep that a deployment's log is a table behind a connection that an administrator configured."""
    return _keep(acting, deployment, mapping, thresholds, control, {"connection": connection, "table": table})


@transaction.atomic
def map_events(
    acting: Person,
    deployment: Deployment,
    declaration: Declaration,
    *,
    predictions: str,
    events: str,
    connection: str = "",
    thresholds: Sequence[Decimal] = (),
) -> LogSource:
    """Keep that outcomes come from events, where both logs lie, and how they are joined.

    With a ``connection`` that an administrator configured, both are tables behind it; else paths.
    """
    named = declaration.predictions
    mapping = ColumnMapping(named.score, None, named.time, named.by)
    clinical = {"events": events, "declaration": declaration.to_document()}
    place = {"connection": connection, "table": predictions} if connection else {"location": predictions}
    return _keep(acting, deployment, mapping, thresholds, "", {**place, "clinical": clinical})


def _keep(
    acting: Person,
    deployment: Deployment,
    mapping: ColumnMapping,
    thresholds: Sequence[Decimal],
    control: str,
    place: Mapping[str, Any],
) -> LogSource:
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    if any(not 0 <= threshold <= 1 for threshold in thresholds):
        raise Refused("A threshold is a probability from 0 to 1.")
    if control and control not in mapping.by:
        raise Refused(f"Groups cannot be compared within {control!r}: name it among the columns of subgroups as well.")
    columns = asdict(mapping)
    values = {
        "location": "",
        "connection": "",
        "table": "",
        "clinical": {},
        "score": columns["score"],
        "outcome": columns["outcome"] or "",
        "time": columns["time"],
        "by": list(columns["by"]),
        "crossed": [list(names) for names in columns["crossed"]],
        "control": control,
        "key": list(columns["key"]),
        "patient": columns["patient"] or "",
        "inputs": list(columns["inputs"]),
        "numeric": list(columns["numeric"]),
        "categorical": list(columns["categorical"]),
        "comparator": columns["comparator"] or "",
        "thresholds": [str(threshold) for threshold in sorted(set(thresholds))],
        **place,
    }
    take_turn()
    source, _ = LogSource.objects.update_or_create(deployment=deployment, defaults=values)
    log(acting, "log.mapped", source, values | {"deployment": deployment.pk})
    publish(FactsChanged(deployment.use_case))
    return source
