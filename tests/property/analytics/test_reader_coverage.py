"""Do the intervals of a review of readings hold the truth where each case is another patient's?

Patients with several cases: test_classification_measures.py. Here readers are better or worse, events rare or common,
and verification depends on nothing, on the AI, or on both readings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from attending.analytics import Estimate
from attending.analytics.classification import ReadingTable, review_classification

GRADES = ("1", "2", "3", "4")
GRADE = np.array(GRADES, dtype=object)


@dataclass(frozen=True)
class World:
    """`distance` of the ill from the well, in the readers' units; a case is verified with the base probability, and
    more often the higher the AI and the clinician read it.
    """

    prevalence: float = 0.45
    distance: float = 1.2
    base: float = 0.9
    by_ai: float = 0.0
    by_clinician: float = 0.0


def drawn(rng: np.random.Generator, cases: int, world: World) -> dict[str, list]:
    ill = rng.random(cases) < world.prevalence
    shared = rng.normal(0, 1, cases)

    def read(spread: float) -> np.ndarray:
        seen = 1 + np.where(ill, world.distance, -world.distance) / 2
        seen = seen + spread * (0.6 * shared + 0.8 * rng.normal(0, 1, cases))
        return np.clip(np.floor(seen), -1, 2).astype(int) + 1

    ai, clinician, with_ai = read(0.5), read(0.8), read(0.6)
    chance = world.base + world.by_ai * ai / 3 + world.by_clinician * clinician / 3
    reference = np.where(rng.random(cases) < chance, np.where(ill, "yes", "no"), None)
    return {
        "reference": reference.tolist(),
        "ai": GRADE[ai].tolist(),
        "clinician": GRADE[clinician].tolist(),
        "with_ai": GRADE[with_ai].tolist(),
        "ill": np.where(ill, "yes", "no").tolist(),
    }


def measured(cases: dict[str, list]) -> dict[str, Estimate]:
    table = ReadingTable.from_arrays(
        categories=GRADES,
        references=("no", "yes"),
        ordered=True,
        period="2026-01",
        **{name: values for name, values in cases.items() if name != "ill"},
    )
    review = review_classification(table, positive_from="yes", cut="3", given=("clinician",))
    pair = review.comparisons["ai / clinician"]
    assert pair.areas is not None
    assert review.automation is not None
    assert review.verification is not None
    return dict(review.readers["ai"].cuts["3"].measures) | {
        "area": review.readers["ai"].auroc,
        "difference of areas": pair.areas.difference,
        "kappa": pair.agreement.kappa,
        "weighted kappa": pair.agreement.weighted,
        "agreement": pair.agreement.percent_agreement,
        "difference of sensitivities": pair.sensitivity_at_cut["3"].difference,
        "difference of specificities": pair.specificity_at_cut["3"].difference,
        "helped": review.automation.helped_rate,
        "misled": review.automation.misled_rate,
        "corrected sensitivity": review.verification.corrected_sensitivity,
        "corrected specificity": review.verification.corrected_specificity,
    }


CORRECTED = {"corrected sensitivity": "sensitivity", "corrected specificity": "specificity"}
NOT_OF_REFERENCE = ("kappa", "weighted kappa", "agreement", *CORRECTED)


def coverage(cases: int, world: World, repeats: int) -> dict[str, float]:
    """What is corrected is held to what all cases would show, everything else to what such cases show on average."""
    rng = np.random.default_rng(cases)
    many = drawn(rng, 200_000, world)
    truth = {name: estimate.value for name, estimate in measured(many).items()}
    whole = measured(many | {"reference": many["ill"]})
    truth |= {name: whole[plain].value for name, plain in CORRECTED.items()}
    held: dict[str, list[bool]] = {name: [] for name in truth}
    for _ in range(repeats):
        for name, estimate in measured(drawn(rng, cases, world)).items():
            if estimate.value is not None:
                held[name].append(estimate.low <= truth[name] <= estimate.high)
    return {name: float(np.mean(inside)) for name, inside in held.items() if len(inside) >= repeats / 4}


@pytest.mark.parametrize(
    ("cases", "world"), [(150, World()), (400, World(prevalence=0.1, base=0.15, by_ai=0.4, by_clinician=0.4))]
)
def test_intervals_of_readers_hold_the_truth(cases: int, world: World) -> None:
    for name, share in coverage(cases, world, 200).items():
        assert share >= 0.89, f"{name} covers {share:.3f}"


@pytest.mark.slow
@pytest.mark.parametrize("cases", [60, 150, 1_000])
@pytest.mark.parametrize(
    "world",
    [
        World(),
        World(prevalence=0.25, by_ai=0.1),
        World(base=0.3, by_ai=0.6),
        World(base=0.2, by_ai=0.4, by_clinician=0.4),
        World(distance=2.0),
    ],
)
def test_intervals_of_readers_hold_the_truth_at_many_sizes(cases: int, world: World) -> None:
    for name, share in coverage(cases, world, 1_000).items():
        assert share >= 0.9, f"{name} covers {share:.3f}"


@pytest.mark.slow
@pytest.mark.parametrize(("cases", "prevalence", "distance"), [(150, 0.1, 2.0), (150, 0.1, 3.0), (40, 0.3, 1.2)])
def test_the_difference_of_areas_near_one_with_few_events_is_not_too_sure(
    cases: int, prevalence: float, distance: float
) -> None:
    """By DeLong's variance alone it held the truth in 69 % to 83 % of such samples."""
    share = coverage(cases, World(prevalence=prevalence, distance=distance), 1_000)["difference of areas"]
    assert share >= 0.88, share
