"""A reality check as sentences and tables, the same in the terminal and on the page; small counts are not in it."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from attending import __version__
from attending.analytics.event_log.results import Outcomes, RealityCheck, Rest, RuleResult
from attending.analytics.impact.words import counted
from attending.charts import process_map
from attending.charts.numbers import month_name, percent
from attending.charts.process_map import duration
from attending.documents.grid import Grid
from attending.sources.report import IntakeReport

_WITHHELD: Final = "not told"
_NONE: Final = "\N{EN DASH}"
_MISSING: Final = "Missing means that the log has no event of it; that is no proof that it was not done."


@dataclass(frozen=True)
class RealityPaper:
    """A disclosed check with where it comes from: the source's name, the account of its rows, the mapping used."""

    source: str
    check: RealityCheck
    intake: IntakeReport
    mapping: dict[str, Any]
    share: float = process_map.SHARE

    @property
    def title(self) -> str:
        """What the paper is."""
        return f"What really happens: {self.source}"

    @property
    def summary(self) -> str:
        """How much was held against the map, and from when to when."""
        check = self.check
        when = f", {month_name(check.first)} to {month_name(check.last)}" if check.first and check.last else ""
        return (
            f"{counted(check.cases, 'case')} with {counted(check.events, 'event')} of "
            f"{counted(len(check.graph.activities) + check.graph.rarer.rows, 'kind')}{when} ({check.time_zone})."
        )

    @property
    def account(self) -> str:
        """What became of the rows."""
        intake = self.intake
        return (
            f"{intake.read:,} rows read = {intake.loaded:,} loaded + {intake.duplicate:,} duplicate + "
            f"{intake.quarantined:,} quarantined."
        )

    @property
    def withheld(self) -> str:
        """What is not told."""
        return f"Counts of fewer than {self.check.smallest} cases are withheld." if self.check.smallest else ""

    @property
    def versions(self) -> dict[str, str]:
        """What computed it."""
        told = {name: version(name) for name in ("numpy", "numba", "duckdb")}
        return {"attending": __version__, "python": platform.python_version(), **told}


def answers(check: RealityCheck) -> Iterator[str]:
    """What a reader came for, each with its denominators."""
    if check.coverage is not None:
        found = check.coverage
        yield (
            f"{found.seen} of {counted(len(found.steps), 'drawn step')} are seen in the log; {found.not_seen} "
            f"{'is' if found.not_seen == 1 else 'are'} not, and {found.unmapped} "
            f"{'names' if found.unmapped == 1 else 'name'} no event and cannot be checked."
        )
        yield f"Drawn steps cover {_of(found.drawn_events, found.events, 'events')}."
    if check.order is not None:
        yield (
            f"{_of(check.order.reversed, check.order.compared, 'cases')} that have two steps whose order is drawn have "
            "some in the other order."
        )
    for result in check.rules:
        yield rule_answer(result)
    paths = check.variants
    if paths.top:
        first = paths.top[0]
        yield (
            f"There are {paths.distinct:,} different paths through {paths.cases:,} cases; the most frequent is that of "
            f"{first.cases:,} ({percent(first.share)}), and {paths.single:,} are of one case each."
        )
    else:
        yield f"There are {paths.distinct:,} different paths through {paths.cases:,} cases; none is frequent."
    times = check.throughput
    if times.median_seconds is not None and times.p10_seconds is not None and times.p90_seconds is not None:
        yield (
            f"From first to last event half of {times.cases:,} cases took up to {duration(times.median_seconds)}; "
            f"the middle 80 % took {duration(times.p10_seconds)} to {duration(times.p90_seconds)}."
        )


def rule_answer(result: RuleResult) -> str:
    """Who kept a rule, of those who began it and of those in whom it was done at all."""
    rule, found = result.rule, result.outcomes
    if not found.activated:
        return f"{rule.name}: no case began it, so it cannot be judged."
    kept = found.kept(rule)
    before = f", {found.before:,} before it began" if found.before else ""
    counts = " (which counts)" if found.before and rule.counts_before else ""
    return (
        f"{rule.name}: {_of(kept, found.activated, 'cases')} that began it kept it; {found.in_time:,} in time{before}"
        f"{counts}, {found.late:,} late, {found.missing:,} without it. Of the {found.done:,} in whom it was done, "
        f"{percent(kept / found.done) if found.done else 'none'} kept it."
    )


def grids(paper: RealityPaper) -> Iterator[Grid]:
    """Every table, in the order in which a reader asks."""
    check = paper.check
    if check.rules:
        yield rules_grid(check.rules)
        yield from (groups_grid(result, check.smallest) for result in check.rules if result.groups)
    if check.coverage is not None:
        yield steps_grid(check)
        yield undrawn_grid(check)
    if check.order is not None:
        yield order_grid(check)
    yield variants_grid(check)
    yield activities_grid(check)
    yield edges_grid(check)


