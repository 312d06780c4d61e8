"""Agree an oversight threshold, and retire one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs import measures
from attending.decisions.in_force import policy_of
from attending.governance.models import Breach, OversightThreshold
from attending.governance.rules.oversight import Limits
from attending.ledger.actions import take_turn
from attending.policies.model import TierRule
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Deployment, Person
from attending.program.registries import events, signals
from attending.program.rules import Act, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed about one measure: population, window, limits, who answers, by when, and with which action.

    Instead of a measure with its limits, ``chart`` names a control chart in force: its signal is the stop limit.
    """

    measure: str = ""
    chart: str = ""
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
    titles = {each.key: each.title for each in signals.charts(deployment)} if terms.chart else {}
    tier = policy_of(deployment.use_case.organisation_id).tier(deployment.use_case.risk_tier)
    faults = [*_faults(terms, titles), *_clock_faults(terms, tier)]
    if faults:
        raise Refused(" ".join(faults))
    threshold = OversightThreshold.objects.create(
        deployment=deployment,
        agreed_by=acting,
        agreed_at=timezone.now(),
        chart_title=titles.get(terms.chart, ""),
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


def _faults(terms: Terms, titles: Mapping[str, str]) -> list[str]:
    """What is wrong with the terms, in sentences; ``titles`` are the charts that can be watched."""
    found = _chart_faults(terms, titles) if terms.chart else terms.limits.faults()
    found += [
        f"{person.printed_name} is no longer active and cannot answer."
        for person in (terms.pause_authority, terms.deputy)
        if not person.active
    ]
    if not terms.chart and terms.measure not in measures():
        found.append(f"There is no measure {terms.measure}; choose one of {', '.join(sorted(measures()))}.")
    if terms.window_months not in (1, 3, 6, 12):
        found.append("The window is 1, 3, 6 or 12 whole months.")
    if terms.pause_authority == terms.deputy:
        found.append("The deputy must be another person than the one who may pause.")
    if not terms.agreed_action.strip():
        found.append("Write what will be done when the stop limit is passed.")
    return found


def _chart_faults(terms: Terms, titles: Mapping[str, str]) -> list[str]:
    found = []
    if terms.chart not in titles:
        found.append("This control chart is not in force here; agree the chart first.")
    if terms.measure or terms.limits != Limits(None, None, None, None) or terms.attribute != "overall":
        found.append("A control chart brings its own limits and group; leave measure, limits and population empty.")
    return found


def _clock_faults(terms: Terms, tier: TierRule) -> list[str]:
    """An answer is asked for before the system pauses by itself, or nobody could give it in time."""
    longest = tier.pause_after_hours
    if longest is None or terms.answer_within_hours <= longest:
        return []
    return [
        f"The policy pauses {longest} hours after a breach that nobody answered; ask for the answer within at most "
        f"{longest} hours, not {terms.answer_within_hours}."
    ]


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
