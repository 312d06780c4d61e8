"""Concerns counted for each unit and AI, beside the alerts that are known; a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.policies.model import ConcernRule
from attending.program.models import Deployment, MeasureResult, Organisation, Unit
from attending.safety.models import Concern
from attending.safety.queries.concerns import about, concerns
from attending.safety.rules.concerns import Standing, Tally, standing, tally


@dataclass(frozen=True, slots=True)
class AlertsKnown:
    """How many alerts a deployment gave over a time, both days included, and the concerns raised in that time."""

    alerts: int
    first: date
    last: date
    concerns: int

    @property
    def per_thousand(self) -> float:
        """Concerns for 1,000 alerts."""
        return 1_000 * self.concerns / self.alerts


@dataclass(frozen=True, slots=True)
class CountRow:
    """Concerns of one unit about one AI, or one that nobody knew; ``alerts`` is None where nobody counted them."""

    unit: Unit
    deployment: Deployment | None
    tally: Tally
    alerts: AlertsKnown | None


def standings(found: Sequence[Concern], now: datetime, clock: ConcernRule) -> dict[int, Standing]:
    """How each concern stands, by primary key; no query where the answers were fetched with them."""
    return {each.pk: standing(each, list(each.answers.all()), now, clock) for each in found}


def counts(organisation: Organisation, since: datetime, now: datetime) -> list[CountRow]:
    """A row for each unit and AI about which something was raised since a time, the most first. Five queries."""
    grouped: dict[tuple[int, int | None], list[Concern]] = defaultdict(list)
    recent = list(concerns(organisation).filter(raised_at__gte=since))
    for each in recent:
        deployment = about(each)
        grouped[each.code.unit_id, deployment.pk if deployment else None].append(each)
    stand = standings(recent, now, policy_of(organisation).concern_clock)
    alerts = alerts_known({pk for _, pk in grouped if pk is not None}, organisation)
    rows = [
        CountRow(
            unit=found[0].code.unit,
            deployment=about(found[0]),
            tally=tally(stand[each.pk] for each in found),
            alerts=alerts.get(pk) if pk is not None else None,
        )
        for (_, pk), found in grouped.items()
    ]
    return sorted(
        rows,
        key=lambda row: (-row.tally.raised, row.unit.name, row.deployment.use_case.title if row.deployment else ""),
    )


def alerts_known(deployments: set[int], organisation: Organisation) -> dict[int, AlertsKnown]:
    """How much each deployment flagged at the threshold it acts on, as last reviewed, and the concerns of those days.

    Two queries. Nothing for a deployment of which no review counted what it flagged.
    """
    rows = MeasureResult.objects.filter(
        batch__deployment__in=deployments,
        measure="flag_rate",
        attribute="overall",
        level="all",
        numerator__gte=1,
        threshold=F("batch__deployment__action_threshold"),
    ).select_related("batch")
    ordered = rows.order_by("batch__measured_at", "period_end", "-period_start", "pk")
    newest = {row.batch.deployment_id: row for row in ordered}
    if not newest:
        return {}
    here = Q(naming__deployment__in=newest) | Q(naming=None, deployment__in=newest)
    raised: dict[int, list[date]] = defaultdict(list)
    for each in concerns(organisation).filter(here):
        deployment = about(each)
        if deployment is not None:
            raised[deployment.pk].append(timezone.localdate(each.raised_at))
    return {
        pk: AlertsKnown(
            row.numerator or 0,
            row.period_start,
            row.period_end,
            sum(row.period_start <= day <= row.period_end for day in raised[pk]),
        )
        for pk, row in newest.items()
    }
