"""What a reality check says: the map as seen, the real map, variants, times, the order, and the time rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from attending.analytics.event_log.drawn import TimeRule
from attending.analytics.event_log.results import (
    Coverage,
    OrderCheck,
    Outcomes,
    RuleGroup,
    RuleResult,
    StepCoverage,
    Throughput,
    Variants,
)
from attending.charts import process_map
from attending.maps.model import CareMap
from attending.ui import formats
from attending.ui.parts import DataTable, Figure, Link, Status
from attending.workflow.map_drawing import on_page
from attending.workflow.models import MapVersion, RealityCheck
from attending.workflow.presenters.workload_charts import data_table
from attending.workflow.rules.reality import Kept, headline, is_stale, marks_of

TOP = 10


@dataclass(frozen=True, slots=True)
class RuleView:
    """One time rule: in words, for everybody, and by group."""

    name: str
    words: str
    outcomes: DataTable
    groups: Sequence[tuple[str, DataTable]]
    absent: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check, ready for its page; ``drawing`` is the map with what was seen of each step."""

    headline: str
    state: Status
    account: Sequence[tuple[str, object]]
    drawing: str
    steps: DataTable
    undrawn: DataTable
    real: Figure
    rules: Sequence[RuleView]
    order: str
    reversals: DataTable
    variants: str
    variant_table: DataTable
    times: DataTable
    notes: Sequence[str]
    unchecked: Sequence[str]


def check_view(record: RealityCheck, kept: Kept, drawn: CareMap, newest: MapVersion | None) -> CheckView:
    """Everything about one check; ``newest`` is the newest version of the map that was checked."""
    found = kept.check
    graph = found.graph
    return CheckView(
        headline=headline(found),
        state=check_state(record, newest),
        account=_account(record, kept),
        drawing=on_page(drawn, marks=marks_of(found), title="The map, with what was seen"),
        steps=_steps(found.coverage, found.cases),
        undrawn=_undrawn(found.coverage),
        real=Figure(
            process_map.answer(graph),
            process_map.responsive_svg(graph),
            data_table(process_map.table(graph)),
            process_map.note(graph),
        ),
        rules=[_rule(each) for each in found.rules],
        order=_order(found.order),
        reversals=_reversals(found.order),
        variants=_variants(found.variants),
        variant_table=_variant_table(found.variants),
        times=_times(found.throughput),
        notes=kept.notes,
        unchecked=kept.unchecked,
    )


def check_state(record: RealityCheck, newest: MapVersion | None) -> Status:
    """Whether the check still speaks of the map as it is, and is younger than a year."""
    if newest is not None and newest.pk != record.version_id:
        return Status("watch", f"The map changed since: version {newest.number}")
    if is_stale(record.checked_at.date(), timezone.localdate()):
        return Status("watch", "Older than a year")
    return Status("ok", f"Checked {formats.date(record.checked_at)}")


def check_table(found: Sequence[RealityCheck], newest: dict[int, MapVersion]) -> DataTable:
    """Every check of a use case; ``newest`` holds the newest version of each map, by the map's number."""
    rows: list[list[object]] = [
        [
            Link(
                formats.date(each.checked_at),
                reverse("workflow:reality-check", args=[each.pk]),
                each.version.care_map.get_kind_display(),
            ),
            f"version {each.version.number}",
            each.site.name if each.site else "every site",
            formats.count(each.cases),
            formats.count(each.events),
            check_state(each, newest.get(each.version.care_map_id)),
        ]
        for each in found
    ]
    return DataTable(["Checked", "Map", "Site", "Cases", "Events read", "State"], rows, "", (3, 4), stacks=True)


def _account(record: RealityCheck, kept: Kept) -> list[tuple[str, object]]:
    found = kept.check
    return [
        ("Log", record.source),
        ("SHA-256", record.source_sha256[:12] or "a table has none"),
        ("Of", record.site.name if record.site else "every site"),
        ("Period", f"{formats.date(record.first_at)} to {formats.date(record.last_at)}, {found.time_zone}"),
        ("Cases", formats.count(record.cases)),
        (
            "Events",
            f"{formats.count(record.events)} read = {formats.count(record.loaded)} loaded + "
            f"{formats.count(kept.duplicate)} duplicate + {formats.count(kept.quarantined)} quarantined",
        ),
        ("Small counts", f"of fewer than {found.smallest} cases: not told" if found.smallest else "all are told"),
        ("Checked by", f"{record.checked_by}, {formats.moment(record.checked_at)}"),
    ]


