"""Evidence kept elsewhere, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from attending.analytics.catalogs.frameworks import evidence_kinds
from attending.frameworks.models import KeptElsewhere
from attending.ui import formats
from attending.ui.parts import Link, Status
from attending.ui.tables import Column, Filter, Table


def table(*, may_record: bool) -> Table:
    """The table; whoever may record may also withdraw."""
    shown = [
        Column("title", "What it is", sort="title"),
        Column("kind", "Kind of evidence", sort="kind"),
        Column("where_kept", "Where it lies"),
        Column("use_case", "For", sort="use_case__title"),
        Column("as_of", "Its date", sort="as_of"),
        Column("review_by", "To be reviewed by", sort="review_by"),
        Column("owner", "Who answers for it", sort="owner__printed_name"),
    ]
    return Table(
        name="elsewhere",
        caption="Evidence kept elsewhere",
        columns=[*shown, Column("withdraw", "Change")] if may_record else shown,
        export_columns=shown,
        noun="pieces of evidence",
        one="piece of evidence",
        search=("title", "where_kept", "owner__printed_name"),
        filters=(Filter("kind", "Kind of evidence", [(e.key, e.title) for e in evidence_kinds().values()]),),
        order="review_by",
        empty="Nothing is recorded yet that other systems keep.",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of evidence."""

    title: str
    kind: str
    where_kept: str
    use_case: str
    as_of: str
    review_by: Status
    owner: str
    withdraw: Link


def rows(found: Sequence[KeptElsewhere]) -> Sequence[Row]:
    """Evidence as rows."""
    today = timezone.localdate()
    return [
        Row(
            title=each.title,
            kind=evidence_kinds()[each.kind].title,
            where_kept=each.where_kept,
            use_case=each.use_case.title if each.use_case else "All use cases",
            as_of=formats.date(each.as_of),
            review_by=_review(each.review_by, today),
            owner=each.owner.printed_name,
            withdraw=Link("Withdraw", reverse("frameworks:withdraw-elsewhere", args=[each.pk]), each.title),
        )
        for each in found
    ]


def _review(day: date, today: date) -> Status:
    return Status("watch", f"Out of date since {formats.date(day)}") if day < today else Status("ok", formats.date(day))
