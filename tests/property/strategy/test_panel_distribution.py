"""Whatever a panel scored, no median that is shown is that of fewer than three people, nor can one be reckoned."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attending.strategy.rules.panel import SHOWN_FROM
from attending.strategy.rules.panel_distribution import OTHERS, group_medians

GIVEN = st.lists(st.tuples(st.sampled_from(["Medicine", "Nursing", "Pharmacy", "Operations"]), st.integers(1, 9)))


@given(GIVEN)
def test_every_group_shown_and_everybody_else_are_three_or_more(scores: list[tuple[str, int]]) -> None:
    shown = group_medians(scores)
    assert all(each.n >= SHOWN_FROM for each in shown)
    if shown:
        assert sum(each.n for each in shown) == len(scores), "nobody is left over to be reckoned"
        assert len(shown) > 1


@given(GIVEN)
def test_a_median_is_that_of_its_group(scores: list[tuple[str, int]]) -> None:
    for each in group_medians(scores):
        if each.group != OTHERS:
            own = sorted(value for group, value in scores if group == each.group)
            assert own[0] <= each.median <= own[-1]
            assert each.n == len(own)


@given(GIVEN)
def test_the_order_of_the_panelists_plays_no_part(scores: list[tuple[str, int]]) -> None:
    assert group_medians(scores) == group_medians(scores[::-1])
