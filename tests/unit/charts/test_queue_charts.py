"""Charts of the alert queue: the answer first, fit for a strict page and for a phone, also where there is little."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

import altair as alt
import pytest

from attending import charts
from attending.analytics.alert_queue import Sweep, sweep
from tests.unit.analytics.alert_queue.workloads import workload
from tests.unit.charts.pictures import text_sizes

CHARTS: dict[str, Callable[[Sweep, int], alt.LayerChart]] = {
    "realised": lambda found, width: charts.realised_by_threshold(found, width=width),
    "per person": lambda found, width: charts.alerts_per_person(found, "one more", width=width),
    "in time": lambda found, width: charts.share_in_time(found, width=width),
}
every_chart = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)


@pytest.fixture(scope="module")
def found() -> Sweep:
    return sweep(workload(arrivals={"by_hour": [24.0] * 24}, effect={"kind": "decay", "decay_minutes": 30}))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@every_chart
@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_a_chart_is_one_accessible_picture_whose_words_can_be_read(
    draw: Callable[[Sweep, int], alt.LayerChart], found: Sweep, width: int
) -> None:
    chart = draw(found, width)
    root = ET.fromstring(charts.svg(chart))
    assert root[0].text == charts.answer_of(chart)
    assert root[1].text == charts.description_of(chart)
    assert min(text_sizes(root)) >= 12
    assert "style" not in charts.svg(chart)


@every_chart
def test_a_chart_satisfies_the_whole_schema(draw: Callable[[Sweep, int], alt.LayerChart], found: Sweep) -> None:
    draw(found, charts.WIDE).to_dict(validate=True)


@every_chart
def test_one_threshold_and_no_alerts_at_all_are_drawn_or_told(draw: Callable[[Sweep, int], alt.LayerChart]) -> None:
    assert charts.svg(draw(sweep(workload(thresholds=[0.5])), charts.NARROW)).startswith("<svg")
    exact = [{"low": 0.1, "high": 0.1, "without": 9, "having": 1}]
    nothing = sweep(workload(validation={"bins": exact}, thresholds=[0.5]))
    assert charts.svg(draw(nothing, charts.WIDE)).startswith("<svg")


def test_the_titles_answer(found: Sweep) -> None:
    realised, person, in_time = (plain(charts.answer_of(draw(found, charts.WIDE))) for draw in CHARTS.values())
    assert realised.startswith("As today: a threshold of 0.5 is worth")
    assert "0.2, which looks best without limits, only" in realised
    assert person.startswith("From a threshold of 0.5 on each shift has time for its alerts, there at most 17.")
    assert in_time == "Nine of ten alerts are in time from a threshold of 0.5 (one more) on; at none with as today"


def test_where_capacity_costs_nothing_it_is_said() -> None:
    ample = sweep(workload(teams=[{"name": "ample", "people": {"day": 9, "late": 9, "night": 9}}]))
    assert charts.answer_of(charts.realised_by_threshold(ample)) == (
        "A threshold of 0.2 looks best without limits, and no team shown does clearly better with another"
    )
    assert charts.answer_of(charts.alerts_per_person(ample, "ample")).startswith("At every threshold shown each shift")
    few = sweep(workload(teams=[{"name": "few", "people": {"day": 0, "late": 0, "night": 1}}]))
    told = charts.answer_of(charts.alerts_per_person(few, "few"))
    assert told.endswith("; in shift day and late alerts come and nobody is on duty"), "what has no people is named"
    assert charts.answer_of(charts.share_in_time(few)) == (
        "At no threshold shown are nine of ten alerts in time with few"
    )


def test_the_tables_have_one_row_a_threshold_or_team(found: Sweep) -> None:
    alerts, team, choice = (
        charts.alerts_by_shift(found),
        charts.team_rows(found, "as today"),
        charts.realised_rows(found),
    )
    assert [row[0] for row in alerts.rows] == [row[0] for row in team.rows] == ["0.2", "0.5", "0.8"]
    assert [row[0] for row in choice.rows] == ["as today", "one more"]
    for table in (alerts, team, choice):
        assert {len(row) for row in table.rows} == {len(table.columns)}
    assert [column.label for column in team.columns[1:3]] == ["Alerts per person, day", "Alerts per person, late"]
    assert team.caption == "Team as today: day 1, late 1, night 0"
