"""Weights by comparing every criterion with the best and with the worst one: the linear best-worst method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

_MOST: Final = 9


@dataclass(frozen=True, slots=True)
class BestWorstWeights:
    """Weights that sum to 1 and how consistent the comparisons are.

    `xi` is the largest amount by which a weight misses a comparison; 0 when every comparison holds. `inconsistency` is
    the input-based ratio, from 0 (the comparisons agree with one another) to 1; `worst_at` the criterion it is largest
    at, None where all agree.
    """

    weights: Mapping[str, float]
    xi: float
    inconsistency: float
    worst_at: str | None


@dataclass(frozen=True, slots=True)
class WeightAgreement:
    """How far two sets of weights of the same person lie apart.

    `moved` is the share of all weight that would have to move from some criteria to others to make them the same;
    `largest_gap` is the largest difference of one criterion's weights (best-worst minus swing) and `criterion` where it
    is. `same_first` is True when a criterion is first in both.
    """

    moved: float
    largest_gap: float
    criterion: str
    same_first: bool


def best_worst_weights(
    best: str, worst: str, best_to_others: Mapping[str, int], others_to_worst: Mapping[str, int]
) -> BestWorstWeights:
    """Rezaei's (2016) linear model: the weights that keep the largest miss xi smallest.

    `best_to_others[c]` says how many times more the best criterion matters than c, `others_to_worst[c]` how many times
    more c matters than the worst, whole numbers from 1 to 9; both name every criterion. It is not the non-linear model
    of Rezaei 2015, whose weights differ wherever comparisons disagree. The inconsistency is Liang, Brunelli & Rezaei's
    (2020): the largest of |a_Bj x a_jW - a_BW| / (a_BW^2 - a_BW). Raises ValueError naming the criterion, the value and
    what is expected.
    """
    from scipy.optimize import linprog

    _check(best, worst, best_to_others, others_to_worst)
    names = list(best_to_others)
    n = len(names)
    rows = []
    for at, name in enumerate(names):
        for first, times, second in (
            (names.index(best), best_to_others[name], at),
            (at, others_to_worst[name], names.index(worst)),
        ):
            row = np.zeros(n + 1)
            row[first] += 1
            row[second] -= times
            rows += [np.append(row[:n], -1.0), np.append(-row[:n], -1.0)]
    solved = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=np.array(rows),
        b_ub=np.zeros(len(rows)),
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
    )
    if not solved.success:
        raise ValueError(f"The comparisons have no weights: {solved.message}")
    span = best_to_others[worst]
    misses = {
        name: abs(best_to_others[name] * others_to_worst[name] - span) / (span**2 - span) if span > 1 else 0.0
        for name in names
        if name not in (best, worst)
    }
    largest = max(misses, key=lambda name: misses[name], default=None)
    inconsistency = misses[largest] if largest is not None else 0.0
    weights = {name: float(weight) for name, weight in zip(names, solved.x[:n], strict=True)}
    return BestWorstWeights(weights, float(solved.x[n]), inconsistency, largest if inconsistency > 0 else None)


def agreement_with_swing(best_worst: Mapping[str, float], swing: Mapping[str, float]) -> WeightAgreement:
    """Compare a person's weights by both ways; raises ValueError when they do not name the same criteria."""
    if set(best_worst) != set(swing):
        odd = min(set(best_worst) ^ set(swing))
        raise ValueError(f"{odd} is in one of the two sets of weights only: weigh the same criteria in both ways.")
    gaps = {name: best_worst[name] - swing[name] for name in swing}
    widest = max(gaps, key=lambda name: abs(gaps[name]))
    firsts = [
        {name for name, weight in weights.items() if weight >= max(weights.values()) - 1e-9}
        for weights in (best_worst, swing)
    ]
    return WeightAgreement(sum(map(abs, gaps.values())) / 2, gaps[widest], widest, bool(firsts[0] & firsts[1]))


def _check(best: str, worst: str, best_to_others: Mapping[str, int], others_to_worst: Mapping[str, int]) -> None:
    if set(best_to_others) != set(others_to_worst) or len(best_to_others) < 2:
        odd = sorted(set(best_to_others) ^ set(others_to_worst))
        found = f"{odd[0]} is in one of them only" if odd else "there are fewer than two"
        raise ValueError(f"Compare the same two or more criteria with the best and with the worst: {found}.")
    for role, name in (("best", best), ("worst", worst)):
        if name not in best_to_others:
            raise ValueError(f"The {role} criterion {name!r} is not one of {', '.join(best_to_others)}.")
    if best == worst:
        raise ValueError(f"{best} is both the best and the worst criterion: choose two.")
    for against, values in ((f"the best, {best}", best_to_others), (f"the worst, {worst}", others_to_worst)):
        for name, value in values.items():
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST:
                raise ValueError(
                    f"{name} against {against}, is compared with {value!r}: give a whole number from 1 to {_MOST}."
                )
    for name, value in ((best, best_to_others[best]), (worst, others_to_worst[worst])):
        if value != 1:
            raise ValueError(f"{name} is compared with itself as {value}: give 1.")
    if best_to_others[worst] != others_to_worst[best]:
        raise ValueError(
            f"{best} against {worst} is {best_to_others[worst]} in one list and {others_to_worst[best]} in the other: "
            "give the same number in both."
        )
