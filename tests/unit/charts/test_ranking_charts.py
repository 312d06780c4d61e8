"""Value, ranks and weights of a panel: the answer first, fit for a strict page and for a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import altair as alt
import numpy as np
import pytest

from attending import charts
from attending.analytics.preference import PanelJudgements, PanelRanking, rank_panel
from tests.unit.charts.pictures import text_sizes

CRITERIA = tuple(f"Criterion {at}" for at in range(1, 9))


def ranking(items: tuple[str, ...] = ("Sepsis alert", "Letters", "Fall risk"), top: int = 1) -> PanelRanking:
    scores = np.tile(np.linspace(9, 1, len(items)).round()[None, :, None], (4, 1, len(CRITERIA)))
    scores[0] = scores[0, ::-1]
    weights = np.ones((4, len(CRITERIA)))
    weights[:, 2] = 3
    return rank_panel(
        PanelJudgements(items, CRITERIA, tuple("abcd"), scores, np.zeros((4, len(items)), dtype=bool), weights),
        top=top,
        samples=200,
    )


WEIGHTS = {"Equity": [0.2, 0.2, 0.2, 0.7], "Safety": [0.4, 0.4, 0.4, 0.2], "Evidence": [0.4, 0.4, 0.4, 0.1]}
CHARTS: dict[str, Callable[[PanelRanking, int], alt.LayerChart]] = {
    "value": lambda found, width: charts.value_contributions(found, width=width),
    "ranks": lambda found, width: charts.rank_acceptability(found, width=width),
    "weights": lambda _, width: charts.weight_spread(WEIGHTS, width=width),
}
every_chart = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)


@every_chart
@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_a_chart_is_one_accessible_picture_whose_words_can_be_read(
    draw: Callable[[PanelRanking, int], alt.LayerChart], width: int
) -> None:
    chart = draw(ranking(), width)
    root = ET.fromstring(charts.svg(chart))
    assert root[0].text == charts.answer_of(chart)
    assert root[1].text == charts.description_of(chart)
    assert min(text_sizes(root)) >= 12
    assert "style" not in charts.svg(chart)


@every_chart
def test_a_chart_satisfies_the_whole_schema(draw: Callable[[PanelRanking, int], alt.LayerChart]) -> None:
    draw(ranking(), charts.WIDE).to_dict(validate=True)


@every_chart
def test_one_use_case_and_fewer_than_all_places_are_drawn(
    draw: Callable[[PanelRanking, int], alt.LayerChart],
) -> None:
    assert charts.svg(draw(ranking(("Alone",)), charts.NARROW)).startswith("<svg")


def test_value_names_the_first_and_what_carries_it() -> None:
    chart = charts.value_contributions(ranking())
    assert charts.answer_of(chart) == (
        "Sepsis alert is worth most to the panel, 75 of 100; criterion 3 adds most to it"
    )


def test_a_value_whose_parts_are_not_told_is_one_bar() -> None:
    found = ranking()
    hidden = replace(found, items=(replace(found.items[0], contributions={}), *found.items[1:]))
    chart = charts.value_contributions(hidden)
    assert charts.answer_of(chart) == "Sepsis alert is worth most to the panel, 75 of 100"
    assert "A bar in one piece: its parts are not told." in charts.note_of(chart)
    first, second = charts.value_rows(hidden).rows[:2]
    assert first[1] == "75"
    assert set(first[2:]) == {"\N{EN DASH}"}
    assert "\N{EN DASH}" not in second


def test_level_use_cases_are_told_as_level() -> None:
    found = rank_panel(
        PanelJudgements(
            ("A", "B"), ("Equity",), ("p", "q", "r"), np.full((3, 2, 1), 5.0), np.zeros((3, 2), bool), np.ones((3, 1))
        ),
        top=1,
        samples=200,
    )
    assert charts.answer_of(charts.value_contributions(found)) == (
        "A and 1 more are worth most to the panel, 50 of 100"
    )


def test_ranks_say_how_much_of_the_choice_is_settled() -> None:
    assert charts.answer_of(charts.rank_acceptability(ranking(top=2))).startswith("For 2 places")


def test_weights_say_where_the_panelists_differ() -> None:
    told = charts.answer_of(charts.weight_spread(WEIGHTS)).replace("\N{NO-BREAK SPACE}", " ")
    assert told == "They differ most about equity: from 20 % to 70 % of a person's weight"
    alike = charts.weight_spread({"Equity": [0.5] * 3, "Safety": [0.5] * 3})
    assert charts.answer_of(alike) == "All panelists weigh alike"


def test_a_long_list_shows_its_head_and_the_table_all() -> None:
    found = ranking(tuple(f"Use case {number}" for number in range(30)), top=4)
    assert "The first 20 of 30." in charts.note_of(charts.value_contributions(found))
    assert len(charts.value_rows(found).rows) == len(charts.rank_rows(found).rows) == 30


def test_a_name_cannot_write_markup() -> None:
    picture = charts.responsive_svg(
        lambda width: charts.value_contributions(ranking(("<b>bold</b>", "L" * 90)), width=width)
    )
    assert "<b>" not in picture
