"""Planning questions drawn from a seed, for the benchmark of the planner and for its tests.

22 % of the initiatives are enablers (little value, they build capabilities); 40 capabilities, 10 of them there from the
start; three resources at 45 % of what all initiatives together would need, spread evenly over the quarters; change load
on six units; a cap on how many high-risk initiatives run at once.
"""

from __future__ import annotations

import numpy as np

from attending.analytics.sequencing import Capability, Initiative, Limits, Problem

RESOURCES = ("money", "clinician hours", "platform capacity")
UNITS = ("ED", "ICU", "OR", "wards", "clinics", "lab")


def instance(initiatives: int, quarters: int, seed: int, *, capabilities: int = 40, given: int = 10) -> Problem:
    """A problem of this size; the same for the same seed."""
    rng = np.random.default_rng(seed)
    enablers = max(round(0.22 * initiatives), 1)
    names = [f"C{k:02d}" for k in range(capabilities)]
    builds: list[list[str]] = [[] for _ in range(initiatives)]
    open_ones = names[given:]
    for position, name in enumerate(open_ones):
        builds[position % enablers].append(name)
    drawn = [_initiative(rng, i, names, builds[i], enabler=i < enablers) for i in range(initiatives)]
    need = {name: sum(sum(each.demand[name]) for each in drawn) for name in RESOURCES}
    load = {unit: sum(sum(each.change_load.get(unit, (0.0,))) for each in drawn) for unit in UNITS}
    limits = Limits(
        resources={name: (float(round(0.45 * total / quarters)),) * quarters for name, total in need.items()},
        change_load={unit: (float(max(round(0.55 * total / quarters), 4)),) * quarters for unit, total in load.items()},
        running={"high": (float(max(round(initiatives * 0.08), 1)),) * quarters},
    )
    held = tuple(
        Capability(
            name, f"Capability {name}", available=0 if k < given else None, end_value=float(rng.integers(0, 200))
        )
        for k, name in enumerate(names)
    )
    return Problem(tuple(f"Q{t + 1}" for t in range(quarters)), tuple(drawn), held, limits)


def _initiative(rng: np.random.Generator, i: int, names: list[str], builds: list[str], *, enabler: bool) -> Initiative:
    duration = int(rng.choice([1, 2, 3], p=[0.6, 0.3, 0.1]))
    size = float(rng.lognormal(0.0, 0.5))
    wanted = int(rng.random() < 0.4) if enabler else int(rng.integers(0, 3))
    # An enabler needs only what comes before the first it builds itself, so that there is no circle.
    among = names[: names.index(builds[0])] if builds else names
    needs = sorted({names[int(k)] for k in rng.integers(0, len(among), wanted)} - set(builds)) if among else []
    units = rng.choice(len(UNITS), size=int(rng.integers(1, 3)), replace=False)
    value = float(round(size * rng.uniform(5, 40) if enabler else size * rng.uniform(100, 900)))
    return Initiative(
        f"I{i:03d}",
        f"{'Enabler' if enabler else 'Use case'} {i:03d}",
        value,
        duration,
        gate=int(rng.random() < 0.2),
        demand={name: tuple(float(round(size * rng.uniform(10, 60))) for _ in range(duration)) for name in RESOURCES},
        change_load={UNITS[int(u)]: (float(rng.integers(1, 4)),) * duration for u in units},
        tier="high" if rng.random() < 0.25 else "low",
        needs=tuple(needs),
        builds=tuple(builds),
    )
