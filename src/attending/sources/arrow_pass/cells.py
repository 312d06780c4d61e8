"""The cells of one attribute in the order of a score table, and the table made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL, Stratum
from attending.sources.names import month

_ALIKE: Final = {"labelled": "n", "score_sum_all": "score_sum"}
"""Columns that are one where every outcome is known."""


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of an attribute, or of everyone; ascending by `stratum` (from 0), `period` and `bin`."""

    columns: dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute's levels in order; `code` gives the number under which its batches have each."""

    name: str
    levels: tuple[str, ...]
    code: NDArray[np.int64]

    @classmethod
    def of(cls, name: str, met: Sequence[str]) -> Attribute:
        """The attribute whose levels were met in this order."""
        order = sorted(range(len(met)), key=met.__getitem__)
        return cls(name, tuple(met[i] for i in order), np.array(order, dtype=np.int64))


def table_of(
    attributes: Sequence[Attribute],
    months: Sequence[int],
    everyone: Block,
    blocks: Sequence[Block],
    thresholds: tuple[Decimal, ...],
    *,
    exact: bool,
) -> ScoreTable:
    """One table of everyone's cells and each attribute's, with the strata and months that hold rows.

    With `exact`, where a cell holds one value, its key is that value's bits: those of doubles that are not negative are
    in the order of their values. Columns that say the same then share their memory. The blocks are used up, so that
    their memory serves for the table.
    """
    strata = [OVERALL]
    gathered = [everyone.columns]
    for attribute, block in zip(attributes, blocks, strict=True):
        present, index = _dense(block.columns["stratum"], len(attribute.levels))
        gathered.append({**block.columns, "stratum": index + np.int32(len(strata))})
        strata += [Stratum(attribute.name, attribute.levels[i]) for i in present]
    shared = {name: of for name, of in _ALIKE.items() if all(cells[name] is cells[of] for cells in gathered)}
    apart = {"bin", "score_high"} if exact else set()
    separate = [name for name in everyone.columns if name not in apart and name not in shared]
    joined = {name: np.concatenate([columns.pop(name) for columns in gathered]) for name in separate}
    joined |= {name: joined[of] for name, of in shared.items()}
    if exact:
        joined |= {"bin": joined["score_low"].view(np.int64), "score_high": joined["score_low"]}
    held, joined["period"] = _dense(joined["period"], len(months))
    return ScoreTable(tuple(strata), tuple(month(months[i]) for i in held), thresholds, exact, **joined)


def _dense(index: NDArray[Any], most: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The numbers that occur, and each entry's position among them."""
    occurs = np.bincount(index, minlength=most) > 0
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1).astype(np.int32)[index]
