"""A log that is a warehouse's table, opened for its checks where it lies."""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir

from attending.sources.clinical.intake import Checked, Opened, Wanted, looked_at
from attending.sources.engine import AnyLayout
from attending.sources.engines.connection import Connection
from attending.sources.engines.layout import TableLayout
from attending.sources.engines.warehouse import Warehouse, table_layout
from attending.sources.report import refusal
from attending.sources.survey import Survey, check_still, survey_table
from attending.sources.warehouse_reduction import check_columns, check_size


def checked_table(
    engine: Warehouse, connection: Connection, table: str, wanted: Wanted, *, named_by: str, warnings: tuple[str, ...]
) -> Checked:
    """Look at the rows of a table (`table`, `schema.table`) of an open warehouse; a bad one is `named_by` a column.

    Bad rows are listed and cannot be written out. Raises LogRefused when there is no such table or column, no row, or
    more rows than may be read.
    """
    layout = replace(table_layout(engine, connection, table), named_by=(named_by,))
    check_columns(layout, wanted.columns)

    def surveyed(each: AnyLayout, rows: ir.Table) -> Survey:
        if not isinstance(each, TableLayout):
            raise TypeError("A table has a table's layout.")
        seen = survey_table(engine, each, rows, wanted.told)
        if seen.read == 0:
            raise refusal("The table has no rows", "Fill it, or name the table that has them", file=table)
        check_size(each, seen, wanted.limits)
        return seen

    def unchanged(read: int) -> None:
        check_still(engine, layout, layout.table, read)

    return looked_at(Opened(engine, (layout,), (), warnings, surveyed, unchanged), wanted)
