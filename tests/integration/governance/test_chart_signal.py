"""A control chart instead of limits: its signal is a breach, an answered one is not, a silent chart is missing data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.analytics import OVERALL
from attending.analytics.control_charts import ChartDesign, FalseAlarm, Harm
from attending.governance.actions.readings import read_silence
from attending.governance.models import Breach, OversightThreshold, Reading, Verdict
from attending.program.registries import signals, worklist
from attending.program.rules import Refused
from attending.review.actions.monitoring import agree_chart, answer_signal, hand_in_counts
from attending.review.models import ChartPlan, SeriesKind
from attending.review.queries.monitoring import all_series
from attending.review.rules.monitoring import HANDED_IN, Measured
from tests.integration.house import House
from tests.integration.review.test_count_series import MONTHS, by_month


def hand_in(house: House, months: tuple[str, ...], worse_from: str = "9999-12") -> None:
    content = by_month(months, worse_from).encode()
    hand_in_counts(
        house.platform,
        house.deployment,
        name="Alerts",
        kind=SeriesKind.EXPOSURE,
        unit="patient-days",
        file_name="counts.csv",
        content=content,
    )


@pytest.fixture
def plan(house: House) -> ChartPlan:
    """A u chart of alerts per patient-day, with its first eight months as the baseline."""
    hand_in(house, MONTHS[:12])
    [(series, _)] = all_series(house.deployment)
    design = ChartDesign(
        "u",
        HANDED_IN,
        baseline=MONTHS[:8],
        false_alarm=FalseAlarm("probability", 0.05, 24),
        harm=Harm("ratio", 1.5, "alerts half as often again"),
    )
    chosen = Measured(HANDED_IN, None, False, OVERALL, series.pk, series.name)
    return agree_chart(house.owner, house.deployment, chosen, design, reason="Alert fatigue.")


def watch(house: House) -> OversightThreshold:
    [chart] = signals.charts(house.deployment)
    return house.agree(measure="", chart=chart.key, stop_low=None, warn_low=None)


def test_a_signal_is_a_breach_until_somebody_has_answered_it(house: House, plan: ChartPlan) -> None:
    threshold = watch(house)
    assert threshold.chart_title == "Alerts, u chart"
    hand_in(house, MONTHS[:13])
    assert Reading.objects.get().verdict == Verdict.WITHIN
    hand_in(house, MONTHS, worse_from=MONTHS[13])
    breach = Breach.objects.get()
    assert breach.reading.verdict == Verdict.STOP
    assert "that nobody has answered, 15 points" in breach.reading.explanation
    assert any("Alerts, u chart" in item.title for item in worklist.for_person(house.cmio))
    assert breach.proposal.question.startswith("Alerts, u chart shows a signal.")
    answer_signal(house.owner, plan, cause="A new threshold.", done="Set back.")
    hand_in(house, MONTHS, worse_from=MONTHS[13])
    assert Reading.objects.latest("pk").verdict == Verdict.WITHIN


def test_a_chart_that_is_drawn_no_more_is_missing_data(house: House, plan: ChartPlan) -> None:
    watch(house)
    now = timezone.now()
    assert read_silence(now + timedelta(days=45)) == []
    [reading] = read_silence(now + timedelta(days=46))
    assert reading.verdict == Verdict.NO_DATA
    assert Breach.objects.count() == 1


def test_a_chart_brings_its_own_limits(house: House, plan: ChartPlan) -> None:
    with pytest.raises(Refused, match="brings its own limits and group"):
        house.agree(measure="", chart=f"chart:{plan.pk}")
    with pytest.raises(Refused, match="not in force here; agree the chart first"):
        house.agree(measure="", chart="chart:99999", stop_low=None, warn_low=None)
    assert not OversightThreshold.objects.exists()
