"""A review of categorical readings on its page, and every number of it as flat records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.urls import reverse

from attending import charts
from attending.analytics.catalogs import measures
from attending.charts import reader_chart
from attending.documents.grid import Grid
from attending.review.models import ClassifierReview
from attending.review.presenters.figures import data_table
from attending.review.presenters.numbers import Number, released
from attending.review.readings import ReadingsReview, asked_of, review_of
from attending.review.report import readings as report
from attending.sources.readings import Scale
from attending.ui import formats
from attending.ui.parts import DataTable, Figure, Link, SummaryRow

SCHEMA: Final = "attending.readings-numbers/1"
HISTORY: Final = 24
_SHORT_HASH: Final = 12


@dataclass(frozen=True)
class Kept:
    """A recorded review with what was asked of its log."""

    row: ClassifierReview
    review: ReadingsReview
    scale: Scale

    @classmethod
    def of(cls, row: ClassifierReview) -> Kept:
        """Read the record. Raises ValueError when it is of a version that is not read."""
        return cls(row, review_of(row.results), asked_of(row.mapping)[1])

    @property
    def period(self) -> str:
        """The months it covers."""
        return formats.period(f"{self.row.period_start:%Y-%m}", f"{self.row.period_end:%Y-%m}")


@dataclass(frozen=True, slots=True)
class Section:
    """Tables that answer one question, on a shelf that tells its answer; ``place`` in an address opens it."""

    place: str
    title: str
    answer: str
    tables: tuple[Table, ...]
    lead: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page with its heading and what must be said of it."""

    title: str
    table: DataTable
    note: str


def figure(kept: Kept) -> Figure:
    """The three readers beside each other."""
    readers, changed = report.accuracies(kept.review, kept.scale), report.changes(kept.review, kept.scale)

    def draw(width: int) -> Any:
        return reader_chart.reader_accuracy(readers, changes=changed, period=kept.period, width=width)

    chart = draw(charts.WIDE)
    rows = data_table(reader_chart.reader_rows(readers))
    return Figure(charts.answer_of(chart), charts.responsive_svg(draw), rows, charts.note_of(chart))


def sections(review: ReadingsReview, scale: Scale) -> list[Section]:
    """Every table, under the question that it answers."""
    overall = review.overall
    automation = report.automation_grid(overall)
    readers = report.accuracies(review, scale)
    title, grid = "Does the AI read as well as the clinician?", report.reader_grid(review, scale)
    found = [Section("readers", title, _readers(readers), _tables([grid]))]
    if overall.comparisons:
        areas = report.area_grid(review)
        compared = [report.difference_grid(review, scale), *([] if areas is None else [areas])]
        answer = reader_chart.answer(readers, report.changes(review, scale))
        found.append(Section("same-cases", "Who reads better on the same cases?", f"{answer}.", _tables(compared)))
    if automation is not None:
        found.append(
            Section("astray", "Does it lead readers astray?", report.led_astray(overall), _tables([automation]))
        )
    verification = report.verification_grids(overall)
    if verification:
        lead = overall.verification.warning if overall.verification else ""
        answer = (
            f"{overall.verified:,} of {overall.cases:,} cases have a known reference{', not alike' if lead else ''}."
        )
        found.append(Section("verified", "Was everybody verified alike?", answer, _tables(verification), lead or ""))
    if overall.comparisons or review.with_reference:
        agreement = report.agreement_grid(review)
        found.append(Section("agreement", "Do readers agree?", _agreement(agreement), _tables([agreement])))
    groups = [report.group_grid("By subgroup", "Subgroup", review.subgroups)] if review.subgroups else []
    months = report.group_grid("By month", "Month", review.months, months=True)
    title = "Does it work for everybody, every month?"
    found.append(Section("groups", title, _groups(review), _tables([*groups, months])))
    durations = report.turnaround_grids(review)
    if durations:
        found.append(Section("turn-around", "Are reports faster?", report.how_fast(review), _tables(durations)))
    points = [*report.cut_grids(review), *report.confusion_grids(review, scale)]
    title, answer = "Every operating point and every count", "Each place to cut, and each reading beside its reference."
    return [*found, Section("counts", title, answer, _tables(points), folded=True)]


