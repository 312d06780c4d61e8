"""What is watched on the live deployment: its maker's claim, a known event, and control charts."""

from __future__ import annotations

from datetime import date
from typing import Final

from attending.analytics.control_charts import ChartDesign, FalseAlarm
from attending.demo.calendar import month_before, month_name
from attending.program.models import Deployment, Person
from attending.review.actions.claims import Claim, record_claim
from attending.review.actions.monitoring import agree_chart, record_event
from attending.review.models import EventKind
from attending.review.queries.monitoring import months
from attending.review.rules.chart_data import rows_of
from attending.review.rules.monitoring import Measured, harm_of, tuned

MONTHS: Final = 12
BASELINE_MONTHS: Final = 8
PROGRAMS: Final = 400
"""Simulated programs behind a limit: fewer than usual, so that the demonstration is built in seconds."""

CLAIM: Final = Claim(
    measure="auroc",
    value=0.85,
    low=0.83,
    high=0.87,
    threshold=None,
    population="Adults in five hospitals (invented for this demonstration)",
    source="Model card, invented for this demonstration; it is not a figure of the SUPPORT study",
)


def watch(owner: Person, deployment: Deployment, today: date) -> None:
    """Keep claim and event, and agree the chart of calibration; a recorded review stands already."""
    record_claim(owner, deployment, CLAIM)
    record_event(
        owner,
        deployment,
        happened_on=month_before(today, 3).replace(day=10),
        kind=EventKind.UPGRADE,
        label="Upgrade of the health record (synthetic)",
    )
    oe = Measured("oe", None, counted=False)
    design = ChartDesign(
        "calibration_cusum",
        "oe",
        _first(today, BASELINE_MONTHS),
        false_alarm=FalseAlarm("probability", 0.05, 24),
        harm=harm_of(oe, "calibration_cusum", "ratio", 1.25),
        programs=PROGRAMS,
    )
    agree_chart(
        owner,
        deployment,
        oe,
        tuned(design, rows_of(design.kind, oe.measure, oe.threshold, months(deployment))),
        reason="Too many prompts tire the charge nurses, too few miss families: see a lasting drift in months.",
    )


def watch_ranking(owner: Person, deployment: Deployment, today: date) -> None:
    """Agree the chart of discrimination, whose spread takes all twelve recorded months; it judges the next ones."""
    auroc = Measured("auroc", None, counted=False)
    agree_chart(
        owner,
        deployment,
        auroc,
        ChartDesign(
            "measured",
            "auroc",
            _first(today, MONTHS),
            harm=harm_of(auroc, "measured", "shift", -0.05),
            programs=PROGRAMS,
        ),
        reason="A score that no longer ranks patients would spend trained clinicians on the wrong conversations.",
    )


def _first(today: date, count: int) -> tuple[str, ...]:
    return tuple(month_name(today, MONTHS - month) for month in range(count))