def _steps(coverage: Coverage | None, cases: int) -> DataTable:
    steps = coverage.steps if coverage else ()
    rows: list[list[object]] = [
        [each.name, _seen(each), _count(each.events), _of(each.cases, cases), ", ".join(each.absent)] for each in steps
    ]
    headers = ["Step", "Seen", "Events", "Cases", "Its events that the log lacks"]
    return DataTable(headers, rows, "Every drawn step", (2, 3))


def _seen(step: StepCoverage) -> Status:
    if not step.mapped:
        return Status("neutral", "Names no event")
    return Status("ok", "Seen") if step.seen else Status("breach", "Not seen")


def _count(number: int | None) -> str:
    return NOT_TOLD if number is None else formats.count(number)


def _of(part: int | None, whole: int) -> str:
    return NOT_TOLD if part is None else formats.proportion(part, whole, 0)


def _undrawn(coverage: Coverage | None) -> DataTable:
    found = coverage.undrawn if coverage else ()
    rows = [[each.name, formats.count(each.events), formats.count(each.cases)] for each in found]
    return DataTable(["Activity", "Events", "Cases"], rows, "Done, and not drawn", (1, 2))


_OUTCOMES = ("Began it", "Before", "In time", "Late", "Missing", "Kept")
NOT_TOLD = "not told"
"""A count that is too small, or would give a small one away."""


def _rule(result: RuleResult) -> RuleView:
    rule, outcomes, median = result.rule, result.outcomes, result.median_minutes
    minutes = "" if median is None else f"; median {formats.number(median, 0)} minutes"
    kept = formats.proportion(outcomes.kept(rule), outcomes.activated, 0)
    words = f"{kept} that began it kept it{minutes}." if outcomes.activated else "No case began it."
    groups = []
    for attribute, members in groupby(result.groups, key=lambda group: group.attribute):
        rows = [[group.level, *_row(rule, group)] for group in members]
        groups.append((attribute, DataTable([attribute.capitalize(), *_OUTCOMES], rows, rule.name, range(1, 7))))
    return RuleView(
        name=rule.name,
        words=words,
        outcomes=DataTable(list(_OUTCOMES), [_row(rule, outcomes)], "Cases", range(6)),
        groups=groups,
        absent=", ".join(result.absent),
    )


def _row(rule: TimeRule, found: Outcomes | RuleGroup) -> list[str]:
    counts = (found.activated, found.before, found.in_time, found.late, found.missing)
    return [*map(_count, counts), _kept(rule, found)]


def _kept(rule: TimeRule, found: Outcomes | RuleGroup) -> str:
    counted = [found.in_time, *([found.before] if rule.counts_before else [])]
    known = [each for each in counted if each is not None]
    if found.activated is None or len(known) < len(counted):
        return NOT_TOLD
    if not found.activated:
        return ""
    return formats.proportion(sum(known), found.activated, 0)


def _order(order: OrderCheck | None) -> str:
    if order is None or not order.compared:
        return "No case has two steps whose order is drawn."
    more = f" {order.rarer.rows} rarer pairs are not told." if order.rarer.rows else ""
    said = formats.proportion(order.reversed, order.compared, 0)
    return f"{said} cases with two drawn steps have a pair in the other order.{more}"


def _reversals(order: OrderCheck | None) -> DataTable:
    rows = [
        [each.earlier, each.later, formats.proportion(each.reversed, each.both, 0)]
        for each in (order.pairs if order else ())[:TOP]
    ]
    return DataTable(["Drawn first", "Drawn later", "Come the other way round"], rows, "Of cases with both", (2,))


def _variants(found: Variants) -> str:
    return (
        f"{formats.count(found.cases)} cases take {formats.count(found.distinct)} different ways; "
        f"{formats.count(found.single)} ways are taken once."
    )


def _variant_table(found: Variants) -> DataTable:
    rows = [
        [", then ".join(each.activities), formats.proportion(each.cases, found.cases, 0)] for each in found.top[:TOP]
    ]
    return DataTable(["Way", "Cases"], rows, "The most frequent ways", (1,))


def _times(found: Throughput) -> DataTable:
    known = {
        "A tenth are done within": found.p10_seconds,
        "A quarter within": found.p25_seconds,
        "Half within": found.median_seconds,
        "Three quarters within": found.p75_seconds,
        "Nine tenths within": found.p90_seconds,
        "Mean": found.mean_seconds,
    }
    rows = [[label, process_map.duration(value)] for label, value in known.items() if value is not None]
    return DataTable(["From first to last event", "Time"], rows, f"{formats.count(found.cases)} cases", (1,))
