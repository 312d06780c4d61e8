"""Funnel plots against exact tail probabilities and simulation."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import stats

from attending.analytics.control_charts import FunnelChart, Unit, funnel
from attending.analytics.records import from_record, to_record


@pytest.mark.parametrize("law", ["poisson", "binomial"])
def test_limits_are_the_interpolated_exact_quantiles(law: str) -> None:
    chart = funnel("oe", [Unit("A", 12, 40.0), Unit("B", 9, 100.0)], law=law, target=0.2)
    for point in chart.points:
        whole = stats.poisson(0.2 * point.size) if law == "poisson" else stats.binom(int(point.size), 0.2)
        for limit, tail in ((point.low[0], 0.025), (point.high[1], 0.999)):
            count = limit * point.size
            # The limit lies within one event of the quantile, and interpolates the distribution function there.
            assert whole.cdf(np.floor(count - 1e-9)) <= tail <= whole.cdf(np.ceil(count + 1e-9))
            assert np.interp(
                count, [np.floor(count), np.floor(count) + 1], whole.cdf([np.floor(count), np.floor(count) + 1])
            ) == pytest.approx(tail, abs=1e-9)


def test_units_beyond_are_told_apart() -> None:
    units = [Unit("usual", 100, 100.0), Unit("high", 122, 100.0), Unit("very high", 140, 100.0), Unit("low", 60, 100.0)]
    chart = funnel("oe", units, target=1.0)
    assert [(p.beyond, p.side) for p in chart.points] == [
        (None, "none"),
        (0.95, "high"),
        (0.998, "high"),
        (0.998, "low"),
    ]
    assert from_record(FunnelChart, json.loads(json.dumps(to_record(chart)))) == chart


@pytest.mark.parametrize("overdispersion", ["multiplicative", "additive"])
def test_over_dispersed_units_are_not_all_outliers(overdispersion: str) -> None:
    rng = np.random.default_rng(3)
    size = rng.uniform(100, 900, 80)
    observed = rng.poisson(size * np.exp(rng.normal(0, 0.15, 80)))
    units = [Unit(str(i), int(o), float(e)) for i, (o, e) in enumerate(zip(observed, size, strict=True))]
    naive, fair = funnel("oe", units), funnel("oe", units, overdispersion=overdispersion)
    assert sum(p.beyond is not None for p in naive.points) > 25
    assert sum(p.beyond is not None for p in fair.points) <= 12
    assert fair.dispersion > (1 if overdispersion == "multiplicative" else 0)


def test_without_variation_between_units_nothing_is_added() -> None:
    rng = np.random.default_rng(5)
    shares, factors = [], []
    for _ in range(200):
        units = [Unit(str(i), int(rng.poisson(50)), 50.0) for i in range(30)]
        shares.append(np.mean([p.beyond is not None for p in funnel("oe", units, target=1.0).points]))
        factors.append(funnel("oe", units, target=1.0, overdispersion="multiplicative").dispersion)
    assert np.mean(shares) == pytest.approx(0.05, abs=0.012)
    assert np.median(factors) < 1.15


def test_what_cannot_be_judged_says_why() -> None:
    assert funnel("oe", []).reason == "There are no units; at least 1 needed"
    assert funnel("oe", [Unit("A", 0, 10.0)]).reason == "No events in 1 units; at least 1 event needed"
    few = funnel("oe", [Unit("A", 4, 10.0)], overdispersion="additive")
    assert few.reason == "1 units; at least 10 needed to tell how much units differ (9 more)"
    assert few.points[0].low is None
    with pytest.raises(ValueError, match="cannot be compared"):
        funnel("rate", [Unit("A", 11, 10.0)], law="binomial")
