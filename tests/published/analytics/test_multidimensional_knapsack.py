"""The planner's own model solves the multidimensional knapsacks of the OR-Library to their published optima.

Beasley 1990 (OR-Library, Journal of the Operational Research Society 41:1069), file mknap1: seven choices of research
and development projects from Petersen 1967 (Management Science 13:736). Numbers as in two independent copies of the
file, which agree; the optima stand in the file. A knapsack is a plan of one quarter whose value counts in the next one:
every constraint is a resource, every project an initiative of one quarter.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from attending.analytics.sequencing import Initiative, Limits, Problem, breaches, preview, solve

NUMBERS = [float(word) for word in (Path(__file__).parent / "mknap1.txt").read_text(encoding="utf-8").split()]
OPTIMA = (3800.0, 8706.1, 4015.0, 6120.0, 12400.0, 10618.0, 16537.0)


def knapsacks() -> list[tuple[Problem, float]]:
    """Each problem of the file, and the optimum that stands with it."""
    words = iter(NUMBERS)
    found = []
    for _ in range(int(next(words))):
        projects, constraints, optimum = int(next(words)), int(next(words)), next(words)
        values = [next(words) for _ in range(projects)]
        rows = [[next(words) for _ in range(projects)] for _ in range(constraints)]
        limits = {f"R{row}": (next(words),) for row in range(constraints)}
        initiatives = tuple(
            Initiative(f"P{j:02d}", f"Project {j}", value, demand={f"R{i}": (row[j],) for i, row in enumerate(rows)})
            for j, value in enumerate(values)
        )
        found.append((Problem(("now",), initiatives, limits=Limits(limits), discount=1.0, beyond=1), optimum))
    return found


@pytest.mark.parametrize("number", range(7))
def test_highs_proves_the_published_optimum(number: int) -> None:
    problem, optimum = knapsacks()[number]
    assert optimum == OPTIMA[number]
    plan = solve(problem)
    assert plan.proven
    assert plan.value == pytest.approx(optimum, rel=1e-12)
    assert breaches(problem, plan.starts) == ()


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_cp_sat_proves_it_too(number: int) -> None:
    problem, optimum = knapsacks()[number]
    plan = preview(problem, seconds=10, repeatable=True)
    assert plan.proven
    assert plan.value == pytest.approx(optimum, rel=1e-12)
