"""Groups compared: against other implementations, published intervals, and simulation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from attending.analytics import NOT_RECORDED, ScoreTable, Stratum
from attending.analytics.discrimination import auroc
from attending.analytics.equity import EquityReview, Requirements, compare_groups, join_parts, rest_of, split_parts
from attending.analytics.equity.contrast import Spread, difference_limits, difference_p, ratio_limits
from attending.analytics.equity.multiplicity import holm, simultaneous_quantile
from attending.analytics.estimate import Z
from attending.analytics.limits import Sampled
from attending.analytics.records import from_record, to_record

T = Decimal("0.29")
Floats = NDArray[np.float64]
_TEXT = st.text(alphabet="x\\ aé", max_size=8)


@given(st.lists(_TEXT, min_size=2, max_size=4))
def test_combined_names_are_taken_apart_as_they_were_joined(parts: list[str]) -> None:
    assert len({join_parts(parts), join_parts([*parts, "a"])}) == 2
    if all(part for part in parts):
        assert split_parts(join_parts(parts)) == tuple(parts)


def _log(rng: np.random.Generator, n: int) -> tuple[Floats, Floats, list[str | None], list[str]]:
    sex = [("female", "male", None)[i] for i in rng.choice(3, n, p=[0.5, 0.4, 0.1])]
    site = [("north", "south")[i] for i in rng.integers(0, 2, n)]
    x = rng.normal(-1, 1, n) + 0.7 * np.array([s == "north" for s in site])
    y = rng.random(n) < 1 / (1 + np.exp(-x))
    return np.round(1 / (1 + np.exp(-x)), 3), y.astype(np.float64), sex, site


def _table(n: int = 3000, seed: int = 1) -> ScoreTable:
    score, outcome, sex, site = _log(np.random.default_rng(seed), n)
    both = [join_parts((s or NOT_RECORDED, p)) for s, p in zip(sex, site, strict=True)]
    attributes: dict[str, Sequence[object]] = {"sex": sex, "site": site, "sex x site": both}
    return ScoreTable.from_arrays(score, outcome, attributes=attributes, period="2026-01", thresholds=(T,))


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_rest_is_everyone_without_the_level(seed: int) -> None:
    score, outcome, sex, _ = _log(np.random.default_rng(seed), 120)
    outcome[:9] = np.nan
    table = ScoreTable.from_arrays(score, outcome, attributes={"sex": sex}, period="2026-01", thresholds=(T,))
    keep = np.array([s != "female" for s in sex])
    other = ScoreTable.from_arrays(score[keep], outcome[keep], period="2026-01", thresholds=(T,))
    rest, alone = rest_of(table, Stratum("sex", "female")), other.slice(other.strata[0])
    for name in ("bin", "n", "labelled", "positive", "passed"):
        assert np.array_equal(getattr(rest, name), getattr(alone, name))
    assert np.allclose(rest.score_sum, alone.score_sum, atol=1e-12)
    assert auroc(rest).value == pytest.approx(auroc(alone).value)


def _share(k: int, n: int) -> Spread:
    return Spread(Sampled("sensitivity", k / n, math.sqrt(k / n * (1 - k / n) / n), n))


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0000),
    ],
)
def test_differences_of_shares_are_newcombes(a: int, m: int, b: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    found = difference_limits(_share(a, m), _share(b, n), Z)
    assert found == pytest.approx((low, high), abs=6e-5)


@given(st.integers(0, 20), st.integers(1, 30))
def test_p_is_where_the_interval_first_touches_no_difference(k: int, more: int) -> None:
    first, second = _share(k, 20 + more), _share(3, 25)
    p = difference_p(first, second)
    low, high = difference_limits(first, second, Z)
    assert (p < 0.05) == (low > 0 or high < 0)


def test_holm_equals_an_independent_implementation() -> None:
    from statsmodels.stats.multitest import multipletests

    p = [0.01, 0.04, 0.03, 0.005, 0.9, 0.04]
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert simultaneous_quantile(1) == pytest.approx(Z)
    assert simultaneous_quantile(10) == pytest.approx(2.7996, abs=1e-3)


def test_pooled_risk_ratio_equals_mantel_haenszel() -> None:
    from statsmodels.stats.contingency_tables import StratifiedTable

    table = _table()
    review = compare_groups(table, attributes=["sex"], measures=["event_rate"], conditional_on="site")
    counts = []
    for site in ("north", "south"):
        level = table.slice(Stratum("sex x site", join_parts(("female", site))))
        whole = table.slice(Stratum("site", site))
        a, n1 = level.events, level.total_labelled
        c, n0 = whole.events - a, whole.total_labelled - n1
        counts.append([[a, n1 - a], [c, n0 - c]])
    oracle = StratifiedTable([np.array(t, dtype=float) for t in counts])
    pooled = next(p for p in review.pooled if p.level == "female")
    assert pooled.ratio.value == pytest.approx(oracle.riskratio_pooled)
    weights = [sum(t[0]) * sum(t[1]) / (sum(t[0]) + sum(t[1])) for t in counts]
    differences = [t[0][0] / sum(t[0]) - t[1][0] / sum(t[1]) for t in counts]
    assert pooled.difference.value == pytest.approx(np.average(differences, weights=weights))
    assert pooled.degrees == 1
    assert len([c for c in review.within if c.within == "north"]) == 3


def test_a_group_with_too_few_data_gets_no_number() -> None:
    score, outcome, sex, _ = _log(np.random.default_rng(5), 900)
    sex[:] = ["rare" if i < 12 else s for i, s in enumerate(sex)]
    table = ScoreTable.from_arrays(score, outcome, attributes={"sex": sex}, period="2026-01", thresholds=(T,))
    review = compare_groups(table)
    rare = [c for c in review.comparisons if c.level == "rare"]
    assert len(rare) == 11
    for each in rare:
        assert (each.difference.value, each.ratio.value, each.of_level.value, each.p) == (None, None, None, None)
        assert "more needed" in (each.difference.reason or "")
        assert each.shortfalls[0].more > 0
    gaps = {g.measure: g for g in review.gaps}
    assert "rare" in gaps["sensitivity"].left_out
    assert any(c.level == NOT_RECORDED for c in review.comparisons)
    looser = compare_groups(table, requirements=Requirements({"flag_rate": 0.6}, fewest=5), measures=["flag_rate"])
    assert next(c for c in looser.comparisons if c.level == "rare").difference.estimable


def test_the_planned_number_gives_the_wanted_width() -> None:
    table = _table(20_000)
    review = compare_groups(table, measures=["auroc"], requirements=Requirements({"auroc": 0.004}))
    needed = review.comparisons[0].shortfalls[0].needed
    n = int(needed / np.mean(_log(np.random.default_rng(9), 20_000)[1]))
    estimate = auroc(_table(n, seed=4).slice(Stratum("overall", "all")))
    assert estimate.low is not None
    assert estimate.high is not None
    assert (estimate.high - estimate.low) / 2 == pytest.approx(0.004, rel=0.1)


def test_references_families_and_records() -> None:
    table = _table()
    named = compare_groups(table, attributes=["sex", "site"], reference={"sex": "male", "site": "north"})
    assert {c.reference for c in named.comparisons} == {"male", "north"}
    largest = compare_groups(table, attributes=["sex"], reference="largest", measures=["ppv"])
    assert {c.reference for c in largest.comparisons} == {"female"}
    for each in named.comparisons:
        if each.p is not None and each.difference.low is not None:
            assert each.p_holm is not None
            assert each.p_holm >= each.p
            assert each.simultaneous_difference is not None
            assert each.simultaneous_difference.low <= each.difference.low
    crossed = compare_groups(table, attributes=["sex x site"], measures=["brier"])
    assert len(crossed.comparisons) == 6
    assert from_record(EquityReview, to_record(named)) == named
    with pytest.raises(ValueError, match="no attribute"):
        compare_groups(table, attributes=["age"])
    with pytest.raises(ValueError, match="No reference level"):
        compare_groups(table, attributes=["sex"], reference={"sex": "other"})
    with pytest.raises(ValueError, match="does not combine"):
        compare_groups(table, attributes=["sex x site"], conditional_on="site")


@pytest.mark.parametrize(("n", "m", "p", "q"), list(product([12, 40], [300], [0.05, 0.5], [0.1, 0.6])))
def test_differences_of_shares_cover(n: int, m: int, p: float, q: float) -> None:
    rng = np.random.default_rng(3)
    runs = 1500
    inside = 0
    for a, b in zip(rng.binomial(n, p, runs), rng.binomial(m, q, runs), strict=True):
        low, high = difference_limits(_share(int(a), n), _share(int(b), m), Z)
        inside += low <= p - q <= high
    assert 0.93 <= inside / runs <= 0.999


def test_ratios_of_shares_cover() -> None:
    rng = np.random.default_rng(4)
    runs, inside, used = 1500, 0, 0
    for a, b in zip(rng.binomial(40, 0.3, runs), rng.binomial(200, 0.2, runs), strict=True):
        if a and b:
            used += 1
            low, high = ratio_limits(_share(int(a), 40), _share(int(b), 200), Z)
            inside += low <= 1.5 <= high
    assert 0.93 <= inside / used <= 0.98


def test_families_hold_together_and_chance_signals_rarely() -> None:
    """Twelve levels that do not differ: the share of logs with any signal, over the family, stays near 5 %."""
    rng = np.random.default_rng(6)
    runs, signals, outside = 40, 0, 0
    for _ in range(runs):
        n = 2400
        score = np.round(rng.beta(2, 4, n), 3)
        outcome = (rng.random(n) < score).astype(np.float64)
        unit = [f"unit {i}" for i in rng.integers(0, 12, n)]
        table = ScoreTable.from_arrays(score, outcome, attributes={"unit": unit}, period="2026-01")
        found = compare_groups(table, measures=["event_rate"]).comparisons
        signals += any((c.p_holm or 1.0) < 0.05 for c in found)
        bands = [c.simultaneous_difference for c in found if c.simultaneous_difference]
        outside += any(b.low > 0 or b.high < 0 for b in bands)
    assert signals <= 6
    assert outside <= 6
