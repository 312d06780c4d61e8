"""The live deployment on real data: its log, its limits and charts, and two reviews; the second finds a breach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from attending.demo.escalation import agree_and_drill, take_over
from attending.demo.held import hold
from attending.demo.helped import evaluate_impact
from attending.demo.support import MAPPING, three_months_before_the_end, write_log
from attending.demo.use_cases import Cast, deploy
from attending.demo.watched import watch, watch_ranking
from attending.governance.actions.thresholds import Terms, agree_threshold
from attending.program.models import Deployment, UseCase
from attending.review.actions.record import record_review
from attending.review.actions.sources import map_log
from attending.review.compute import run_review

THRESHOLDS = (Decimal("0.1"), Decimal("0.3"), Decimal("0.5"), Decimal("0.7"), Decimal("0.9"))
ACTION_THRESHOLD = Decimal("0.5")
OWNER = "Medical Director, Serious Illness Care"
DEPUTY = "Patient Safety Officer"
STEWARD = "Lead Data Scientist"
MODEL = {
    "name": "SUPPORT prognostic model",
    "maker": "SUPPORT investigators (Knaus et al. 1995)",
    "version": "1995",
    "intended_use": "Estimate the risk of death within two months for seriously ill adults in hospital.",
    "unit": "Medical Intensive Care",
    "state": "live",
    "threshold": ACTION_THRESHOLD,
}


def run_live(cast: Cast, use_case: UseCase, folder: Path, today: date) -> Deployment:
    """Deploy the model, review nine months, agree and sign limits, review all twelve, and ask for an outcome."""
    deployment = deploy(cast, use_case, MODEL)
    steward, owner = cast.people[STEWARD], cast.people[OWNER]
    whole = write_log(folder / "serious-illness.parquet", today)
    map_log(steward, deployment, MAPPING, thresholds=THRESHOLDS, location=str(whole))
    early = write_log(
        folder / "serious-illness-first-nine-months.parquet", today, until=three_months_before_the_end(today)
    )
    record_review(steward, deployment, run_review(early, MAPPING, thresholds=THRESHOLDS))
    for terms in _terms(cast):
        agree_threshold(owner, deployment, terms)
    watch(owner, deployment, today)
    agree_and_drill(cast, deployment, owner=OWNER)
    record_review(steward, deployment, run_review(whole, MAPPING, thresholds=THRESHOLDS))
    take_over(cast, deployment)
    watch_ranking(owner, deployment, today)
    evaluate_impact(owner, use_case, today)
    hold(cast, deployment)
    return deployment


def _terms(cast: Cast) -> list[Terms]:
    return [
        _watch(cast, "auroc", warn_low=0.78, stop_low=0.75),
        _watch(cast, "oe", warn_low=0.85, stop_low=0.8, warn_high=1.18, stop_high=1.25),
        _watch(cast, "auroc", diagnosis="heart failure", warn_low=0.75, stop_low=0.72),
        _watch(cast, "oe", diagnosis="chronic obstructive pulmonary disease", warn_low=0.85, stop_low=0.75),
        _watch(cast, "ppv", score_threshold=ACTION_THRESHOLD, warn_low=0.55, stop_low=0.5),
    ]


def _watch(
    cast: Cast,
    measure: str,
    *,
    diagnosis: str = "",
    score_threshold: Decimal | None = None,
    warn_low: float,
    stop_low: float,
    warn_high: float | None = None,
    stop_high: float | None = None,
) -> Terms:
    """A threshold on the last twelve months, for everyone or for one diagnosis."""
    return Terms(
        measure=measure,
        attribute="diagnosis" if diagnosis else "overall",
        level=diagnosis or "all",
        score_threshold=score_threshold,
        window_months=12,
        minimum_n=300 if diagnosis else 500,
        silence_days=45,
        warn_low=warn_low,
        stop_low=stop_low,
        warn_high=warn_high,
        stop_high=stop_high,
        pause_authority=cast.people[OWNER],
        deputy=cast.people[DEPUTY],
        answer_within_hours=24,
        agreed_action="Stop prompting for these patients until their physicians agree what the score may be used for.",
    )
