"""Aggregates over time as an impact evaluation takes them: one cell per unit and period, never a patient's row."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Period = str | int
"""An ISO month such as "2026-04", or an ordinal (week, quarter or step number)."""

Kind = Literal["mean", "count", "rate", "proportion"]
"""mean: any finite value; count: whole events; rate: events over exposure; proportion: events among those at risk."""

Season = Literal["auto", "none", "harmonic", "periods"]
"""How the year is modelled: where two years lie before the change, never, as a wave, or one term per period."""

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_SHOWN: Final = 8


class BadPanelError(ValueError):
    """The aggregates cannot be evaluated as they are; the message names unit, period, value and what was expected."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit in one period: a `value` (mean, count), or a `numerator` over a `denominator` (rate, proportion).

    `covariates` are what else is known of the unit in the period, such as case mix, in the panel's order.
    """

    unit: str
    period: Period
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    covariates: tuple[float, ...] = ()


@dataclass(frozen=True)
class Panel:
    """Units by periods without gaps, and from which period each unit was treated (None: never).

    `kind` says what a cell holds. `measure_unit` is the unit of the value in words ("days", "% of alerts").
    `cycle` is the number of periods in a year where the year matters: 12 for months, which is set by itself.
    `covariates` names what every cell says beside the outcome.
    Raises BadPanelError listing what is wrong: duplicates, gaps, values that are not finite, numerators above
    denominators, treatment that starts before or after the data.
    """

    kind: Kind
    cells: tuple[Cell, ...]
    treated_from: Mapping[str, Period | None]
    measure_unit: str = ""
    cycle: int | None = None
    covariates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            more = f"\n... and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
            raise BadPanelError("\n".join(faults[:_SHOWN]) + more)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units in the order in which they first appear."""
        return tuple(dict.fromkeys(cell.unit for cell in self.cells))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Periods in order, without gaps."""
        return tuple(sorted({cell.period for cell in self.cells}, key=ordinal))

    @cached_property
    def start(self) -> tuple[int | None, ...]:
        """For every unit the index into `periods` from which it is treated; None where it never is."""
        first = ordinal(self.periods[0])
        starts = (self.treated_from.get(unit) for unit in self.units)
        return tuple(None if start is None else ordinal(start) - first for start in starts)

    @cached_property
    def seasons(self) -> int | None:
        """Periods in a year, or None where the periods are ordinals without a stated cycle."""
        return 12 if isinstance(self.periods[0], str) else self.cycle

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """Units x periods: the value, or numerator / denominator."""
        if self.kind in ("mean", "count"):
            return self._grid("value")
        return self._grid("numerator") / self._grid("denominator")

    @cached_property
    def numerators(self) -> NDArray[np.float64]:
        """Units x periods: events; for a mean its value."""
        return self._grid("value" if self.kind in ("mean", "count") else "numerator")

    @cached_property
    def denominators(self) -> NDArray[np.float64]:
        """Units x periods: exposure or those at risk; 1 where the kind has none."""
        if self.kind in ("mean", "count"):
            return np.ones((len(self.units), len(self.periods)))
        return self._grid("denominator")

    @cached_property
    def adjusted_for(self) -> NDArray[np.float64]:
        """Units x periods x covariates, each covariate less its mean over all cells."""
        grid = np.empty((len(self.units), len(self.periods), len(self.covariates)))
        row = {unit: i for i, unit in enumerate(self.units)}
        column = {period: i for i, period in enumerate(self.periods)}
        for cell in self.cells:
            grid[row[cell.unit], column[cell.period]] = cell.covariates
        return np.asarray(grid - grid.mean(axis=(0, 1)), dtype=np.float64)

    def alone(self, unit: str) -> Panel:
        """The panel of one unit."""
        if unit not in self.units:
            raise BadPanelError(f"There is no unit {unit!r}; the units are {', '.join(self.units[:_SHOWN])}.")
        cells = tuple(cell for cell in self.cells if cell.unit == unit)
        return Panel(
            self.kind, cells, {unit: self.treated_from.get(unit)}, self.measure_unit, self.cycle, self.covariates
        )

    def _grid(self, name: str) -> NDArray[np.float64]:
        row = {unit: i for i, unit in enumerate(self.units)}
        column = {period: i for i, period in enumerate(self.periods)}
        grid = np.empty((len(row), len(column)))
        for cell in self.cells:
            grid[row[cell.unit], column[cell.period]] = getattr(cell, name)
        return grid


def series(
    kind: Kind,
    rows: Iterable[tuple[Period, float] | tuple[Period, float, float]],
    treated_from: Period | None,
    *,
    unit: str = "all",
    measure_unit: str = "",
    cycle: int | None = None,
) -> Panel:
    """A panel of one unit from (period, value) or (period, numerator, denominator). Raises as Panel does."""
    cells = tuple(
        Cell(unit, row[0], value=row[1]) if len(row) == 2 else Cell(unit, row[0], numerator=row[1], denominator=row[2])
        for row in rows
    )
    return Panel(kind, cells, {unit: treated_from}, measure_unit, cycle)


def ordinal(period: Period) -> int:
    """Periods as consecutive whole numbers: months since year 0, or the ordinal itself. Raises BadPanelError."""
    if isinstance(period, bool):
        raise BadPanelError(f"Period {period!r} should be an ISO month such as 2026-04 or a whole number.")
    if isinstance(period, int):
        return period
    match = _MONTH.fullmatch(period) if isinstance(period, str) else None
    if match is None:
        raise BadPanelError(f"Period {period!r} should be an ISO month such as 2026-04 or a whole number.")
    return int(match[1]) * 12 + int(match[2]) - 1


def period_name(number: int, like: Period) -> Period:
    """The period of an ordinal, written as `like` is."""
    return number if isinstance(like, int) else f"{number // 12:04d}-{number % 12 + 1:02d}"


def _faults(panel: Panel) -> Iterable[str]:
    if not panel.cells:
        yield "There are no cells; one per unit and period is expected."
        return
    bad_periods = []
    for period in {cell.period for cell in panel.cells} | {each for each in panel.treated_from.values() if each}:
        try:
            ordinal(period)
        except BadPanelError as error:
            bad_periods.append(str(error))
    if len({isinstance(cell.period, str) for cell in panel.cells}) > 1:
        bad_periods.append("Periods are ISO months in some cells and ordinals in others; use one of them.")
    if bad_periods:
        yield from sorted(bad_periods)
        return
    if panel.cycle is not None and panel.cycle < 2:
        yield f"The cycle is {panel.cycle}; 2 or more periods in a year are expected."
    for cell in panel.cells:
        fault = _cell_fault(panel.kind, cell) or _covariate_fault(panel.covariates, cell)
        if fault:
            yield f"Unit {cell.unit!r}, period {cell.period}: {fault}"
    yield from _grid_faults(panel)
    yield from _start_faults(panel)


def _cell_fault(kind: Kind, cell: Cell) -> str | None:
    if kind in ("mean", "count"):
        if cell.value is None or cell.numerator is not None or cell.denominator is not None:
            return f"a {kind} is one value, without numerator and denominator."
        if not math.isfinite(cell.value):
            return f"the value is {cell.value}; a finite number is expected."
        if kind == "count" and (cell.value < 0 or cell.value != int(cell.value)):
            return f"the count is {cell.value:g}; a whole number of 0 or more is expected."
        return None
    if cell.numerator is None or cell.denominator is None or cell.value is not None:
        return f"a {kind} is a numerator and a denominator, without a value."
    if not (math.isfinite(cell.numerator) and math.isfinite(cell.denominator)):
        return f"{cell.numerator} / {cell.denominator} is not finite; two finite numbers are expected."
    if cell.denominator <= 0:
        return f"the denominator is {cell.denominator:g}; more than 0 is expected (join this period to its neighbour)."
    if cell.numerator < 0:
        return f"the numerator is {cell.numerator:g}; 0 or more is expected."
    if kind == "proportion" and cell.numerator > cell.denominator:
        return f"{cell.numerator:g} of {cell.denominator:g}; a numerator of at most the denominator is expected."
    return None


def _covariate_fault(names: tuple[str, ...], cell: Cell) -> str | None:
    if len(cell.covariates) != len(names):
        return f"{len(cell.covariates)} covariates; {len(names)} are expected ({', '.join(names) or 'none'})."
    for name, value in zip(names, cell.covariates, strict=True):
        if not math.isfinite(value):
            return f"{name} is {value}; a finite number is expected."
    return None


def _grid_faults(panel: Panel) -> Iterable[str]:
    counts = Counter((cell.unit, ordinal(cell.period)) for cell in panel.cells)
    like = panel.cells[0].period
    for (unit, number), count in counts.items():
        if count > 1:
            yield f"Unit {unit!r}, period {period_name(number, like)}: {count} cells; one is expected."
    numbers = [number for _, number in counts]
    for unit in dict.fromkeys(cell.unit for cell in panel.cells):
        missing = [n for n in range(min(numbers), max(numbers) + 1) if (unit, n) not in counts]
        if missing:
            shown = ", ".join(str(period_name(n, like)) for n in missing[:_SHOWN])
            tail = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
            yield f"Unit {unit!r}: no cell for {shown}{tail}; every unit needs every period of the panel."


def _start_faults(panel: Panel) -> Iterable[str]:
    units = {cell.unit for cell in panel.cells}
    like = panel.cells[0].period
    numbers = [ordinal(cell.period) for cell in panel.cells]
    for unit in sorted(units - set(panel.treated_from)):
        yield f"Unit {unit!r}: not said from when it was treated; a period, or None for never, is expected."
    for unit, start in panel.treated_from.items():
        if unit not in units:
            yield f"Unit {unit!r} has a treated-from period but no cells."
        elif start is not None and isinstance(start, str) != isinstance(like, str):
            yield f"Unit {unit!r}: treated from {start!r}, but its periods are written as {like!r}."
        elif start is not None and not min(numbers) <= ordinal(start) <= max(numbers):
            ends = f"{period_name(min(numbers), like)} to {period_name(max(numbers), like)}"
            yield f"Unit {unit!r}: treated from {start}, outside the data ({ends}); use None for never in these data."
