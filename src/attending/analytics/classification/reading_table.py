"""The reading table: everything a review needs from a log of categorical readings, without a single case's row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from attending.analytics.classification.readings import READERS, Reader, Readings
from attending.analytics.stratum import NOT_RECORDED, OVERALL, Stratum


@dataclass(frozen=True, slots=True)
class ReadingTable:
    """Counts of cases per (stratum, period, reference, AI, clinician alone, clinician with AI); mergeable.

    `categories` are what readers may give, ascending where `ordered` is True (such as BI-RADS 1 to 5); `references` are
    what the reference standard may say, ascending too, often the same or just two ("no cancer", "cancer"). `cells`
    holds one tuple per combination that occurs: positions of stratum, period, reference, AI, clinician and clinician
    with AI in these lists, -1 where unknown or not read, and the number of cases. An unknown reference is never a
    negative one. Raises ValueError when the cells contradict this.
    """

    categories: tuple[str, ...]
    references: tuple[str, ...]
    ordered: bool
    strata: tuple[Stratum, ...]
    periods: tuple[str, ...]
    cells: tuple[tuple[int, int, int, int, int, int, int], ...]

    def __post_init__(self) -> None:
        for kind, names in [("categories", self.categories), ("references", self.references)]:
            if len(names) < 2 or len(set(names)) != len(names):
                raise ValueError(f"Give at least two {kind}, each once.")
        most = (len(self.strata), len(self.periods), len(self.references), *[len(self.categories)] * 3)
        for cell in self.cells:
            if any(not low <= i < size for i, low, size in zip(cell[:6], (0, 0, -1, -1, -1, -1), most, strict=True)):
                raise ValueError(f"The cell {cell} of a reading table points to something that is not listed.")
            if cell[6] < 0:
                raise ValueError(f"The cell {cell} of a reading table counts fewer than 0 cases.")

    def slice(self, stratum: Stratum = OVERALL, period: str | None = None) -> Readings:
        """The cases of one stratum in one period, or over all periods. Raises KeyError when there is no such one."""
        if stratum not in self.strata:
            raise KeyError(f"This reading table has no stratum {stratum!r}.")
        if period is not None and period not in self.periods:
            raise KeyError(f"This reading table has no period {period!r}.")
        s = self.strata.index(stratum)
        p = None if period is None else self.periods.index(period)
        sums: Counter[tuple[int, ...]] = Counter()
        for cell in self.cells:
            if cell[0] == s and p in (None, cell[1]):
                sums[cell[2:6]] += cell[6]
        rows = np.array([(*key, n) for key, n in sorted(sums.items())], dtype=np.int64).reshape(-1, 5)
        return Readings(self.categories, self.references, self.ordered, rows[:, 0], rows[:, 1:4], rows[:, 4])

    @classmethod
    def merge(cls, tables: Iterable[ReadingTable]) -> ReadingTable:
        """One table for the cases of several; adding a partition equals recounting.

        Raises ValueError when nothing is given or the tables have different categories.
        """
        given = tuple(tables)
        if not given:
            raise ValueError("There is no reading table to merge: give at least one.")
        first = given[0]
        declared = (first.categories, first.references, first.ordered)
        if any((t.categories, t.references, t.ordered) != declared for t in given):
            raise ValueError("Reading tables with different categories cannot be merged: count the logs again alike.")
        strata = _sorted_strata(s for t in given for s in t.strata)
        periods = tuple(sorted({p for t in given for p in t.periods}))
        stratum_at = {s: i for i, s in enumerate(strata)}
        period_at = {p: i for i, p in enumerate(periods)}
        sums: Counter[tuple[int, int, int, int, int, int]] = Counter()
        for t in given:
            for s, p, *rest, n in t.cells:
                reference, ai, alone, aided = rest
                sums[stratum_at[t.strata[s]], period_at[t.periods[p]], reference, ai, alone, aided] += n
        return cls(*declared, strata, periods, tuple((*key, n) for key, n in sorted(sums.items())))

    @classmethod
    def from_arrays(
        cls,
        *,
        categories: Sequence[str],
        ordered: bool,
        period: str | Sequence[str],
        reference: Sequence[str | None],
        ai: Sequence[str | None],
        clinician: Sequence[str | None] | None = None,
        with_ai: Sequence[str | None] | None = None,
        references: Sequence[str] | None = None,
        attributes: Mapping[str, Sequence[object]] | None = None,
    ) -> ReadingTable:
        """Count cases given as equally long columns, None where unknown or not read.

        Each attribute has one level per case (None becomes "not recorded"); `references` are the categories unless
        given. Raises ValueError for an unknown category or columns of unequal length.
        """
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
        sums = Counter(key for _, key in coded.cases)
        cells = tuple((*key, n) for key, n in sorted(sums.items()))
        return cls(tuple(categories), coded.references, ordered, coded.strata, coded.periods, cells)


@dataclass(frozen=True, slots=True)
class CodedCases:
    """Cases as positions: each with its number in the order given, once for everyone and once for each attribute."""

    references: tuple[str, ...]
    strata: tuple[Stratum, ...]
    periods: tuple[str, ...]
    cases: tuple[tuple[int, tuple[int, int, int, int, int, int]], ...]


def coded_cases(
    *,
    categories: Sequence[str],
    period: str | Sequence[str],
    reference: Sequence[str | None],
    ai: Sequence[str | None],
    clinician: Sequence[str | None] | None = None,
    with_ai: Sequence[str | None] | None = None,
    references: Sequence[str] | None = None,
    attributes: Mapping[str, Sequence[object]] | None = None,
) -> CodedCases:
    """Columns of cases as positions of stratum, period, reference and the three readings.

    Raises ValueError for an unknown category or columns of unequal length.
    """
    names, truths = tuple(categories), tuple(categories if references is None else references)
    rows = len(reference)
    nothing: list[str | None] = [None] * rows
    read = {
        "ai": ai,
        "clinician": nothing if clinician is None else clinician,
        "with_ai": nothing if with_ai is None else with_ai,
    }
    months = [period] * rows if isinstance(period, str) else list(period)
    levels = {
        name: [NOT_RECORDED if v is None or v != v else str(v) for v in values]
        for name, values in (attributes or {}).items()
    }
    for name, size in [("period", len(months)), *((k, len(v)) for k, v in (read | levels).items())]:
        if size != rows:
            raise ValueError(f"There are {rows} references but {size} values of {name}: give one for each case.")
    periods = tuple(sorted(set(months)))
    strata = (OVERALL, *(Stratum(name, level) for name in levels for level in sorted(set(levels[name]))))
    stratum_at = {s: i for i, s in enumerate(strata)}
    period_at = {p: i for i, p in enumerate(periods)}
    coded = list(
        zip(
            [period_at[m] for m in months],
            _coded(reference, truths, "reference"),
            *(_coded(values, names, name) for name, values in read.items()),
            strict=True,
        )
    )
    cases = [(i, (0, *row)) for i, row in enumerate(coded)]
    for name, values in levels.items():
        cases += [(i, (stratum_at[Stratum(name, level)], *coded[i])) for i, level in enumerate(values)]
    return CodedCases(truths, strata, periods, tuple(cases))


def _coded(values: Sequence[str | None], names: tuple[str, ...], column: str) -> list[int]:
    at: dict[str | None, int] = {name: i for i, name in enumerate(names)}
    at[None] = -1
    try:
        return [at[value] for value in values]
    except KeyError as error:
        raise ValueError(f"The category {error} of {column} is not one of {', '.join(names)}.") from None


def _sorted_strata(strata: Iterable[Stratum]) -> tuple[Stratum, ...]:
    distinct = dict.fromkeys(strata)
    attribute = {name: i for i, name in enumerate(dict.fromkeys(s.attribute for s in distinct))}
    return tuple(sorted(distinct, key=lambda s: (attribute[s.attribute], s.level)))


__all__ = ["READERS", "Reader", "ReadingTable", "Readings"]