def rules_grid(rules: Sequence[RuleResult]) -> Grid:
    """One row a rule."""
    columns = ("Rule", "Within", "Activated", "Before", "In time", "Late", "Missing", "Kept", "Median time")
    rows = [
        (
            result.rule.name,
            duration(60 * result.rule.minutes),
            *_outcomes(result.outcomes),
            _share(result.outcomes.kept(result.rule), result.outcomes.activated),
            _NONE if result.median_minutes is None else duration(60 * result.median_minutes),
        )
        for result in rules
    ]
    counted_before = [result.rule.name for result in rules if result.rule.counts_before]
    note = f"What came before counts as kept in: {', '.join(counted_before)}. " if counted_before else ""
    absent = sorted({name for result in rules for name in result.absent})
    unknown = f" The log has no activity {', '.join(absent)}." if absent else ""
    return Grid("Time rules", columns, rows, range(1, 9), f"{note}{_MISSING}{unknown}")


def groups_grid(result: RuleResult, smallest: int | None) -> Grid:
    """One row a level of each attribute."""
    columns = ("By", "Level", "Activated", "Before", "In time", "Late", "Missing", "Kept")
    rows = []
    for group in result.groups:
        cells = (group.activated, group.before, group.in_time, group.late, group.missing)
        kept = group.kept(result.rule)
        share = _WITHHELD if kept is None or not group.activated else _share(kept, group.activated)
        rows.append((group.attribute, group.level, *(_WITHHELD if n is None else f"{n:,}" for n in cells), share))
    note = (
        f"{_WITHHELD}: fewer than {smallest} cases, or a count that would give one away."
        if smallest is not None
        else ""
    )
    return Grid(f"{result.rule.name}, by group", columns, rows, range(2, 8), note)


def steps_grid(check: RealityCheck) -> Grid:
    """One row a drawn step."""
    rows = []
    for step in check.coverage.steps if check.coverage is not None else ():
        if not step.mapped:
            said = "names no event"
        elif not step.seen:
            said = "not seen"
        else:
            said = "seen"
        told = (_WITHHELD, "") if step.events is None else (f"{step.events:,}", _share(step.cases or 0, check.cases))
        rows.append((step.name, said, *(told if step.mapped else (_NONE, _NONE)), ", ".join(step.absent)))
    columns = ("Step", "In the log", "Events", "Share of cases", "Activities the log does not have")
    return Grid("Drawn steps", columns, rows, (2, 3), f"Of {check.cases:,} cases.")


def undrawn_grid(check: RealityCheck) -> Grid:
    """One row an activity that no step names."""
    found = check.coverage.undrawn if check.coverage is not None else ()
    rows = [(each.name, f"{each.events:,}", f"{each.cases:,}") for each in found]
    note = "What happens and is not drawn." if rows else "Every activity that can be told is drawn."
    return Grid("Not drawn", ("Activity", "Events", "Cases"), rows, (1, 2), note)


def order_grid(check: RealityCheck) -> Grid:
    """One row a pair of steps that some cases have in the other order."""
    order = check.order
    rows = [
        (pair.earlier, pair.later, f"{pair.reversed:,}", f"{pair.both:,}", percent(pair.share))
        for pair in (order.pairs if order is not None else ())
    ]
    columns = ("Drawn first", "Drawn later", "Cases in the other order", "Cases with both", "Share")
    more = _rest(order.rarer, "pair", "cases") if order is not None else ""
    return Grid("Order against the map", columns, rows, (2, 3, 4), f"By the first event of each step.{more}")


def variants_grid(check: RealityCheck) -> Grid:
    """One row a frequent path."""
    found = check.variants
    rows = [
        (f"{at}", f"{each.cases:,}", percent(each.share), " > ".join(each.activities))
        for at, each in enumerate(found.top, 1)
    ]
    told = sum(each.cases for each in found.top)
    note = f"{found.distinct - len(rows):,} further paths are those of {found.cases - told:,} cases."
    return Grid("Most frequent paths", ("Rank", "Cases", "Share", "Path"), rows, (1, 2), note)


def activities_grid(check: RealityCheck) -> Grid:
    """One row an activity."""
    rows = [
        (each.name, f"{each.events:,}", _share(each.cases, check.cases), _told(each.first), _told(each.last))
        for each in check.graph.activities
    ]
    columns = ("Activity", "Events", "Share of cases", "Begins", "Ends")
    note = f"Of {check.cases:,} cases.{_rest(check.graph.rarer, 'kind', 'events')}"
    return Grid("Activities", columns, rows, (1, 2, 3, 4), note)


def edges_grid(check: RealityCheck) -> Grid:
    """One row a pair of activities that follow directly on one another."""
    table = process_map.table(check.graph)
    numeric = [at for at, column in enumerate(table.columns) if column.numeric]
    note = _rest(check.graph.rarer_edges, "pair", "transitions").strip()
    return Grid(table.caption, [column.label for column in table.columns], table.rows, numeric, note)


def _told(number: int | None) -> str:
    return _WITHHELD if number is None else f"{number:,}"


def _outcomes(found: Outcomes) -> tuple[str, ...]:
    return tuple(f"{n:,}" for n in (found.activated, found.before, found.in_time, found.late, found.missing))


def _rest(rest: Rest, row: str, what: str) -> str:
    return (
        f" {counted(rest.rows, row)} with {rest.total:,} {what} {_are(rest.rows)} too rare to be told."
        if rest.rows
        else ""
    )


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({percent(part / whole)})" if whole else _NONE


def _of(part: int, whole: int, what: str) -> str:
    return f"{part:,} of {whole:,} {what}{f' ({percent(part / whole)})' if whole else ''}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