def _readers(readers: reader_chart.Readers) -> str:
    """What each reader finds and rightly leaves, with the cases that it rests on."""
    told = []
    for key in reader_chart.SHOWN:
        each = [f"{name} {report.told(of[key])}, n {of[key].denominator or 0:,}" for name, of in readers.items()]
        told.append(f"{measures()[key].title}: {'; '.join(each)}.")
    return " ".join(told)


def _agreement(grid: Grid) -> str:
    if not grid.rows:
        return ""
    pair, cases, same = grid.rows[0][:3]
    return f"{pair}: the same category in {same}, n {cases}."


def _groups(review: ReadingsReview) -> str:
    groups, months = len(review.subgroups), len(review.months)
    told = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in ((groups, "subgroup"), (months, "month"))]
    return f"{' and '.join(told[0 if groups else 1 :])}, each reader in each."


def facts(kept: Kept) -> list[SummaryRow]:
    """What the review rests on."""
    row, intake = kept.row, kept.row.intake
    columns = kept.row.mapping["columns"]
    named = ", ".join(
        f"{label} {columns[name]}"
        for label, name in (
            ("reference", "reference"),
            ("AI", "ai"),
            ("clinician", "clinician"),
            ("with AI", "with_ai"),
            ("time", "time"),
            ("hours", "hours"),
            ("patient", "patient"),
            ("score", "score"),
        )
        if columns.get(name)
    )
    return [
        SummaryRow("Period", kept.period),
        SummaryRow("Source", row.source, note=f"SHA-256 {row.source_sha256[:_SHORT_HASH]}…"),
        SummaryRow(
            "Rows",
            f"{formats.count(intake['read'])} read",
            note=f"= {formats.count(intake['loaded'])} loaded + {formats.count(intake['duplicate'])} duplicate + "
            f"{formats.count(intake['quarantined'])} quarantined",
        ),
        SummaryRow("Columns", named),
        SummaryRow("Categories", ", ".join(kept.scale.categories), note=f"read as positive from {kept.scale.cut} on"),
        SummaryRow(
            "Reference",
            ", ".join(kept.scale.references),
            note=f"truly positive from {kept.scale.positive_from} on; unknown is never negative",
        ),
        SummaryRow("Reviewed", formats.moment(row.run_at), note=f"by {row.run_by}, record entry {row.ledger_seq}"),
    ]


def history(rows: Sequence[ClassifierReview], shown: int | None) -> DataTable | None:
    """The reviews of a deployment, newest first."""
    if not rows:
        return None
    found = [
        (
            "This review"
            if each.pk == shown
            else Link(formats.date(each.run_at), reverse("review:readings-review", args=[each.pk])),
            formats.period(f"{each.period_start:%Y-%m}", f"{each.period_end:%Y-%m}"),
            each.source,
            each.run_by.printed_name,
        )
        for each in rows
    ]
    return DataTable(["Reviewed", "Period", "Source", "By"], found, "Reviews of readings", stacks=True)


def numbers(kept: Kept) -> list[Number]:
    """Every estimate and count of the review, each once; what rests on 1 to 10 people is withheld."""
    return [released(number) for number in _numbers(kept)]


def document(kept: Kept) -> dict[str, Any]:
    """The numbers with all that is needed to believe them, as plain JSON."""
    row = kept.row
    return {
        "schema": SCHEMA,
        "deployment": str(row.deployment),
        "recorded_at": row.run_at.isoformat(),
        "period_start": row.period_start.isoformat(),
        "period_end": row.period_end.isoformat(),
        "source": row.source,
        "source_sha256": row.source_sha256,
        "mapping": row.mapping,
        "rows": {name: row.intake[name] for name in ("read", "loaded", "duplicate", "quarantined", "conflicts")},
        "versions": row.versions,
        "record_entry": row.ledger_seq,
        "interval": "95 %",
        "numbers": [asdict(number) for number in numbers(kept)],
    }


def _tables(grids: Sequence[Grid]) -> tuple[Table, ...]:
    return tuple(Table(each.heading, _table(each), each.note) for each in grids)


def _table(grid: Grid) -> DataTable:
    return DataTable(grid.columns, grid.rows, grid.heading, tuple(grid.numeric))


