"""Three readers beside each other: the answer first, also where nothing can be estimated."""

from xml.etree import ElementTree as ET

import pytest

from attending import charts
from attending.analytics import Estimate
from attending.analytics.classification import PairedDifference, ReadingTable, TwoByTwo, reader_performance
from attending.analytics.classification.paired import paired_difference
from attending.charts.reader_chart import reader_accuracy, reader_rows


def two_by_two(tp: int, fp: int, fn: int, tn: int) -> TwoByTwo:
    """A reader's table of these counts."""
    table = ReadingTable.from_arrays(
        categories=("no", "yes"),
        ordered=True,
        period="2026-01",
        reference=["yes"] * tp + ["no"] * fp + ["yes"] * fn + ["no"] * tn,
        ai=["yes"] * (tp + fp) + ["no"] * (fn + tn),
    )
    return reader_performance(table.slice(), "ai", "yes").cuts["yes"]


READERS = {
    "AI alone": two_by_two(80, 30, 20, 170).measures,
    "Clinician alone": two_by_two(70, 20, 30, 180).measures,
    "Clinician with AI": two_by_two(90, 22, 10, 178).measures,
}


def changes() -> list[Estimate]:
    found: list[PairedDifference] = [
        paired_difference("sensitivity_difference", 68, 22, 2, 8),
        paired_difference("specificity_difference", 170, 8, 10, 12),
    ]
    return [each.difference for each in found]


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_the_title_says_what_reading_with_the_ai_changed(width: int) -> None:
    chart = reader_accuracy(READERS, changes=changes(), width=width)
    answer = charts.answer_of(chart)

    assert "sensitivity 20.0 points higher" in answer
    assert "no difference shown in specificity" in answer
    root = ET.fromstring(charts.svg(chart))
    assert root[1].text == charts.description_of(chart)
    assert "Clinician with AI 90" in charts.description_of(chart)


def test_readers_without_cases_say_so() -> None:
    nothing = {"AI alone": two_by_two(0, 0, 0, 0).measures}
    assert "not estimable" in charts.answer_of(reader_accuracy(nothing))
    assert charts.answer_of(reader_accuracy({})) == "No case was read"
    assert reader_rows(nothing).rows[0][2].startswith("No verified cases")
