"""Control charts, funnels and impact charts, on ordinary data and where there is little to show, at both widths."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random
from xml.etree import ElementTree as ET

import altair as alt
import pytest

from attending import charts
from attending.analytics.control_charts import (
    ChartDesign,
    ControlChart,
    EventCount,
    FalseAlarm,
    FunnelChart,
    Harm,
    Measurement,
    PeriodCounts,
    Phase,
    Unit,
    draw,
    funnel,
)
from attending.analytics.impact.differences import difference_in_differences
from attending.analytics.impact.interrupted import interrupted_time_series
from attending.analytics.impact.panel import Cell, Panel
from attending.analytics.impact.result import ImpactResult
from attending.charts.palette import VARIABLES
from tests.unit.charts.pictures import text_sizes

Draw = Callable[[int], alt.LayerChart]

MONTHS = tuple(f"{2025 + index // 12}-{index % 12 + 1:02d}" for index in range(20))
BASELINE = MONTHS[:12]
EVENTS = {"2026-03": "EHR upgrade", "2019-01": "before the period"}


@cache
def cusum(drift: float) -> ControlChart:
    """O:E of 1 in the baseline, and ``drift`` after it."""
    rows = [
        PeriodCounts(month, 400, round(60 * (drift if index >= 12 else 1.0)), 60.0, 48.0)
        for index, month in enumerate(MONTHS)
    ]
    harm = Harm("odds_ratio", 1.5, "Odds of the event times 1.5")
    return draw(ChartDesign("calibration_cusum", "oe", BASELINE, harm=harm, programs=100), rows)


@cache
def proportions() -> ControlChart:
    """A p chart with a month without data and new limits that cannot be set yet."""
    random = Random(5)
    rows = [
        EventCount(month, 0 if index == 14 else 40 + random.randint(-6, 6), 0.0 if index == 14 else 400.0)
        for index, month in enumerate(MONTHS)
    ]
    phases = (Phase(MONTHS[18], "model version 2", MONTHS[18:]),)
    return draw(ChartDesign("p", "event_rate", BASELINE, phases=phases, programs=100), rows)


@cache
def values() -> ControlChart:
    """A measure with its own error, whose last months fall."""
    random = Random(6)
    rows = [
        Measurement(month, (0.8 if index < 16 else 0.6) + random.gauss(0, 0.01), 400.0, 0.01)
        for index, month in enumerate(MONTHS)
    ]
    alarm = FalseAlarm("probability", 0.05, 12)
    return draw(ChartDesign("measured", "auroc", BASELINE, false_alarm=alarm, programs=100), rows)


def units(count: int) -> FunnelChart:
    """Units of growing size, of which the largest has twice its expected events."""
    return funnel(
        "oe",
        [
            Unit(f"{number} West", 5 * number * (2 if number == 9 else 1), 5.0 * number)
            for number in range(1, count + 1)
        ],
    )


@cache
def interrupted(count: int = 24) -> ImpactResult:
    """One unit whose value falls by 12 at its twelfth month."""
    random = Random(3)
    cells = tuple(
        Cell("4 West", month, 95 + random.gauss(0, 2) - (12 if index >= 12 else 0))
        for index, month in enumerate(_months(count))
    )
    return interrupted_time_series(Panel("mean", cells, {"4 West": "2026-01"}, measure_unit="minutes"))


@cache
def staggered() -> tuple[ImpactResult, dict[str, str | None]]:
    """Six units, of which two never started."""
    random = Random(4)
    starts: dict[str, str | None] = {
        "A": "2025-05",
        "B": "2025-05",
        "C": "2025-08",
        "D": "2025-08",
        "E": None,
        "F": None,
    }
    cells = tuple(
        Cell(unit, month, 90 + random.gauss(0, 1) - (12 if start is not None and month >= start else 0))
        for unit, start in starts.items()
        for month in _months(12)
    )
    return difference_in_differences(Panel("mean", cells, starts, measure_unit="minutes")), starts


def _months(count: int) -> list[str]:
    return [f"{2025 + index // 12}-{index % 12 + 1:02d}" for index in range(count)]


def series(result: ImpactResult, width: int) -> alt.LayerChart:
    return charts.impact_series(result, outcome="Time to antibiotics", better="lower", unit="minutes", width=width)


def by_unit(starts: dict[str, str | None], width: int) -> alt.LayerChart:
    shown = {unit: [90.0 + place + 3 * number for place in range(12)] for number, unit in enumerate(starts)}
    return charts.unit_series(_months(12), starts, shown, outcome="Time", unit="minutes", width=width)


CHARTS: dict[str, Draw] = {
    "signal": lambda w: charts.control_by_month(cusum(1.6), "O:E", events=EVENTS, width=w),
    "no signal": lambda w: charts.control_by_month(cusum(1.0), "O:E", width=w),
    "p chart": lambda w: charts.control_by_month(proportions(), "Event rate", events=EVENTS, width=w),
    "measured": lambda w: charts.control_by_month(values(), "AUROC", width=w),
    "funnel": lambda w: charts.unit_funnel(units(9), "O:E", width=w),
    "one unit": lambda w: charts.unit_funnel(units(1), "O:E", width=w),
    "no unit": lambda w: charts.unit_funnel(units(0), "O:E", width=w),
    "series": lambda w: series(interrupted(), w),
    "short series": lambda w: series(interrupted(13), w),
    "event study": lambda w: charts.event_study(staggered()[0], unit="minutes", width=w),
    "no event study": lambda w: charts.event_study(interrupted(13), unit="minutes", width=w),
    "units": lambda w: by_unit(staggered()[1], w),
    "units that all started": lambda w: by_unit({"A": "2025-01", "B": "2025-06"}, w),
    "rollout": lambda w: charts.rollout(_months(12), staggered()[1], width=w),
    "rollout of many": lambda w: charts.rollout(_months(12), dict.fromkeys(map(str, range(40)), "2025-05"), width=w),
}

every_chart = pytest.mark.parametrize("picture", CHARTS.values(), ids=CHARTS)
both_widths = pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])


@every_chart
@both_widths
def test_a_chart_is_one_accessible_picture_fit_for_a_strict_page(picture: Draw, width: int) -> None:
    chart = picture(width)
    source = charts.svg(chart)
    for unwanted in ("style", "href", "http", "NaN", "undefined"):
        assert unwanted not in source
    root = ET.fromstring(source)
    title, description = root[0], root[1]
    assert (root.get("role"), title.tag, description.tag) == ("img", "title", "desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == charts.answer_of(chart)
    assert description.text == charts.description_of(chart)
    assert float(str(root.get("viewBox")).split()[2]) == width
    assert all(size >= 12 for size in text_sizes(root))


@every_chart
def test_every_colour_is_a_variable_on_a_page_and_none_is_on_paper(picture: Draw) -> None:
    chart = picture(charts.WIDE)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', charts.svg(chart))) <= {
        *VARIABLES.values(),
        "none",
        "transparent",
    }
    paper = charts.print_svg(chart)
    assert "var(" not in paper
    ET.fromstring(paper)


@every_chart
def test_a_chart_satisfies_the_whole_schema(picture: Draw) -> None:
    picture(charts.WIDE).to_dict(validate=True)


def test_a_signal_is_a_word_and_a_shape_as_well_as_a_colour() -> None:
    source = charts.svg(CHARTS["signal"](charts.WIDE))
    assert source.count(">signal<") >= 2
    told = charts.description_of(CHARTS["signal"](charts.WIDE))
    assert "signal" in told
    assert "Mar 2026: EHR upgrade." in told
    assert "before the period" not in source


def test_a_month_without_data_and_new_limits_are_told() -> None:
    told = charts.description_of(CHARTS["p chart"](charts.WIDE))
    assert "Mar 2026 no value, no data" in told
    assert "new limits from here (model version 2)" in told


def test_alt_texts_carry_the_numbers() -> None:
    assert "9 West (" in charts.answer_of(CHARTS["funnel"](charts.WIDE))
    assert "minutes expected" in charts.description_of(CHARTS["series"](charts.WIDE))
    assert "A from May 2025" in charts.description_of(CHARTS["rollout"](charts.WIDE))
    assert "E never" in charts.description_of(CHARTS["rollout"](charts.WIDE))
    assert "E 102 to 113, never with it" in charts.description_of(CHARTS["units"](charts.WIDE))
    assert "in the 4 units with it, 114.5 in the 2 without" in charts.answer_of(CHARTS["units"](charts.WIDE))
    study = charts.description_of(CHARTS["event study"](charts.WIDE))
    assert "+0: " in study
    assert "minutes" in study
