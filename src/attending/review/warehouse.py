"""A review of a table behind an administrator's connection: read where it lies, reduced, measured. No database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from attending.review.compute import ReviewResult, reviewed, with_control
from attending.sources import ColumnMapping, Progress, silent
from attending.sources.engines.connection import Connection


def review_table(
    connection: Connection,
    table: str,
    mapping: ColumnMapping,
    *,
    thresholds: Sequence[Decimal] = (),
    conditional_on: str | None = None,
    all_or_nothing: bool = False,
    progress: Callable[[Progress], None] = silent,
) -> ReviewResult:
    """Review a warehouse's table. Raises ``sources.LogRefused``, ``SourceUnreachable``, ValueError."""
    from attending.sources.warehouse_reduction import reduce_table

    mapping = with_control(mapping, conditional_on)
    reduction = reduce_table(
        connection, table, mapping, thresholds=thresholds, all_or_nothing=all_or_nothing, progress=progress
    )
    return replace(reviewed(reduction, mapping, conditional_on), connection=connection.name, table=table)
