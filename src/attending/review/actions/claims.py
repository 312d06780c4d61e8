"""Keep what a maker published about a model version."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs import measures
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.models import ModelClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A published number: ``low`` and ``high`` are its 95 % interval, where one was published."""

    measure: str
    value: float
    low: float | None
    high: float | None
    threshold: Decimal | None
    population: str
    source: str


@transaction.atomic
def record_claim(acting: Person, deployment: Deployment, claim: Claim) -> ModelClaim:
    """Keep a claim about the model version of a deployment; a claim is not edited, a newer one stands beside it.

    The same claim again changes nothing.
    """
    check(acting, Act.PLAN_REVIEW, deployment.use_case)
    if claim.measure not in measures():
        raise Refused(f"There is no measure {claim.measure!r}.")
    if (claim.low is None) != (claim.high is None):
        raise Refused("Give both ends of the published interval, or neither.")
    if claim.low is not None and claim.high is not None and not claim.low <= claim.value <= claim.high:
        raise Refused("The published value lies outside its own interval; check the three numbers.")
    if not claim.source.strip() or not claim.population.strip():
        raise Refused("Say where the number was published and for which patients.")
    take_turn()
    published = {
        "model_version": deployment.model_version,
        "measure": claim.measure,
        "score_threshold": claim.threshold,
        "value": claim.value,
        "low": claim.low,
        "high": claim.high,
        "population": claim.population.strip(),
        "source": claim.source.strip(),
    }
    standing = ModelClaim.objects.filter(**published).first()
    if standing is not None:
        return standing
    record = ModelClaim.objects.create(**published, recorded_by=acting, recorded_at=timezone.now())
    log(acting, "claim.recorded", record, {"measure": claim.measure, "value": claim.value, "source": claim.source})
    return record
