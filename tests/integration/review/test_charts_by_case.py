"""The CUSUM and the VLAD case by case: from a log to stored blocks, an agreed chart, its signal and its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from attending.analytics.control_charts import ChartDesign, FalseAlarm, Harm, PeriodBlocks, PeriodCases, draw
from attending.program.models import Person
from attending.review.actions.monitoring import agree_chart, answer_signal
from attending.review.actions.record import record_review
from attending.review.compute import run_review
from attending.review.models import ChartPlan
from attending.review.queries import monitoring as queries
from attending.review.rules.chart_data import has_data, rows_of
from attending.review.rules.monitoring import followed_by_case, monitored_signals, tuned
from tests.integration.house import House
from tests.integration.review.logs import write_parquet
from tests.integration.review.test_monitoring import (
    BASELINE,
    MAPPING,
    MONTHS,
    OE,
    newest,
    program,
    recorded,
    waits_for,
)

pytestmark = pytest.mark.one_database  # kept in the same tables as charts of months, whose tests run on both


def design(kind: str = "ra_cusum", **changes: Any) -> ChartDesign:
    told: dict[str, Any] = {
        "baseline": BASELINE,
        "harm": Harm("odds_ratio", 2.0, "Odds of the event times 2"),
        "false_alarm": FalseAlarm("probability", 0.05, 24),
        "reference": "model",
        "programs": 400,
    }
    return ChartDesign(kind, "oe", **(told | changes))


def agreed(house: House, kind: str = "ra_cusum", **changes: Any) -> ChartPlan:
    return agree_chart(house.owner, house.deployment, OE, design(kind, **changes), reason="Few cases, each counts.")


def cases_of(month: str, **changes: Any) -> PeriodCases:
    """The rows of a month as the log has them, in order of day and key."""
    rows = sorted(program((month,), **changes), key=lambda row: (row[3], row[0]))
    return PeriodCases(month, np.asarray([float(row[1]) for row in rows]), np.asarray([int(row[2]) for row in rows]))


def test_a_planted_drift_is_found_among_the_cases_of_a_month_as_the_rows_themselves_would_tell(
    house: House, tmp_path: Path
) -> None:
    recorded(house, tmp_path, BASELINE)
    plan = agreed(house)
    recorded(house, tmp_path, MONTHS[8:10])
    assert newest(plan).signals == 0
    recorded(house, tmp_path, MONTHS[10:12], odds=2.5, since=MONTHS[10])
    reading = newest(plan)
    chart = queries.chart_of(reading)
    signal = monitored_signals(chart)[0]
    assert (signal.rule, signal.side, signal.period) == ("limit", "high", MONTHS[10])
    assert ", among the cases " in signal.words
    assert "of 200, after rising since" in signal.words
    assert waits_for(house.owner) == ["A control chart signals: O:E"]
    changed = {"odds": 2.5, "since": MONTHS[10]}
    data = [cases_of(month, **(changed if month >= MONTHS[10] else {})) for month in MONTHS[:12]]
    by_case = draw(chart.design, data, setups=list(chart.setups))
    for one, other in zip(by_case.points, chart.points, strict=True):
        assert (other.n, other.flags) == (one.n, one.flags)
        assert (other.value or 0.0) == pytest.approx(one.value or 0.0, abs=1e-9)
        assert (other.downward or 0.0) == pytest.approx(one.downward or 0.0, abs=1e-9)
    assert [each.period for each in chart.path] == [month for month in MONTHS[8:12] for _ in range(18)]
    rows = queries.rows_of(reading)
    assert all(isinstance(row, PeriodBlocks) and row.blocks and min(row.blocks.n) >= 11 for row in rows)
    assert all(len(row.blocks.arms) == 2 for row in rows if isinstance(row, PeriodBlocks) and row.blocks)
    answer_signal(house.owner, plan, cause="A sicker ward.", done="Recalibrated.")
    assert waits_for(house.owner) == []


def test_what_a_review_keeps_holds_no_case(house: House, tmp_path: Path) -> None:
    run = recorded(house, tmp_path, MONTHS[:2])
    months = run.supplements["cases"]
    assert [each["period"] for each in months] == list(MONTHS[:2])
    assert all(len(each["n"]) == 18 and min(each["n"]) >= 11 and sum(each["n"]) == 200 for each in months)


def test_months_of_few_cases_are_followed_together_and_no_case_twice(house: House, tmp_path: Path) -> None:
    recorded(house, tmp_path, MONTHS[:4], each=6)
    kept = queries.cases(house.deployment)
    assert {month: (each.since, each.n) for month, each in kept.items()} == {
        MONTHS[1]: (MONTHS[0], (12,)),
        MONTHS[3]: (MONTHS[2], (12,)),
    }
    recorded(house, tmp_path, MONTHS[2:3], each=30)
    kept = queries.cases(house.deployment)
    assert [(month, sum(each.n)) for month, each in kept.items()] == [(MONTHS[1], 12), (MONTHS[2], 30)]
    rows = rows_of("ra_cusum", "oe", None, queries.months(house.deployment), kept)
    assert [has_data(row) for row in rows] == [False, True, True, False]


def test_a_month_that_matures_takes_its_newest_cases(house: House, tmp_path: Path) -> None:
    recorded(house, tmp_path, BASELINE)
    plan = agreed(house)
    recorded(house, tmp_path, MONTHS[8:9], each=20)
    assert newest(plan).document["chart"]["points"][-1]["n"] == 20
    recorded(house, tmp_path, MONTHS[8:9], each=120)
    assert newest(plan).document["chart"]["points"][-1]["n"] == 120
    recorded(house, tmp_path, MONTHS[7:8], each=50)
    assert [row.n for row in queries.rows_of(newest(plan))] == [*[200] * 8, 120]


def test_the_vlad_ends_at_expected_less_observed_and_signals_with_its_cusum(house: House, tmp_path: Path) -> None:
    recorded(house, tmp_path, BASELINE)
    cusum, vlad = agreed(house), agreed(house, "ra_vlad")
    recorded(house, tmp_path, MONTHS[8:11], odds=3.0, since=MONTHS[9])
    drawn, decided = queries.chart_of(newest(vlad)), queries.chart_of(newest(cusum))
    data = [cases_of(month, odds=3.0, since=MONTHS[9]) for month in MONTHS[8:11]]
    avoided = sum(float(each.risk.sum() - each.event.sum()) for each in data)
    assert drawn.points[-1].value == pytest.approx(avoided)
    assert drawn.path[-1].value == pytest.approx(avoided)
    assert [(each.period, each.words) for each in drawn.signals] == [
        (each.period, each.words) for each in decided.signals
    ]
    assert drawn.signals


def test_it_is_tuned_to_a_change_whose_sums_are_kept(house: House, tmp_path: Path) -> None:
    run = recorded(house, tmp_path, BASELINE)
    months = queries.months(house.deployment)
    rows = rows_of("ra_cusum", "oe", None, months, queries.cases_in(run))
    found = [
        tuned(design(harm=Harm(kind, size, "A change")), rows).odds_ratio
        for kind, size in (("odds_ratio", 2.2), ("odds_ratio", 0.7), ("ratio", 1.1), ("ratio", 1.25))
    ]
    assert found == [2.0, 1.5, 1.25, 1.5]
    with pytest.raises(ValueError, match="no sums were kept for odds times 3"):
        draw(design(odds_ratio=3.0), [*rows, replace(rows[-1], period=MONTHS[8])])
    with pytest.raises(ValueError, match="as the model states them"):
        draw(design(reference="baseline"), rows)


def test_where_no_review_followed_the_cases_none_is_offered(
    house: House, visit: Callable[[Person], Client], tmp_path: Path
) -> None:
    log = write_parquet(tmp_path / "log.parquet", program(MONTHS[:1]))
    assert "cases" not in run_review(log, replace(MAPPING, outcome=None)).supplements
    result = run_review(log, MAPPING)
    of_before = {name: each for name, each in result.supplements.items() if name != "cases"}
    record_review(house.platform, house.deployment, replace(result, supplements=of_before))
    here = reverse("review:plan-chart", args=[house.deployment.pk])
    page = visit(house.owner).get(here, {"measure": "oe"}).content.decode()
    assert "Risk-adjusted CUSUM (Steiner), by month" in page
    assert "case by case</option>" not in page


def test_a_place_with_thousands_of_cases_is_offered_its_months(house: House, tmp_path: Path) -> None:
    recorded(house, tmp_path, MONTHS[:2])
    cases = queries.cases(house.deployment)
    assert followed_by_case(cases)
    many = {month: replace(each, n=tuple(6 * n for n in each.n)) for month, each in cases.items()}
    assert not followed_by_case(many)
    assert not followed_by_case({})


def test_the_pages(house: House, visit: Callable[[Person], Client], tmp_path: Path) -> None:
    recorded(house, tmp_path, BASELINE)
    owner = visit(house.owner)
    plan_page = reverse("review:plan-chart", args=[house.deployment.pk])
    page = owner.get(plan_page, {"measure": "oe"}).content.decode()
    assert "Risk-adjusted CUSUM (Steiner), case by case" in page
    assert "VLAD, expected minus observed, case by case" in page
    asked = {
        "measure": "oe",
        "kind": "ra_cusum",
        "first": BASELINE[0],
        "last": BASELINE[-1],
        "rules": "usual",
        "false_alarm": "p05",
        "harm": "odds_ratio",
        "size": "2",
        "reference": "baseline",
    }
    page = owner.get(plan_page, asked).content.decode()
    assert "The risks as the model states them" in page
    assert "odds times 2" in page
    assert "How soon it would find a change" in page
    answered = owner.post(plan_page, asked | {"reason": "Few cases, each counts."})
    assert answered.status_code == 302
    recorded(house, tmp_path, MONTHS[8:10], odds=3.0, since=MONTHS[8])
    page = owner.get(answered["Location"]).content.decode()
    assert "Signal, unanswered" in page
    assert "among the cases" in page
    assert "case by case" in page
    (plan,) = ChartPlan.objects.all()
    numbers = owner.get(reverse("review:chart-json", args=[plan.pk])).json()["chart"]
    assert numbers["path"][-1]["cases"] == 200
    assert b"2025-10" in owner.get(reverse("review:chart-csv", args=[plan.pk])).content
