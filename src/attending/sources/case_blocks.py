"""One more pass over the cases in order of time: blocks of them as sums, from which their CUSUM is known exactly.

Weights, prefix sums and lowest sums are window functions in the engine; no case leaves it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from attending.analytics.case_blocks import Climb, Cut, MonthBlocks, arm_of, cuts, towards
from attending.analytics.score_table import ScoreTable
from attending.sources.case_order import labelled_by_month, month_number
from attending.sources.engines.dialect import Dialect
from attending.sources.grouping import Fetches

_OFFSET: Final = " ?(Z|[+-][0-9:]+)$"
_ZEROS: Final = "[.]?0+$"


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows of a reduced log, and the names of their columns.

    `period` counts months since year 0. `order` are the columns that put the cases of a month in order, the time first;
    cases that are alike in all of them follow by score and outcome, so that every engine cuts the same blocks.
    """

    rows: ir.Table
    score: str
    outcome: str
    period: str
    order: tuple[str, ...]


def case_blocks(engine: Fetches, cases: CaseRows, table: ScoreTable) -> tuple[MonthBlocks, ...]:
    """The blocks of every month of `table`, which must be the reduction of the same rows; labelled rows alone count."""
    found = cuts(labelled_by_month(table))
    if not found:
        return ()
    blocks = _in_blocks(cases, found)
    weighed = _weighed(blocks)
    sums = weighed.group_by(["cut", "block"]).aggregate(
        n=weighed.count(),
        events=weighed.event.sum(),
        expected=weighed.risk.sum(),
        variance=(weighed.risk * (1.0 - weighed.risk)).sum(),
        **{name: value for i in range(len(towards())) for name, value in _climb(weighed, i).items()},
    )
    rows = sorted(engine.fetch(sums).to_pylist(), key=lambda row: (row["cut"], row["block"]))
    return tuple(_read(rows, list(dict.fromkeys(found.values()))))


def moment(text: ir.StringValue, dialect: Dialect) -> ir.StringValue:
    """A time as text that sorts in order of time among times of one offset, however ISO 8601 lets it be written."""
    if not dialect.has_patterns:
        return text
    plain = dialect.stripped(text)
    clock = plain.substr(11).re_replace(_OFFSET, "")
    seconds = ibis.ifelse(clock.length() == len("14:05"), clock.concat(":00"), clock)
    short = ibis.ifelse(seconds.contains("."), seconds.re_replace(_ZEROS, ""), seconds)
    sorted_so: ir.StringValue = plain.substr(0, 10).concat(" ", short)
    return sorted_so


def _in_blocks(cases: CaseRows, found: Mapping[str, Cut]) -> ir.Table:
    """The labelled rows with their place among those of a cut, and the number of their block."""
    numbers = {cut: i for i, cut in enumerate(dict.fromkeys(found.values()))}
    sent = ibis.memtable(
        pa.table(
            {
                "counted": pa.array([month_number(month) for month in found], pa.int64()),
                "cut": pa.array([numbers[cut] for cut in found.values()], pa.int64()),
                "size": pa.array([cut.size for cut in found.values()], pa.int64()),
                "blocks": pa.array([cut.blocks for cut in found.values()], pa.int64()),
            }
        )
    )
    rows = cases.rows
    known = rows.filter(rows[cases.outcome].notnull()).select(
        month_of_case=rows[cases.period].cast("int64"),
        risk=rows[cases.score],
        event=rows[cases.outcome].cast("int64"),
        **{f"order_{i}": rows[name] for i, name in enumerate(cases.order)},
    )
    joined = known.inner_join(sent, known.month_of_case == sent.counted)
    order = ["month_of_case", *(f"order_{i}" for i in range(len(cases.order))), "risk", "event"]
    placed = joined.mutate(place=ibis.row_number().over(ibis.window(group_by="cut", order_by=order)))
    block = (placed.place / placed["size"]).floor().cast("int64")
    return placed.mutate(block=ibis.ifelse(block >= placed.blocks, placed.blocks - 1, block))


def _weighed(blocks: ir.Table) -> ir.Table:
    """With the sum of each arm's weights up to each case of its block, and the lowest such sum so far."""
    so_far = ibis.window(group_by=["cut", "block"], order_by="place", preceding=None, following=0)
    weights = {f"weight_{i}": _weight(blocks.risk, blocks.event, odds) for i, odds in enumerate(towards())}
    with_weights = blocks.mutate(**weights)
    summed = with_weights.mutate(
        **{f"sum_{i}": with_weights[f"weight_{i}"].sum().over(so_far) for i in range(len(weights))}
    )
    return summed.mutate(**{f"low_{i}": summed[f"sum_{i}"].min().over(so_far) for i in range(len(weights))})


def _weight(risk: ir.FloatingValue, event: ir.IntegerValue, odds_ratio: float) -> ir.FloatingValue:
    """Steiner's log likelihood ratio, the null being the risk as the model states it."""
    # As text: a double of 17 digits written as a number is read as a decimal and may come out one step off.
    more, log_odds = (ibis.literal(repr(each)).cast("float64") for each in (odds_ratio - 1, math.log(odds_ratio)))
    weight: ir.FloatingValue = ibis.ifelse(event == 1, log_odds, 0.0) - (1.0 + more * risk).ln()
    return weight


def _climb(weighed: ir.Table, arm: int) -> dict[str, ir.Value]:
    total, low = weighed[f"sum_{arm}"], weighed[f"low_{arm}"]
    return {
        f"total_{arm}": weighed[f"weight_{arm}"].sum(),
        f"highest_{arm}": total.max(),
        f"lowest_{arm}": total.min(),
        f"peak_{arm}": (total - ibis.ifelse(low < 0.0, low, 0.0)).max(),
    }


def _read(rows: Sequence[Mapping[str, Any]], found: Sequence[Cut]) -> Iterator[MonthBlocks]:
    for number, of_cut in groupby(rows, key=lambda row: row["cut"]):
        cut, blocks = found[number], list(of_cut)
        yield MonthBlocks(
            cut.period,
            cut.since,
            tuple(int(row["n"]) for row in blocks),
            tuple(int(row["events"]) for row in blocks),
            tuple(float(row["expected"]) for row in blocks),
            tuple(float(row["variance"]) for row in blocks),
            tuple(arm_of(odds, [_climb_of(row, i) for row in blocks]) for i, odds in enumerate(towards())),
        )


def _climb_of(row: Mapping[str, Any], arm: int) -> Climb:
    total = float(row[f"total_{arm}"])
    end = total - min(float(row[f"lowest_{arm}"]), 0.0)
    return Climb(total, float(row[f"highest_{arm}"]), max(end, 0.0), float(row[f"peak_{arm}"]))
