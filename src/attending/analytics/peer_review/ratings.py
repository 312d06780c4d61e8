"""Categories given to items by several reviewers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ratings:
    """One row per item, one column per reviewer, None where that reviewer did not rate the item.

    `categories` are all that may be given; their order counts where `ordered` is True.
    Raises ValueError for fewer than two reviewers or categories, an unknown category, or rows of unequal length.
    """

    categories: tuple[str, ...]
    ordered: bool
    reviewers: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def __post_init__(self) -> None:
        if len(set(self.categories)) != len(self.categories) or len(self.categories) < 2:
            raise ValueError("Give at least two categories, each once.")
        if len(set(self.reviewers)) != len(self.reviewers) or len(self.reviewers) < 2:
            raise ValueError("Agreement needs at least two reviewers, each named once.")
        known = {None, *self.categories}
        for row in self.rows:
            if len(row) != len(self.reviewers):
                raise ValueError(
                    f"An item has {len(row)} ratings for {len(self.reviewers)} reviewers: give one for each."
                )
            unknown = [given for given in row if given not in known]
            if unknown:
                raise ValueError(f"The category {unknown[0]!r} is not one of {', '.join(self.categories)}.")

    def counts(self) -> NDArray[np.int64]:
        """How many reviewers gave each item each category; shape (items, categories)."""
        position = {name: k for k, name in enumerate(self.categories)}
        table = np.zeros((len(self.rows), len(self.categories)), dtype=np.int64)
        for i, row in enumerate(self.rows):
            for given in row:
                if given is not None:
                    table[i, position[given]] += 1
        return table

    def pair_table(self, first: int, second: int) -> NDArray[np.int64]:
        """Items rated by both of two reviewers, by their categories; shape (categories, categories)."""
        position = {name: k for k, name in enumerate(self.categories)}
        table = np.zeros((len(self.categories), len(self.categories)), dtype=np.int64)
        for row in self.rows:
            a, b = row[first], row[second]
            if a is not None and b is not None:
                table[position[a], position[b]] += 1
        return table


def square_table(table: Sequence[Sequence[int]] | NDArray[np.int64]) -> NDArray[np.float64]:
    """Counts of two raters' categories as an array. Raises ValueError unless square, whole and not negative."""
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < 2:
        raise ValueError("Two raters' categories make a square table of at least two rows.")
    if bool(np.any(counts < 0)) or bool(np.any(counts != np.floor(counts))):
        raise ValueError("A table of categories holds whole counts of items, none below 0.")
    return counts


def item_counts(counts: Sequence[Sequence[int]] | NDArray[np.int64]) -> NDArray[np.float64]:
    """Items with at least two ratings, by category given; shape (items, categories). Raises ValueError as above."""
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError("Ratings make a table of items by at least two categories.")
    if bool(np.any(table < 0)) or bool(np.any(table != np.floor(table))):
        raise ValueError("A table of ratings holds whole counts of reviewers, none below 0.")
    return np.asarray(table[table.sum(axis=1) >= 2])
