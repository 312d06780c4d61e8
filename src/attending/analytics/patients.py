"""What repeated patients do to a variance: sums over patients in place of sums over rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.difference import normal_p
from attending.analytics.estimate import LEVEL, Z
from attending.analytics.student import t_quantile

FEWEST_PATIENTS: Final = 20
"""With fewer patients a cluster-robust variance tends to be too small; the note says so (our own choice)."""

NO_SPREAD: Final = 1e-24
"""A variance below this is rounding: the sample shows no spread."""


@dataclass(frozen=True, slots=True)
class PatientSums:
    """What leaves the engine for one measure of one stratum: sums over patients, no patient's own.

    `squares` is the sum over patients of the square of the sum of their rows' influences. For the AUROC it is split:
    `of_events` and `of_others` are the squares of the sums over each patient's rows with and without the event,
    `of_both` the products of the two.
    """

    squares: float
    of_events: float = 0.0
    of_others: float = 0.0
    of_both: float = 0.0

    def variance(self, patients: int) -> float:
        """The sandwich of Liang & Zeger (1986), times G / (G - 1) for G patients."""
        return self.squares * _factor(patients)

    def area_variance(self, with_events: int, with_others: int, patients: int) -> float:
        """Obuchowski (1997), with that factor for the patients with events, for those without, and for all."""
        return (
            self.of_events * _factor(with_events)
            + self.of_others * _factor(with_others)
            + 2 * self.of_both * _factor(patients)
        )


@dataclass(frozen=True, slots=True)
class PatientEffect:
    """How a measure varies between patients: how many there are, and its variance over that of independent rows.

    `design_effect` is None where there are fewer than 2 patients or no spread. `rarer` says that `patients` are those
    of the rarer class, as for an AUROC.
    """

    patients: int
    design_effect: float | None
    rarer: bool = False

    @property
    def quantile(self) -> float:
        """Two-sided quantile at LEVEL: Student's t with one less degree of freedom than patients."""
        return student_quantile(self.patients) if self.patients >= 2 else Z

    def rows(self, n: float) -> float:
        """The effective number of rows behind `n` (Korn & Graubard 1998); the patients where there is no spread."""
        return n / self.design_effect if self.design_effect else float(max(self.patients, 1))

    @property
    def told(self) -> str:
        """The note for a reader."""
        return clustered_note(self.patients, self.design_effect, rarer=self.rarer)


def student_quantile(clusters: int) -> float:
    """Two-sided quantile at LEVEL of Student's t with `clusters` - 1 degrees of freedom; clusters >= 2."""
    return t_quantile(0.5 + LEVEL / 2, clusters - 1)


def clustered_note(patients: int, design_effect: float | None, *, rarer: bool = False) -> str:
    """How many patients an interval rests on, and what taking their rows together did to it."""
    many = f"{patients:,} {'patient' if patients == 1 else 'patients'}"
    many += " of the rarer class" if rarer else ""
    effect = "no spread to compare" if design_effect is None else f"design effect {design_effect:.2f}"
    few = "; too few patients for a dependable interval" if patients < FEWEST_PATIENTS else ""
    return f"Clustered by patient: {many}, {effect}{few}"


def joined_note(first: str | None, second: str) -> str:
    """Two notes as one."""
    return second if first is None else f"{first}. {second}"


def patient_effect(
    patient: NDArray[np.int64], n: NDArray[np.int64], influence: NDArray[np.float64], inside: NDArray[np.bool_]
) -> PatientEffect:
    """The effect on a measure over the entries `inside`, whose `n` rows of one `patient` (numbered from 0) each move it
    by `influence`; arrays of the shape (entries,).
    """
    whose, weight, moved = patient[inside], n[inside], influence[inside]
    sums = np.bincount(whose, weight * moved)
    return effect_of(PatientSums(float(sums @ sums)), len(np.unique(whose)), weight, moved)


def area_effect(
    patient: NDArray[np.int64], n: NDArray[np.int64], influence: NDArray[np.float64], event: NDArray[np.bool_]
) -> PatientEffect:
    """The same for an area under the ROC curve: rows with and without the event vary apart."""
    size = int(patient.max(initial=-1)) + 1
    moved = n * influence
    of_events, of_others = (np.bincount(patient[at], moved[at], size) for at in (event, ~event))
    sums = PatientSums(0.0, float(of_events @ of_events), float(of_others @ of_others), float(of_events @ of_others))
    counts = [len(np.unique(each)) for each in (patient[event], patient[~event], patient)]
    return effect_of_area(sums, (counts[0], counts[1], counts[2]), n, influence, event)


def effect_of(sums: PatientSums, patients: int, n: NDArray[np.int64], influence: NDArray[np.float64]) -> PatientEffect:
    """Against the variance of independent rows, the sum of their squared influences."""
    return PatientEffect(patients, _ratio(sums.variance(patients), float(n @ influence**2), patients))


def effect_of_area(
    sums: PatientSums,
    patients: tuple[int, int, int],
    n: NDArray[np.int64],
    influence: NDArray[np.float64],
    event: NDArray[np.bool_],
) -> PatientEffect:
    """Against DeLong's variance; `patients` with events, with others, and all."""
    independent = area_variance_of_rows(n, influence, event)
    few = min(patients[:2])
    return PatientEffect(few, _ratio(sums.area_variance(*patients), independent, few), rarer=True)


def area_variance_of_rows(n: NDArray[np.int64], influence: NDArray[np.float64], event: NDArray[np.bool_]) -> float:
    """DeLong's variance of an area: rows as independent."""
    return sum(float(n[at] @ influence[at] ** 2) * _factor(int(n[at].sum())) for at in (event, ~event))


def robust_mcnemar(first_only: int, second_only: int, squares: float) -> float:
    """Two-sided p-value of the score test of no difference that takes each patient's rows together.

    `squares` sums over patients the square of how many more rows of theirs only the first has right than only the
    second (Boos 1992, the generalised score test). With one row a patient it is McNemar's test.
    """
    return normal_p((first_only - second_only) / float(np.sqrt(squares))) if squares > 0 else 1.0


def _ratio(variance: float, independent: float, patients: int) -> float | None:
    return variance / independent if patients >= 2 and variance > NO_SPREAD and independent > 0 else None


def _factor(count: int) -> float:
    return count / (count - 1) if count > 1 else 0.0
