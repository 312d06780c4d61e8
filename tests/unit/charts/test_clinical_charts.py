"""Label maturity, label delay and lead time: titled with the answer, whole at both widths, honest when empty."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

import altair as alt
import pytest

from attending import charts
from attending.analytics.maturity import DelayCounts, MaturityCounts, PeriodMaturity, label_delay
from attending.analytics.timeliness import DurationCounts, LeadTimeCounts, lead_times
from attending.charts import label_delay_chart, lead_time_chart, maturity_chart

MATURITY = MaturityCounts(
    (
        PeriodMaturity("2026-01", event=20, no_event=180),
        PeriodMaturity("2026-03", event=5, no_event=60, waiting=120, event_already_seen=9, lost=4, unknown=2),
    )
)
DELAY = label_delay(DelayCounts((24.0, 72.0, 168.0), (10, 20, 8), (30, 10, 60), 40))
EDGES = (0.0, 2.0, 6.0, 12.0)
LEAD = LeadTimeCounts(
    Decimal("0.3"),
    40,
    25,
    6,
    20,
    12,
    3,
    DurationCounts(EDGES, (8, 10, 5), 0, 2),
    DurationCounts(EDGES, (5, 5, 2), 8, 0),
)
NOBODY = LeadTimeCounts(
    Decimal("0.3"), 0, 0, 0, 0, 0, 0, DurationCounts(EDGES, (0, 0, 0)), DurationCounts(EDGES, (0, 0, 0))
)

DRAWN = {
    "maturity": lambda width: charts.label_maturity(MATURITY, width=width),
    "maturity of nothing": lambda width: charts.label_maturity(MaturityCounts(), width=width),
    "delay": lambda width: charts.label_delay_curve(DELAY, width=width),
    "delay of nothing": lambda width: charts.label_delay_curve(
        label_delay(DelayCounts((24.0, 72.0), (0, 0), (5, 5), 0)), width=width
    ),
    "lead time": lambda width: charts.lead_time(lead_times(LEAD), LEAD.to_event, width=width),
    "lead time of nobody": lambda width: charts.lead_time(lead_times(NOBODY), NOBODY.to_event, width=width),
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_each_is_one_accessible_picture(draw: object, width: int) -> None:
    assert callable(draw)
    picture = ET.fromstring(charts.svg(draw(width)))
    assert picture.get("role") == "img"
    assert "style" not in {name for each in picture.iter() for name in each.attrib}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_each_satisfies_the_whole_schema(draw: object) -> None:
    assert callable(draw)
    alt.Chart.from_dict(draw(charts.WIDE).to_dict())


def test_the_title_is_the_answer() -> None:
    assert maturity_chart.answer(MATURITY) == "Outcomes: known for 265 of 391 predictions, 120 still wait"
    assert label_delay_chart.answer(DELAY).startswith(
        "Label delay: 90\N{NO-BREAK SPACE}% of the events that come are known"
    )
    assert "for the 62\N{NO-BREAK SPACE}% alerted before their event" in lead_time_chart.answer(lead_times(LEAD))
    assert lead_time_chart.answer(lead_times(NOBODY)) == "Lead time at 0.3: no mature event yet"


def test_the_table_below_has_every_number() -> None:
    assert maturity_chart.rows(MATURITY).rows[1] == ("Mar 2026", "191", "5", "60", "120", "9", "4", "2", "0")
    assert [row[0] for row in label_delay_chart.rows(DELAY).rows] == ["24 hours", "3 days", "7 days"]
    assert lead_time_chart.rows([lead_times(NOBODY)]).rows[0][1] == "not estimable"
