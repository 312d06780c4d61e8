"""Agree an oversight threshold, and retire one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs import measures
from attending.governance.models import Breach, OversightThreshold
from attending.governance.rules.oversight import Limits
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Deployment, Person
from attending.program.registries import events
from attending.program.rules import Act, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed about one measure: population, window, limits, who answers, by when, and with which action."""

    measure: str
    window_months: int
    minimum_n: int
    silence_days: int
    pause_authority: Person
    deputy: Person
    answer_within_hours: int
    agreed_action: str
    attribute: str = "overall"
    level: str = "all"
    score_threshold: Decimal | None = None
    warn_low: float | None = None
    warn_high: float | None = None
    stop_low: float | None = None
    stop_high: float | None = None

    @property
    def limits(self) -> Limits:
        return Limits(self.warn_low, self.warn_high, self.stop_low, self.stop_high)


@transaction.atomic
def agree_threshold(acting: Person, deployment: Deployment, terms: Terms) -> OversightThreshold:
    """Agree a threshold. It is never edited: retire it and agree another."""
    check(acting, Act.AGREE_THRESHOLDS, deployment.use_case)
    for person in (terms.pause_authority, terms.deputy):
        check_organisation(acting, person.organisation_id)
    faults = terms.limits.faults()
    faults += [
        f"{person.printed_name} is no longer active and cannot answer."
        for person in (terms.pause_authority, terms.deputy)
        if not person.active
    ]
    if terms.measure not in measures():
        faults.append(f"There is no measure {terms.measure}; choose one of {', '.join(sorted(measures()))}.")
    if terms.window_months not in (1, 3, 6, 12):
        faults.append("The window is 1, 3, 6 or 12 whole months.")
    if terms.pause_authority == terms.deputy:
        faults.append("The deputy must be another person than the one who may pause.")
    if not terms.agreed_action.strip():
        faults.append("Write what will be done when the stop limit is passed.")
    if faults:
        raise Refused(" ".join(faults))
    threshold = OversightThreshold.objects.create(
        deployment=deployment,
        agreed_by=acting,
        agreed_at=timezone.now(),
        **{name: getattr(terms, name) for name in Terms.__dataclass_fields__},
    )
    payload = {key: value for key, value in asdict(terms).items() if key not in {"pause_authority", "deputy"}}
    payload |= {
        "deployment": deployment.pk,
        "pause_authority": terms.pause_authority.pk,
        "deputy": terms.deputy.pk,
        "score_threshold": None if terms.score_threshold is None else str(terms.score_threshold),
    }
    log(acting, "oversight.agreed", threshold, payload)
    events.publish(events.FactsChanged(deployment.use_case))
    return threshold


@transaction.atomic
def retire_threshold(acting: Person, threshold: OversightThreshold, *, reason: str) -> OversightThreshold:
    """Retire a threshold that is not breached; its readings stay."""
    check(acting, Act.AGREE_THRESHOLDS, threshold.deployment.use_case)
    take_turn()
    standing = OversightThreshold.objects.select_for_update(no_key=True).get(pk=threshold.pk)
    if standing.retired_at is not None:
        raise Refused("This threshold was retired already.")
    if Breach.objects.filter(threshold=standing, closed_at=None).exists():
        raise Refused("A breach of this threshold is open; answer it before the threshold is retired.")
    if not reason.strip():
        raise Refused("Write why the threshold is retired.")
    standing.retired_at = timezone.now()
    standing.save(update_fields=["retired_at"])
    log(acting, "oversight.retired", standing, {"reason": reason})
    events.publish(events.FactsChanged(threshold.deployment.use_case))
    return standing
