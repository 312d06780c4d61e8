"""The score table: what it holds, what it refuses, and how slices are taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from attending.analytics import NOT_RECORDED, OVERALL, ScoreTable, Stratum

T = Decimal("0.29")


def table(**changes: Any) -> ScoreTable:
    """Six rows: two months, two levels of sex and one missing, one row without an outcome."""
    given = {
        "score": [0.1, 0.29, 0.29, 0.5, 0.9, 0.5],
        "outcome": [0, 0, 1, None, 1, 0],
        "attributes": {"sex": ["f", "m", "f", "m", None, "f"]},
        "period": ["2026-02", "2026-01", "2026-02", "2026-02", "2026-01", "2026-01"],
        "thresholds": [Decimal("0.5"), T],
    } | changes
    return ScoreTable.from_arrays(given.pop("score"), given.pop("outcome"), **given)


def test_strata_are_everyone_then_each_level_with_missing_as_its_own() -> None:
    assert table().strata == (OVERALL, Stratum("sex", "f"), Stratum("sex", "m"), Stratum("sex", NOT_RECORDED))
    assert table().periods == ("2026-01", "2026-02")
    assert table().thresholds == (T, Decimal("0.5"))


def test_a_slice_joins_months_and_orders_bins_by_score() -> None:
    everyone = table().slice(OVERALL)
    assert everyone.score_low.tolist() == [0.1, 0.29, 0.5, 0.9]
    assert everyone.n.tolist() == [1, 2, 2, 1]
    assert everyone.labelled.tolist() == [1, 2, 1, 1]
    assert everyone.positive.tolist() == [0, 1, 0, 1]
    assert everyone.passed.tolist() == [0, 1, 2, 2]
    assert everyone.score_sum.tolist() == pytest.approx([0.1, 0.58, 0.5, 0.9])
    assert everyone.score_sum_all.tolist() == pytest.approx([0.1, 0.58, 1.0, 0.9])
    assert everyone.score_outcome_sum.tolist() == pytest.approx([0, 0.29, 0, 0.9])
    assert everyone.periods == ("2026-01", "2026-02")


def test_a_slice_of_one_month_and_level() -> None:
    women = table().slice(Stratum("sex", "f"), "2026-02")
    assert (women.total, women.total_labelled, women.events) == (2, 2, 1)
    assert women.periods == ("2026-02",)


def test_an_absent_stratum_or_month_is_named() -> None:
    with pytest.raises(KeyError, match="no stratum"):
        table().slice(Stratum("sex", "x"))
    with pytest.raises(KeyError, match="no month '2030-01'"):
        table().slice(OVERALL, "2030-01")


def test_a_score_exactly_at_a_threshold_is_flagged() -> None:
    """0.29 and 0.57 lie below themselves when a threshold passes through whole per cents."""
    for text in ("0.29", "0.57", "0.58"):
        one = ScoreTable.from_arrays([float(text)], [1], period="2026-01", thresholds=[Decimal(text)])
        assert one.passed.tolist() == [
            1,
        ]


def test_minus_zero_is_zero() -> None:
    assert len(ScoreTable.from_arrays([0.0, -0.0], [0, 1], period="2026-01")) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"score": [0.1, 0.2, 0.3, 0.4, 0.5, 1.5]}, r"probability in \[0, 1\]"),
        ({"score": [0.1, 0.2, 0.3, 0.4, 0.5, float("nan")]}, r"probability in \[0, 1\]"),
        ({"outcome": [0, 1, 2, 0, 1, 0]}, "0, 1, or missing"),
        ({"outcome": [0, 1]}, "6 scores but 2 values of outcome"),
        ({"period": ["2026-01"]}, "6 scores but 1 values of period"),
        ({"attributes": {"sex": ["f"]}}, "6 scores but 1 values of sex"),
        ({"thresholds": [Decimal("1.5")]}, "a Decimal in"),
    ],
)
def test_rows_that_cannot_be_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        table(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n": [1, 2]}, "equal lengths"),
        ({"thresholds": (Decimal("0.5"), T)}, "ascend"),
        ({"thresholds": (0.29, 0.5)}, "Decimal"),
        ({"periods": ("2026-02", "2026-01")}, "ascend"),
        ({"strata": (OVERALL, OVERALL, Stratum("sex", "m"), Stratum("sex", "f"))}, "once"),
        ({"strata": (OVERALL,)}, "stratum that is not listed"),
        ({"periods": ("2026-01",)}, "period that is not listed"),
        ({"thresholds": (T,)}, "more thresholds than there are"),
        ({"positive": 9}, "positive <= labelled <= n"),
        ({"score_high": 2.0}, "score_low <= score_high"),
        ({"score_low": float("nan")}, "score_low <= score_high"),
        ({"score_high": 1.0}, "one score value per bin"),
        ({"passed": 1}, "the thresholds its scores reach"),
        ({"bin": 7}, "different bins"),
    ],
)
def test_cells_that_contradict_one_another_are_refused(changes: dict[str, Any], message: str) -> None:
    whole = table()
    filled = {k: np.full(len(whole), v) if isinstance(v, int | float) else v for k, v in changes.items()}
    with pytest.raises(ValueError, match=message):
        replace(whole, **filled)


def test_two_ways_of_binning_do_not_merge() -> None:
    january = ScoreTable.from_arrays([0.11, 0.19, 0.31], [0, 1, 0], period="2026-01").coarsened(10)
    february = ScoreTable.from_arrays([0.11, 0.19, 0.31], [0, 1, 0], period="2026-02").coarsened(7)
    with pytest.raises(ValueError, match="different bins"):
        ScoreTable.merge([january, february])


def test_tables_that_do_not_fit_together_say_why() -> None:
    with pytest.raises(ValueError, match="at least one"):
        ScoreTable.merge([])
    with pytest.raises(ValueError, match=r"different thresholds .*0\.29, 0\.5 and none"):
        ScoreTable.merge([table(), table(thresholds=[])])
    with pytest.raises(ValueError, match="exact and a binned"):
        ScoreTable.merge([table(), table().coarsened(10)])
    with pytest.raises(ValueError, match="at least one bin"):
        table().coarsened(0)


def test_merging_brings_strata_and_months_together() -> None:
    north = ScoreTable.from_arrays([0.2], [0], attributes={"site": ["north"]}, period="2026-02")
    south = ScoreTable.from_arrays([0.2], [1], attributes={"site": ["south"]}, period="2026-01")
    merged = ScoreTable.merge([south, north])
    assert merged.strata == (OVERALL, Stratum("site", "north"), Stratum("site", "south"))
    assert merged.periods == ("2026-01", "2026-02")
    assert merged.slice(OVERALL).n.tolist() == [2]
    assert merged.slice(Stratum("site", "south")).events == 1


def test_coarse_bins_never_straddle_a_threshold() -> None:
    coarse = table().coarsened(1)
    assert not coarse.exact
    assert coarse.slice(OVERALL).n.tolist() == [1, 2, 3]
    assert coarse.slice(OVERALL).score_high.tolist() == [0.1, 0.29, 0.9]


def test_an_empty_log_makes_an_empty_table() -> None:
    empty = ScoreTable.from_arrays([], [], period="2026-01", thresholds=[T])
    assert (len(empty), empty.periods) == (0, ())
    assert empty.slice(OVERALL).total == 0
    assert len(empty.coarsened(10)) == 0


def test_tables_with_the_same_cells_are_equal() -> None:
    assert table() == table()
    assert table() != table(outcome=[0, 0, 1, None, 1, 1])
    assert table() != "a table"


def test_a_bin_over_a_threshold_is_refused_even_when_each_cell_lies_on_one_side() -> None:
    """Two strata may each hold one side of a bin; together they show that the threshold is no edge."""
    whole = ScoreTable.from_arrays([0.2, 0.3], [0, 1], attributes={"a": ["x", "y"]}, period="2026-01", thresholds=[T])
    with pytest.raises(ValueError, match="straddles a threshold"):
        replace(whole, exact=False, bin=np.zeros(len(whole)))
