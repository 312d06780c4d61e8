"""How the sample is shared out among units and users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, order=True)
class ReviewStratum:
    """One unit and user from whom items are drawn on their own; `population` counts the items there are."""

    unit: str
    user: str
    population: int

    @property
    def key(self) -> tuple[str, str]:
        """Unit and user."""
        return self.unit, self.user


@dataclass(frozen=True, slots=True)
class Allocation:
    """`sampled` of the items of a stratum are to be reviewed; each stands for `weight` items."""

    stratum: ReviewStratum
    sampled: int

    @property
    def weight(self) -> float | None:
        """Items of the population that one reviewed item stands for; None when none is drawn."""
        return self.stratum.population / self.sampled if self.sampled else None


def allocate(
    strata: Sequence[ReviewStratum],
    n: int,
    *,
    minimum: int = 1,
    spread: Mapping[tuple[str, str], float] | None = None,
) -> tuple[Allocation, ...]:
    """Share n items out among the strata, in the order given.

    Proportional to the population, or to population x spread when `spread` gives the expected standard deviation of
    each stratum by (unit, user) (Neyman 1934). Every stratum gets at least `minimum` items or all it has, and never
    more than it has; the rest is rounded by largest remainder (Hamilton), ties to the larger population, then by name.
    Raises ValueError when n cannot meet the minimum or exceeds the population, or a stratum is given twice.
    """
    if len({s.key for s in strata}) != len(strata):
        raise ValueError("Each unit and user may be given once: add their items up.")
    if minimum < 0 or any(s.population < 0 for s in strata):
        raise ValueError("The minimum and every population are 0 or more.")
    most = np.array([s.population for s in strata], dtype=np.float64)
    least = np.minimum(most, minimum)
    if not least.sum() <= n <= most.sum():
        raise ValueError(
            f"{n} items cannot be shared out: with at least {minimum} from each of {len(strata)} strata, "
            f"{int(least.sum())} to {int(most.sum())} can be reviewed."
        )
    weight = most * [1.0 if spread is None else _spread(spread, s) for s in strata]
    quota = _bounded_quota(weight, least, most, n)
    # A quota that is whole but for rounding is whole.
    floor = np.floor(quota + 1e-9)
    rest = quota - floor
    order = sorted(
        (i for i in range(len(strata)) if floor[i] < most[i]),
        key=lambda i: (-round(float(rest[i]), 9), -strata[i].population, strata[i].key),
    )
    floor[order[: round(n - floor.sum())]] += 1
    return tuple(Allocation(s, int(k)) for s, k in zip(strata, floor, strict=True))


def _spread(spread: Mapping[tuple[str, str], float], stratum: ReviewStratum) -> float:
    value = spread.get(stratum.key)
    if value is None or not value >= 0:
        raise ValueError(f"Give a standard deviation of 0 or more for {stratum.unit}, {stratum.user}.")
    return value


def _bounded_quota(
    weight: NDArray[np.float64], least: NDArray[np.float64], most: NDArray[np.float64], n: int
) -> NDArray[np.float64]:
    """Proportional to the weights within the bounds: the multiplier whose clipped quotas sum to n, by bisection."""
    low, high = 0.0, 1.0
    able = weight > 0
    top = np.where(able, most, least)
    if top.sum() < n:
        # Only strata without spread are left to take what the others cannot hold.
        spare = most - top
        return np.asarray(top + spare * (n - top.sum()) / spare.sum())
    if able.any():
        high = float(np.max(most[able] / weight[able]))
    for _ in range(200):
        middle = (low + high) / 2
        if np.clip(weight * middle, least, most).sum() < n:
            low = middle
        else:
            high = middle
    return np.clip(weight * high, least, most)
