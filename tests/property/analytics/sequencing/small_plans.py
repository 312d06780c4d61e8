"""Small planning questions of every kind from a seed, and their best plan by trying every plan there is."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from attending.analytics.sequencing import (
    After,
    Capability,
    EitherOr,
    Initiative,
    Limits,
    Must,
    Never,
    Problem,
    StartIn,
    Together,
    Wish,
    breaches,
    set_aside,
    value_of,
)


def small_plan(seed: int, *, wishes: bool = True) -> Problem:
    """3 to 5 initiatives over 2 to 4 quarters: decimals, gaps in limits, upkeep, what has started, wishes at odds."""
    rng = np.random.default_rng(seed)
    count, quarters = int(rng.integers(3, 6)), int(rng.integers(2, 5))
    keys = [f"C{k}" for k in range(3)]
    initiatives = tuple(_initiative(rng, i, keys) for i in range(count))
    capabilities = tuple(
        Capability(
            key,
            f"Capability {key}",
            available=int(rng.integers(0, quarters)) if rng.random() < 0.4 else None,
            end_value=float(rng.integers(0, 30)),
        )
        for key in keys
    )
    limits = Limits(
        {"hours": tuple(None if rng.random() < 0.1 else float(x) / 10 for x in rng.integers(20, 110, quarters))},
        {"ICU": tuple(float(x) for x in rng.integers(2, 6, quarters))},
        {"high": (1.0,) * quarters, "all": (3.0,) * quarters},
        {"low": (2.0,) * quarters},
    )
    names = tuple(f"Q{t + 1}" for t in range(quarters))
    asked = _wishes(rng, [each.key for each in initiatives], quarters) if wishes else ()
    problem = Problem(names, initiatives, capabilities, limits, asked, 0.97, int(rng.integers(0, 3)))
    return set_aside(problem)[0]


def best_by_enumeration(problem: Problem) -> float | None:
    """The value of the best of all plans; None: none keeps everything."""
    choices = [
        [each.start] if each.start is not None else [None, *problem.start_quarters(each)]
        for each in problem.initiatives
    ]
    best = None
    for chosen in itertools.product(*choices):
        pairs = zip(problem.initiatives, chosen, strict=True)
        starts = {each.key: at for each, at in pairs if at is not None}
        value = value_of(problem, starts)
        if (best is None or value > best) and not breaches(problem, starts):
            best = value
    return best


def _initiative(rng: np.random.Generator, i: int, keys: list[str]) -> Initiative:
    duration = int(rng.integers(1, 3))
    return Initiative(
        f"I{i}",
        f"Initiative {i}",
        float(rng.integers(0, 50)),
        duration,
        int(rng.integers(0, 2)),
        int(rng.integers(0, 2)),
        {"hours": tuple(float(x) / 10 for x in rng.integers(0, 60, duration))},
        {"hours": float(rng.integers(0, 8)) / 10},
        {"ICU": tuple(float(x) for x in rng.integers(0, 4, duration))},
        str(rng.choice(["high", "low"])),
        tuple(sorted(set(rng.choice(keys, int(rng.integers(0, 2))).tolist()))),
        tuple(sorted(set(rng.choice(keys, int(rng.integers(0, 3))).tolist()))),
        int(rng.integers(-2, 1)) if rng.random() < 0.15 else None,
    )


def _wishes(rng: np.random.Generator, keys: list[str], quarters: int) -> tuple[Wish, ...]:
    a, b, c = (str(key) for key in rng.permutation(keys)[:3])
    kinds: tuple[Callable[[], Wish], ...] = (
        lambda: Must(a, int(rng.integers(0, quarters))),
        lambda: Must(b),
        lambda: Never(c),
        lambda: StartIn(a, int(rng.integers(0, quarters))),
        lambda: Together((a, b)),
        lambda: Together((b, c), same_quarter=False),
        lambda: EitherOr((a, c)),
        lambda: After(b, c),
    )
    return tuple(make() for make in kinds if rng.random() < 0.15)
