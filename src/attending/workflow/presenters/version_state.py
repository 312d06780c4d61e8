"""How far a version is: kept, being signed, signed, sent back, taken back or superseded."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from attending.decisions.rules.statements import disciplines_in_words
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status, SummaryRow
from attending.workflow.models import MapVersion
from attending.workflow.queries.maps import Standing, is_in_hand, is_signed


def state(version: MapVersion, signed: MapVersion | None) -> Status:
    """``signed`` is the newest signed version of the same map; ``offer`` and ``outcome`` should be loaded."""
    if is_signed(version):
        if signed is not None and signed.pk != version.pk:
            return Status("neutral", f"Superseded by version {signed.number}")
        return Status("ok", "Signed")
    if is_in_hand(version):
        return Status("pending", "Being signed")
    if hasattr(version, "outcome"):
        return Status("breach", "Sent back")
    if hasattr(version, "offer"):
        return Status("neutral", "Taken back")
    return Status("info", "Kept to be walked through")


def history(versions: Sequence[MapVersion], signed: MapVersion | None) -> DataTable:
    """The versions of one map, newest first."""
    rows = [
        (
            Link(f"Version {each.number}", reverse("workflow:version", args=[each.pk])),
            state(each, signed),
            each.why,
            f"{each.offered_by}, {formats.date(each.offered_at)}",
        )
        for each in versions
    ]
    return DataTable(("Version", "State", "Why", "By"), rows, stacks=True)


def facts(version: MapVersion, standing: Standing) -> list[SummaryRow]:
    """What a version is, and where it is decided about."""
    rows = [
        SummaryRow("State", state(version, standing.signed)),
        SummaryRow("Why", version.why),
        SummaryRow("By", f"{version.offered_by}, {formats.moment(version.offered_at)}"),
        SummaryRow("To be signed by", disciplines_in_words(version.disciplines) or "no discipline: nobody is named"),
        SummaryRow("SHA-256 of the text", version.sha256),
    ]
    if hasattr(version, "offer"):
        question = reverse("decisions:proposal", args=[version.offer.proposal_id])
        rows.insert(1, SummaryRow("Who signed", Link("The question and its signatures", question)))
    return rows
