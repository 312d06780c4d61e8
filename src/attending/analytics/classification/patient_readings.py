"""Readings with the patient each case is of, for intervals only: held while a log is measured, and kept nowhere."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.classification.reading_table import coded_cases
from attending.analytics.classification.readings import Readings
from attending.analytics.stratum import OVERALL, Stratum


@dataclass(frozen=True, eq=False)
class PatientReadings:
    """Counts of cases per stratum, period, combination of readings, and patient.

    `cells` has the shape (entries, 8): positions of stratum, period, reference, AI, clinician and clinician with AI as
    in a `ReadingTable`, the patient's number from 0, and the number of cases. Raises ValueError for another shape.
    """

    categories: tuple[str, ...]
    references: tuple[str, ...]
    ordered: bool
    strata: tuple[Stratum, ...]
    periods: tuple[str, ...]
    cells: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.cells.ndim != 2 or self.cells.shape[1] != 8:
            raise ValueError(f"The cells of patients' readings have 8 columns, not the shape {self.cells.shape}.")

    def slice(self, stratum: Stratum = OVERALL, periods: Sequence[str] | None = None) -> Readings:
        """The cases of one stratum in some periods, or in all. Raises ValueError when there is no such one."""
        rows = self.cells[self.cells[:, 0] == self.strata.index(stratum)]
        if periods is not None:
            rows = rows[np.isin(rows[:, 1], [self.periods.index(each) for each in periods])]
        # Numbered anew, so that sums over patients are as long as the slice has patients.
        patient = np.unique(rows[:, 6], return_inverse=True)[1].astype(np.int64).ravel()
        return Readings(self.categories, self.references, self.ordered, rows[:, 2], rows[:, 3:6], rows[:, 7], patient)

    @classmethod
    def from_arrays(
        cls,
        *,
        categories: Sequence[str],
        ordered: bool,
        patient: Sequence[Hashable],
        period: str | Sequence[str],
        reference: Sequence[str | None],
        ai: Sequence[str | None],
        clinician: Sequence[str | None] | None = None,
        with_ai: Sequence[str | None] | None = None,
        references: Sequence[str] | None = None,
        attributes: Mapping[str, Sequence[object]] | None = None,
    ) -> PatientReadings:
        """Cases given as equally long columns, as `ReadingTable.from_arrays` takes them, with each one's patient."""
        coded = coded_cases(
            categories=categories,
            period=period,
            reference=reference,
            ai=ai,
            clinician=clinician,
            with_ai=with_ai,
            references=references,
            attributes=attributes,
        )
        number = {name: i for i, name in enumerate(dict.fromkeys(patient))}
        rows = [(*key, number[patient[i]], 1) for i, key in coded.cases]
        cells = np.array(rows, dtype=np.int64).reshape(-1, 8)
        return cls(tuple(categories), coded.references, ordered, coded.strata, coded.periods, cells)
