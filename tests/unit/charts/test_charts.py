"""Every chart, on ordinary data and where there is little or nothing to show, at both widths."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import altair as alt
import pytest

from attending import charts
from attending.analytics import PerformanceReview
from attending.charts import annotations
from attending.charts.palette import VARIABLES
from tests.unit.charts import reviews
from tests.unit.charts.pictures import text_sizes

Draw = Callable[[PerformanceReview, int], alt.LayerChart]

LIMITS = charts.Limits(warn_low=0.9, warn_high=1.1, stop_low=0.7, stop_high=1.3)
EVENTS = (charts.KnownEvent("2026-03", "model 2.1 in service"), charts.KnownEvent("2019-01", "before the period"))

CHARTS: dict[str, Draw] = {
    "calibration": lambda r, w: charts.calibration(r.overall, outcome="deaths", width=w),
    "O:E by month": lambda r, w: charts.measure_by_month(
        r.months, "oe", limits=LIMITS, baseline=1.0, events=EVENTS, width=w
    ),
    "AUROC by month": lambda r, w: charts.measure_by_month(r.months, "auroc", width=w),
    "PPV by month": lambda r, w: charts.measure_by_month(r.months, "ppv", threshold=Decimal("0.3"), width=w),
    "AUROC forest": lambda r, w: charts.subgroup_forest(r.subgroups, "auroc", r.overall, width=w),
    "O:E forest": lambda r, w: charts.subgroup_forest(r.subgroups, "oe", r.overall, width=w),
    "NNE forest": lambda r, w: charts.subgroup_forest(r.subgroups, "nne", r.overall, threshold=Decimal("0.3"), width=w),
    "thresholds": lambda r, w: charts.threshold_table(r.overall, width=w),
    "decision curve": lambda r, w: charts.decision_curve(
        r.overall, comparator=r.comparator.comparator if r.comparator else None, width=w
    ),
    "comparison": lambda r, w: charts.score_comparison(r.comparator, width=w),
}
REVIEWS = {
    "ordinary": reviews.ordinary,
    "one subgroup": reviews.without_subgroups,
    "no events": reviews.without_events,
    "no rows": reviews.without_rows,
}

every_chart = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
every_review = pytest.mark.parametrize("review", REVIEWS.values(), ids=REVIEWS)
both_widths = pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])


@every_chart
@every_review
@both_widths
def test_a_chart_is_one_accessible_picture_fit_for_a_strict_page(
    draw: Draw, review: Callable[[], PerformanceReview], width: int
) -> None:
    chart = draw(review(), width)
    source = charts.svg(chart)

    assert "style" not in source
    assert "href" not in source
    assert "http" not in source
    assert "NaN" not in source
    assert "undefined" not in source
    root = ET.fromstring(source)
    title, description = root[0], root[1]
    assert (root.get("role"), title.tag, description.tag) == ("img", "title", "desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == charts.answer_of(chart)
    assert description.text == charts.description_of(chart)
    assert root.get("width") is None
    assert float(str(root.get("viewBox")).split()[2]) == width


@every_chart
@every_review
@both_widths
def test_text_is_at_least_12_units_so_11_pixels_on_a_phone(
    draw: Draw, review: Callable[[], PerformanceReview], width: int
) -> None:
    root = ET.fromstring(charts.svg(draw(review(), width)))
    assert all(size >= 12 for size in text_sizes(root))
    assert 12 * 300 / charts.NARROW >= 11


@every_chart
@pytest.mark.parametrize("review", [reviews.ordinary, reviews.without_rows], ids=["ordinary", "no rows"])
def test_every_colour_is_a_variable_on_a_page_and_none_is_on_paper(
    draw: Draw, review: Callable[[], PerformanceReview]
) -> None:
    chart = draw(review(), charts.WIDE)
    on_page = set(re.findall(r'(?:fill|stroke)="([^"]+)"', charts.svg(chart)))
    assert on_page <= {*VARIABLES.values(), "none", "transparent"}
    paper = charts.print_svg(chart)
    assert "var(" not in paper
    ET.fromstring(paper)


@every_chart
def test_a_chart_satisfies_the_whole_schema(draw: Draw) -> None:
    draw(reviews.ordinary(), charts.WIDE).to_dict(validate=True)


def test_ids_are_unique_on_a_page_with_several_charts() -> None:
    page = "".join(charts.responsive_svg(lambda w, d=draw: d(reviews.ordinary(), w)) for draw in CHARTS.values())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) >= 2 * 2 * len(CHARTS)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_equal_charts_render_to_equal_text_and_once() -> None:
    first = charts.svg(CHARTS["decision curve"](reviews.ordinary(), charts.WIDE))
    charts.svg(CHARTS["comparison"](reviews.ordinary(), charts.WIDE))
    assert charts.svg(CHARTS["decision curve"](reviews.ordinary(), charts.WIDE)) is first


def test_the_drawn_title_is_for_notebooks_and_on_request_for_paper() -> None:
    chart = charts.threshold_table(reviews.ordinary().overall)
    first_word = charts.answer_of(chart).split()[0]
    drawn = [text.text or "" for text in ET.fromstring(charts.print_svg(chart, heading=True)).iter()]
    bare = [text.text or "" for text in ET.fromstring(charts.print_svg(chart)).iter()]
    assert any(text.startswith(first_word + " ") for text in drawn)
    assert not any(text.startswith(first_word + " ") for text in bare)


def test_the_note_for_the_page_has_the_denominator_and_the_period() -> None:
    note = charts.note_of(charts.calibration(reviews.ordinary().overall, outcome="deaths"))
    assert note.startswith("1,500 labelled, ")
    assert "deaths, Jan 2026 to Jun 2026" in note


def test_a_given_title_and_description_are_escaped_and_used() -> None:
    source = charts.svg(charts.calibration(reviews.ordinary().overall), title="A < B & C", description='say "no"')
    root = ET.fromstring(source)
    assert (root[0].text, root[1].text) == ("A < B & C", 'say "no"')


def test_a_level_of_an_attribute_cannot_write_markup() -> None:
    review = reviews.ordinary()
    hostile = "</text><script>alert(1)</script>"
    group = replace(review.subgroups[0], level=hostile)
    source = charts.svg(charts.subgroup_forest((group,), "auroc", review.overall))
    assert "<script" not in source
    ET.fromstring(source)


def test_levels_that_cannot_be_estimated_keep_their_row_and_say_why() -> None:
    review = reviews.without_events()
    source = charts.svg(charts.subgroup_forest(review.subgroups, "auroc", review.overall))
    assert source.count("No events among 15 labelled") >= 2


def test_months_without_rows_or_estimates_are_marked() -> None:
    review = reviews.ordinary()
    description = charts.description_of(charts.measure_by_month(review.months, "auroc"))
    assert "Apr 2026 no data" in description
    assert "Jun 2026 not estimable" in description


def test_events_of_the_period_are_named_and_others_left_out() -> None:
    source = charts.svg(CHARTS["O:E by month"](reviews.ordinary(), charts.WIDE))
    assert "Mar 2026: model 2.1 in service" in source
    assert "before the period" not in source


@both_widths
def test_a_long_event_is_told_whole_in_as_many_lines_as_it_needs(width: int) -> None:
    label = "Upgrade of the health record on every ward of the general hospital, with a new laboratory interface"
    event = charts.KnownEvent("2026-03", label)
    notes = annotations.note_lines([event], width)
    assert " ".join(notes) == f"(1) Mar 2026: {label}"
    months = reviews.ordinary().months
    drawn = {
        name: ET.fromstring(charts.svg(charts.measure_by_month(months, "oe", events=events, width=width)))
        for name, events in (("with", [event]), ("without", []))
    }
    added = float(drawn["with"].get("viewBox", "").split()[3]) - float(drawn["without"].get("viewBox", "").split()[3])
    assert added >= len(notes) * annotations.NOTE_HEIGHT
    written = "".join(drawn["with"].itertext())
    assert all(line in written for line in notes)


def test_beyond_a_limit_is_a_shape_as_well_as_a_colour() -> None:
    source = charts.svg(CHARTS["O:E by month"](reviews.ordinary(), charts.WIDE))
    assert "beyond warning limit" in source
    assert "beyond stop limit" in source
