"""How often each use case had a place: the answer first, verdicts in words, fit for a strict page and for a phone."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from attending import charts
from attending.analytics.preference import PanelJudgements, PanelRanking, rank_panel
from tests.unit.charts.pictures import text_sizes


def ranking(items: tuple[str, ...] = ("Sepsis alert", "Letters", "Fall risk"), top: int = 1) -> PanelRanking:
    scores = np.tile(np.linspace(9, 1, len(items)).round()[None, :, None], (3, 1, 2))
    return rank_panel(
        PanelJudgements(
            items,
            ("benefit", "equity"),
            ("Okafor", "Huang", "Novak"),
            scores,
            np.zeros((3, len(items)), dtype=bool),
            np.ones((3, 2)),
        ),
        top=top,
        samples=200,
    )


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_the_title_counts_and_each_bar_says_its_verdict(width):
    chart = charts.places(ranking(), width=width)
    assert charts.answer_of(chart) == "1 stable winner, 0 contested and 2 clear no for 1 place"
    assert "Share of 200 re-runs in which each came first" in charts.note_of(chart)
    root = ET.fromstring(charts.svg(chart))
    drawn = " ".join(root.itertext())
    assert "stable winner" in drawn
    assert "Fall risk" in drawn
    assert all(size >= 12 for size in text_sizes(root))
    assert "Letters 0" in charts.description_of(chart)


def test_a_chart_satisfies_the_whole_schema():
    charts.places(ranking()).to_dict(validate=True)


def test_a_long_list_shows_its_head_and_says_so():
    chart = charts.places(ranking(tuple(f"Use case {number}" for number in range(30)), top=4))
    assert "the first 20 of 30 use cases" in charts.note_of(chart)
    assert "Use case 25" not in charts.description_of(chart)


def test_a_name_cannot_write_markup_and_a_long_one_is_cut():
    picture = charts.responsive_svg(lambda width: charts.places(ranking(("<b>bold</b>", "L" * 80)), width=width))
    assert "<b>" not in picture
    assert "L" * 80 not in ET.fromstring(picture)[0][0].itertext()
