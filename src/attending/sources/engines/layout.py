"""A warehouse's table as the checks of a row see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import ibis.expr.types as ir

from attending.sources.engines.dialect import Dialect


@dataclass(frozen=True)
class TableLayout:
    """One table: `name` as a person writes it, the engine's `table`, and how the engine answers.

    `time_zones` gives the zone in which an instant's month is counted, for each column that holds instants.
    `keys_shown` says whether a list of bad rows may print the key, which stands where a file has its line number; it is
    that of the columns `named_by`, or without them of the mapped key.
    """

    name: str
    table: ir.Table
    names: dict[str, str]
    time_zones: dict[str, str]
    dialect: Dialect
    keys_shown: bool
    named_by: tuple[str, ...] = ()
    escaped: bool = field(default=False, init=False)
    located: Final[tuple[str, ...]] = ()

    def cut_records(self) -> list[int]:
        """No row of a table is half written."""
        return []
