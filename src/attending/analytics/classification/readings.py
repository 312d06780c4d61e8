"""Cases of one stratum, counted by what the reference and each reader said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Reader = Literal["ai", "clinician", "with_ai"]
READERS: Final[tuple[Reader, ...]] = ("ai", "clinician", "with_ai")
"""The AI alone, the clinician alone, the clinician who saw the AI's reading."""


@dataclass(frozen=True, eq=False)
class Readings:
    """One entry per combination that occurs: `reference` and `given` (columns as in READERS) are positions in
    `references` and `categories`, -1 where unknown or not read; `n` is the number of cases. Shapes (cells,),
    (cells, 3), (cells,).

    With `patient`, shape (cells,), each entry is of one patient, numbered from 0; intervals then take each patient's
    cases together. Without, cases are taken as independent.
    """

    categories: tuple[str, ...]
    references: tuple[str, ...]
    ordered: bool
    reference: NDArray[np.int64]
    given: NDArray[np.int64]
    n: NDArray[np.int64]
    patient: NDArray[np.int64] | None = None

    @property
    def total(self) -> int:
        """All cases."""
        return int(self.n.sum())

    def of(self, reader: Reader) -> NDArray[np.int64]:
        """The categories this reader gave, cell by cell."""
        return np.asarray(self.given[:, READERS.index(reader)], dtype=np.int64)

    def cases(self, where: NDArray[np.bool_]) -> int:
        """How many cases the chosen cells hold."""
        return int(self.n[where].sum())

    def confusion(self, reader: Reader) -> NDArray[np.int64]:
        """Verified cases this reader read, by reference (rows) and category given (columns)."""
        return self._table(self.reference, self.of(reader), len(self.references))

    def pair(self, first: Reader, second: Reader) -> NDArray[np.int64]:
        """Cases both readers read, verified or not, by the category of the first (rows) and the second (columns)."""
        return self._table(self.of(first), self.of(second), len(self.categories))

    def _table(self, rows: NDArray[np.int64], columns: NDArray[np.int64], height: int) -> NDArray[np.int64]:
        known = (rows >= 0) & (columns >= 0)
        table = np.zeros((height, len(self.categories)), dtype=np.int64)
        np.add.at(table, (rows[known], columns[known]), self.n[known])
        return table
