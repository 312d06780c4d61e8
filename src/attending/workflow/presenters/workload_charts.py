"""The charts over every threshold with one team, each with its numbers below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from attending import charts
from attending.analytics.alert_queue import Sweep
from attending.charts.rows import Table
from attending.ui.parts import DataTable, Figure

if TYPE_CHECKING:
    import altair as alt


def figures(sweep: Sweep) -> Sequence[Figure]:
    """``sweep`` holds one team: what a threshold is worth with it, what each person gets, and what is done in time."""
    team = sweep.teams[0]
    told = data_table(charts.team_rows(sweep, team))
    return [
        _figure(lambda width: charts.realised_by_threshold(sweep, width=width), teams_table(sweep)),
        _figure(lambda width: charts.alerts_per_person(sweep, team, width=width), told),
        _figure(lambda width: charts.share_in_time(sweep, width=width), data_table(charts.alerts_by_shift(sweep))),
    ]


def teams_table(sweep: Sweep) -> DataTable:
    """Each team of a sweep: the threshold that looks best, the one that is best for it, and what that gains."""
    return data_table(charts.realised_rows(sweep))


def data_table(table: Table) -> DataTable:
    """A chart's rows as a page shows them."""
    numeric = [at for at, column in enumerate(table.columns) if column.numeric]
    return DataTable([column.label for column in table.columns], table.rows, table.caption, numeric)


def _figure(draw: Callable[[int], alt.LayerChart], table: DataTable) -> Figure:
    wide = draw(charts.WIDE)
    return Figure(charts.answer_of(wide), charts.responsive_svg(draw), table, charts.note_of(wide))
