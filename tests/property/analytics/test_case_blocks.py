"""Blocks of cases give the CUSUM by case wherever they are cut, and tell no block of fewer than eleven."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from attending.analytics.case_blocks import (
    FEWEST,
    MOST_A_MONTH,
    MOST_CASES,
    ODDS_RATIOS,
    Climb,
    MonthBlocks,
    climb,
    combine,
    cuts,
    month_blocks,
)
from attending.analytics.control_charts import (
    CaseMix,
    ChartDesign,
    LocalSetting,
    PeriodBlocks,
    PeriodCases,
    draw,
    set_up,
)
from attending.analytics.records import from_record, to_record
from attending.analytics.steiner import steiner_weights

CASES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=60)
MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
NUMBERS = st.lists(st.integers(0, 60), min_size=1, max_size=12)


def by_case(weights: NDArray[np.float64], start: float = 0.0) -> list[float]:
    """X = max(0, X + W), in plain Python."""
    path, level = [], start
    for weight in weights.tolist():
        level = max(0.0, level + weight)
        path.append(level)
    return path


def weights_of(cases: list[tuple[float, int]], odds_ratio: float) -> NDArray[np.float64]:
    with_event, without = steiner_weights([risk for risk, _ in cases], odds_ratio)
    return np.where(np.asarray([event for _, event in cases]) == 1, with_event, without)


@given(CASES, st.sampled_from([0.5, 1.25, 2.0]), st.floats(0, 5), st.data())
def test_any_cut_has_the_ends_and_the_peak_of_the_cusum_by_case(
    cases: list[tuple[float, int]], odds_ratio: float, start: float, data: st.DataObject
) -> None:
    weights = weights_of(cases, odds_ratio)
    inner = data.draw(st.sets(st.integers(1, len(cases) - 1))) if len(cases) > 1 else set()
    bounds = [0, *sorted(inner), len(cases)]
    path = by_case(weights, start)
    limit = data.draw(st.sampled_from(path)) + 1e-7
    level, blocks = start, []
    for first, last in pairwise(bounds):
        block = climb(weights[first:last])
        blocks.append(block)
        level, peak = block.after(level)
        assert level == pytest.approx(path[last - 1], abs=1e-9)
        assert peak == pytest.approx(max(path[first:last]), abs=1e-9)
        assert (peak > limit) == (max(path[first:last]) > limit)
    whole = blocks[0]
    for block in blocks[1:]:
        whole = combine(whole, block)
    assert whole.after(start) == pytest.approx((path[-1], max(path)), abs=1e-9)


@given(CASES, CASES, CASES)
def test_combining_is_associative(
    first: list[tuple[float, int]], second: list[tuple[float, int]], third: list[tuple[float, int]]
) -> None:
    one, two, three = (climb(weights_of(each, 2.0)) for each in (first, second, third))
    left, right = combine(combine(one, two), three), combine(one, combine(two, three))
    for name in Climb.__slots__:
        assert getattr(left, name) == pytest.approx(getattr(right, name), abs=1e-9)


def test_nothing_is_taken_together_across_a_month_of_too_many_cases() -> None:
    labelled = dict(zip(MONTHS, (30, 5, MOST_CASES + 1, 6, 7, MOST_CASES), strict=False))
    found = cuts(labelled)
    assert list(found) == [MONTHS[0], MONTHS[3], MONTHS[4], MONTHS[5]]
    assert found[MONTHS[4]].since == MONTHS[3]


@given(NUMBERS)
def test_every_case_is_in_one_block_of_at_least_eleven_or_waits(numbers: list[int]) -> None:
    labelled = dict(zip(MONTHS, numbers, strict=False))
    found = cuts(labelled)
    taken: dict[str, int] = {}
    for month, cut in found.items():
        assert cut.since <= month <= cut.period
        taken[cut.period] = taken.get(cut.period, 0) + labelled[month]
    for cut in set(found.values()):
        assert cut.size >= FEWEST
        assert 1 <= cut.blocks <= MOST_A_MONTH
        assert taken[cut.period] - cut.size * cut.blocks in range(cut.blocks)
    waiting = [month for month, number in labelled.items() if number and month not in found]
    assert sum(labelled[month] for month in waiting) < FEWEST
    assert all(month > cut for month in waiting for cut in found)


@given(st.lists(st.integers(5, 90), min_size=2, max_size=8), st.integers(0, 2**32 - 1), st.sampled_from(ODDS_RATIOS))
def test_the_chart_from_blocks_is_the_chart_from_cases(sizes: list[int], seed: int, odds_ratio: float) -> None:
    rng = np.random.default_rng(seed)
    risks = [rng.beta(1, 6, size) for size in sizes]
    events = [(rng.random(len(each)) < np.minimum(2 * each, 1)).astype(np.int64) for each in risks]
    found = cuts(dict(zip(MONTHS, sizes, strict=False)))
    cases, blocks = [], []
    for cut in dict.fromkeys(found.values()):
        inside = [i for i in range(len(sizes)) if found.get(MONTHS[i]) is cut]
        risk, event = np.concatenate([risks[i] for i in inside]), np.concatenate([events[i] for i in inside])
        cases.append(PeriodCases(cut.period, risk, event))
        kept = from_record(MonthBlocks, json.loads(json.dumps(to_record(month_blocks(cut, risk, event)))))
        blocks.append(PeriodBlocks.of(kept, None).only(odds_ratio))
    if not cases:
        return
    design = ChartDesign("ra_cusum", "oe", (), reference="model", odds_ratio=odds_ratio, programs=100)
    by_cases, by_blocks = (draw(design, rows, setups=[SETUP]) for rows in (cases, blocks))
    for one, other in zip(by_cases.points, by_blocks.points, strict=True):
        assert (one.n, one.flags) == (other.n, other.flags)
        assert (other.value, other.downward) == pytest.approx((one.value, one.downward), abs=1e-9)
        assert other.observed == pytest.approx(one.observed)
    assert [(s.period, s.side) for s in by_blocks.signals] == [(s.period, s.side) for s in by_cases.signals]
    assert by_blocks.path[-1].cases == len(cases[-1].risk)
    avoided = draw(ChartDesign("ra_vlad", "oe", (), reference="model", odds_ratio=odds_ratio), blocks, setups=[SETUP])
    expected_less_observed = sum(float(each.risk.sum() - each.event.sum()) for each in cases)
    assert avoided.path[-1].value == pytest.approx(expected_less_observed, abs=1e-9)
    assert avoided.points[-1].value == pytest.approx(expected_less_observed, abs=1e-9)
    assert [s.period for s in avoided.signals] == [s.period for s in by_blocks.signals]


SETUP = set_up(
    ChartDesign("ra_cusum", "oe", (), reference="model", programs=200), LocalSetting((50.0,), CaseMix.of([0.05, 0.2]))
)
