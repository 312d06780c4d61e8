"""Realised net benefit: what it is at the ends of its range, and what it refuses."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.realised_net_benefit import realised_net_benefit

PEOPLE = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.9]), st.booleans()), min_size=1, max_size=30)


@given(PEOPLE, st.sampled_from([0.0, 0.2, 0.5]), st.integers(0, 30))
def test_with_room_for_everybody_it_is_net_benefit_and_with_none_nothing(people, threshold, capacity):
    risk, outcome = (np.array(each, dtype=float) for each in zip(*people, strict=True))
    flagged = risk >= threshold
    expected = (outcome[flagged].sum() - (1 - outcome[flagged]).sum() * threshold / (1 - threshold)) / len(risk)
    found = realised_net_benefit(risk, outcome, threshold, capacity=len(risk))
    assert found.realised == found.ignoring_capacity == pytest.approx(expected)
    assert realised_net_benefit(risk, outcome, threshold, capacity=0).realised == 0
    some = realised_net_benefit(risk, outcome, threshold, capacity=capacity, beyond=threshold)
    assert some.acted == some.flagged == flagged.sum()
    assert some.realised == pytest.approx(expected)


def test_of_equal_risks_the_first_given_are_acted_on():
    found = realised_net_benefit([0.5, 0.5, 0.5], [1, 0, 0], 0.5, capacity=1)
    assert found.realised == pytest.approx(1 / 3)
    assert (found.flagged, found.within_capacity, found.beyond_capacity) == (3, 1, 0)


@pytest.mark.parametrize(
    ("risk", "outcome", "options", "said"),
    [
        ([0.2], [1, 0], {}, "one each a person"),
        ([], [], {}, "one each a person"),
        ([1.2], [1], {}, "from 0 to 1"),
        ([math.nan], [1], {}, "from 0 to 1"),
        ([0.2], [2], {}, "0 or 1"),
        ([0.2], [1], {"threshold": 1.0}, "threshold is 1"),
        ([0.2], [1], {"beyond": 0.05}, "beyond is 0.05"),
        ([0.2], [1], {"capacity": -1}, "capacity is -1"),
        ([0.2], [1], {"capacity": 1.5}, "capacity is 1.5"),
    ],
)
def test_what_is_no_risk_outcome_threshold_or_capacity_is_refused(risk, outcome, options, said):
    asked = {"threshold": 0.1, "capacity": 1} | options
    with pytest.raises(ValueError, match=said):
        realised_net_benefit(risk, outcome, asked.pop("threshold"), **asked)