def _numbers(kept: Kept) -> Iterator[Number]:
    review, scale = kept.review, kept.scale
    months = (f"{kept.row.period_start:%Y-%m}", f"{kept.row.period_end:%Y-%m}")
    overall = review.overall
    for reader, performance in overall.readers.items():
        for section, tables in (("cut", performance.cuts), ("category", performance.categories)):
            for category, at in tables.items():
                place = (f"{section} {category}", "reader", report.NAMES[reader], *months)
                yield from (Number.of(place, each) for each in at.measures.values())
        whole = ("overall", "reader", report.NAMES[reader], *months)
        if performance.auroc is not None:
            yield Number.of(whole, performance.auroc)
        if performance.accuracy is not None:
            yield Number.of(whole, performance.accuracy.accuracy)
            yield Number.of(whole, performance.accuracy.no_information_rate)
        for reference, row in zip(scale.references, performance.confusion, strict=True):
            for category, n in zip(scale.categories, row, strict=True):
                where = (f"reference {reference}, read as {category}", *whole[1:])
                yield Number(*where, "", "cases", None, None, None, n, None, None, None, None, "")
    for pair, comparison in overall.comparisons.items():
        for section, found in (
            ("cut", {**comparison.sensitivity_at_cut}),
            ("cut", {**comparison.specificity_at_cut}),
            ("category", {**comparison.sensitivity}),
            ("category", {**comparison.specificity}),
        ):
            for category, each in found.items():
                yield Number.of((f"{section} {category}", "readers", _pair(pair), *months), each.difference)
        place = ("overall", "readers", _pair(pair), *months)
        if comparison.accuracy is not None:
            yield Number.of(place, comparison.accuracy.difference)
        yield Number.of(place, comparison.agreement.percent_agreement)
        yield Number.of(place, comparison.agreement.kappa)
        if comparison.areas is not None:
            yield Number.of(place, comparison.areas.difference)
    for reader, areas in review.score_areas.items():
        place = ("overall", "readers", f"AI score / {report.NAMES[reader]}", *months)
        yield Number.of(place, areas.difference)
    for reader, agreement in review.with_reference.items():
        place = ("overall", "readers", f"{report.NAMES[reader]} / reference", *months)
        yield Number.of(place, agreement.percent_agreement)
        yield Number.of(place, agreement.kappa)
    everyone = ("overall", "overall", "all", *months)
    if overall.automation is not None:
        yield Number.of(everyone, overall.automation.misled_rate)
        yield Number.of(everyone, overall.automation.helped_rate)
    if overall.verification is not None:
        verification = overall.verification
        for estimate in (verification.verified, verification.corrected_sensitivity, verification.corrected_specificity):
            yield Number.of(everyone, estimate)
        for category, share in verification.by_category.items():
            yield Number.of((f"read as {category}", *everyone[1:]), share)
    for group in (*review.subgroups, *review.months):
        for reader, measured in group.readers.items():
            section = f"subgroup, {report.NAMES[reader]}" if group in review.subgroups else report.NAMES[reader]
            where = (section, group.stratum.attribute, group.stratum.level, group.first, group.last)
            yield from (Number.of(where, each) for each in measured.values())
    yield from _turnaround(review, everyone)


def _turnaround(review: ReadingsReview, everyone: tuple[str, str, str, str, str]) -> Iterator[Number]:
    found = review.turnaround
    if found is None:
        return
    yield Number.of(everyone, found.overall.median)
    yield Number.of(everyone, found.overall.p90)
    for month in found.months:
        place = ("month", "overall", "all", month.period, month.period)
        yield Number.of(place, month.median)
        yield Number.of(place, month.p90)
    if found.change is not None:
        yield Number.of((f"from {found.changed_from} on", *everyone[1:]), found.change.median_change)
        yield Number.of((f"from {found.changed_from} on", *everyone[1:]), found.change.faster)


def _pair(pair: str) -> str:
    return " / ".join(report.NAMES[name] for name in pair.split(" / "))


def panel(newest: ClassifierReview | None, *, may_record: bool, deployment: int) -> Mapping[str, Any]:
    """What the deployment's page says of readings: the newest review, or that there is none."""
    kept = None if newest is None else Kept.of(newest)
    return {
        "readings": {
            "deployment": deployment,
            "may_record": may_record,
            "reviewed": None if newest is None else formats.date(newest.run_at),
            "period": None if kept is None else kept.period,
            "told": [] if kept is None else _told(kept),
        }
    }


def _told(kept: Kept) -> list[str]:
    """How many cases, the answer, and the warning without which it would mislead."""
    verified = kept.review.overall.verification
    return [
        *report.standing_out(kept.review, kept.scale)[:2],
        *([verified.warning] if verified is not None and verified.warning else []),
    ]
