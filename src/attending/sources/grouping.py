"""Which attributes a review can group by: one of thousands of levels is left out, and the rest goes on without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import ibis.expr.types as ir

from attending.analytics.equity.crossing import join_parts
from attending.sources.limits import Limits

_SURE: Final = 0.8
"""An approximate number of levels below this share of the limit is believed."""


class Fetches(Protocol):
    """Whatever runs an expression and gives an Arrow table."""

    def fetch(self, expression: ir.Table) -> Any:
        """The rows of the expression."""
        ...


@dataclass(frozen=True)
class Grouped:
    """The attributes that stay, each with the engine's column of its levels, and a sentence for each left out."""

    attributes: dict[str, str]
    left_out: tuple[str, ...]


def few_enough(
    engine: Fetches,
    rows: ir.Table,
    attributes: Mapping[str, str],
    limits: Limits,
    read: Callable[[str, str | None], str],
) -> Grouped:
    """Leave out the attributes with more levels than are reviewed; `read` gives the level a text means.

    An attribute is also left out when its levels are written in more than twice as many ways as are reviewed.
    """
    if not attributes:
        return Grouped({}, ())
    named = list(attributes.items())
    counted = {f"levels_{i}": rows[column].approx_nunique() for i, (_, column) in enumerate(named)}
    about = engine.fetch(rows.aggregate(**counted)).to_pylist()[0]
    stay, told = dict(attributes), []
    for i, (name, column) in enumerate(named):
        number = int(about[f"levels_{i}"])
        if number <= _SURE * limits.levels:
            continue
        written = engine.fetch(rows.select(column).distinct().limit(2 * limits.levels + 1)).column(column).to_pylist()
        levels = len({read(name, text) for text in written})
        many = len(written) > 2 * limits.levels
        if many or levels > limits.levels:
            del stay[name]
            said = f"about {max(number, levels):,}" if many else f"{levels:,}"
            told.append(too_many(name, said, limits))
    return Grouped(stay, tuple(told))


def too_many(name: str, number: str, limits: Limits) -> str:
    """The sentence that tells of an attribute that is no grouping."""
    return (
        f"The attribute {name} is left out: it has {number} levels, and at most {limits.levels:,} are reviewed. Group "
        "it first (age in bands, units by service); an identifier is no attribute."
    )


def without_parts(
    crossed: Sequence[Sequence[str]], attributes: Mapping[str, str]
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The combinations of attributes that stay, and a sentence for each other one."""
    stay, told = [], []
    for names in crossed:
        gone = [name for name in names if name not in attributes]
        if gone:
            told.append(f"The combination {join_parts(names)} is left out, because {gone[0]} is.")
        else:
            stay.append(tuple(names))
    return tuple(stay), tuple(told)
