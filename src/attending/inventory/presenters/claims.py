"""Versions of AI, their claims and what changed between two cards, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from attending.analytics.catalogs.measure import measures
from attending.cards.chai import Change, fields
from attending.inventory.models import ClaimCheck, DocumentKind, VendorClaim, VendorDocument
from attending.inventory.queries.claims import StandingClaim
from attending.inventory.rules.claims import Standing, counts, section_of, shown, title_of
from attending.program.models import MeasureResult, ModelVersion
from attending.ui import formats
from attending.ui.parts import DataTable, Event, Link, Stat, Status, SummaryRow

MARKS: Final[Mapping[Standing, str]] = {
    Standing.CONTRADICTED: "breach",
    Standing.ABSENT: "watch",
    Standing.CLAIMED: "pending",
    Standing.CHECKED: "ok",
}
_FIRST: Final = list(Standing)
_SHOWN: Final = 220


@dataclass(frozen=True, slots=True)
class VersionRow:
    name: Link
    maker: str
    version: str
    card: Status
    attributes: Status


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim; ``standing_key`` is what the table filters by, ``whole`` the text to the letter for the download."""

    title: Link
    section: str
    said: str
    whole: str
    weakness: str
    standing: Status
    standing_key: str
    kind: str
    checked: str


def version_rows(versions: Sequence[ModelVersion]) -> list[VersionRow]:
    """``versions`` come from ``queries.claims.versions``, with their documents."""
    return [
        VersionRow(
            Link(str(each), reverse("inventory:version", args=[each.pk]), each.ai_model.maker),
            each.ai_model.maker,
            each.version,
            _received(each, DocumentKind.CHAI, "No card"),
            _received(each, DocumentKind.HTI1, "None"),
        )
        for each in versions
    ]


def _received(version: ModelVersion, kind: DocumentKind, none: str) -> Status:
    found = [each for each in version.vendor_documents.all() if each.kind == kind]
    return Status("ok", formats.date(found[0].received_at)) if found else Status("watch", none)


def claim_rows(claims: Sequence[StandingClaim]) -> list[ClaimRow]:
    """Claims as rows: what does not hold here, then weak figures, then what is absent; else in the order they came."""
    return [_claim_row(each) for each in sorted(claims, key=_urgency)]


def _urgency(each: StandingClaim) -> tuple[int, int, int]:
    weak_figure = each.claim.measures and bool(each.claim.weakness) and each.standing is Standing.CLAIMED
    return (_FIRST.index(each.standing) if not weak_figure else 0, each.claim.document_id, each.claim.position)


def _claim_row(each: StandingClaim) -> ClaimRow:
    claim, newest = each.claim, each.newest
    text = shown(claim.text, measures=claim.measures)
    return ClaimRow(
        Link(title_of(claim.document.kind, claim.path, claim.label), reverse("inventory:claim", args=[claim.pk])),
        section_of(claim.document.kind, claim.path),
        _cut(text) if each.standing is not Standing.ABSENT else "Nothing",
        text,
        claim.weakness,
        standing_status(each.standing),
        str(each.standing),
        claim.document.get_kind_display(),
        f"{newest.checked_by.printed_name}, {formats.date(newest.checked_at)}" if newest else "",
    )


def standing_status(standing: Standing) -> Status:
    """The mark of how a claim stands."""
    return Status(MARKS[standing], standing.label)


def claim_stats(claims: Sequence[StandingClaim]) -> list[Stat]:
    """How many claims stand how."""
    found = counts([each.standing for each in claims])
    total = f"of {formats.count(len(claims))} claims"
    return [Stat(standing.label, formats.count(number), denominator=total) for standing, number in found.items()]


def document_rows(documents: Sequence[VendorDocument]) -> list[SummaryRow]:
    """What came from the vendor, the newest first."""
    rows = []
    for each in documents:
        who = f"Taken in by {each.received_by.printed_name}. {' '.join(each.notes)}".strip()
        name = f"{each.get_kind_display()} {_format(each)}, {formats.date(each.received_at)}"
        url = reverse("inventory:vendor-file", args=[each.pk]) if each.kind == DocumentKind.CHAI else ""
        rows.append(SummaryRow(name, each.file_name or "Typed in", "As it came" if url else "", url, who))
    return rows


def _format(document: VendorDocument) -> str:
    return document.format_version if document.kind == DocumentKind.CHAI else document.format_version.replace("_", "-")


def claim_summary(each: StandingClaim) -> list[SummaryRow]:
    """One claim: where it stands, what it says to the letter, and what is weak about it."""
    claim = each.claim
    known = fields().get(claim.path) if claim.document.kind == DocumentKind.CHAI else None
    return [
        SummaryRow("How it stands", standing_status(each.standing)),
        SummaryRow("What it is about", section_of(claim.document.kind, claim.path), note=known.help if known else ""),
        SummaryRow("What the vendor says", shown(claim.text, measures=claim.measures) or "Nothing"),
        *([SummaryRow("As it stands in the card", claim.text)] if claim.measures and claim.text else []),
        *([SummaryRow("What is weak", claim.weakness)] if claim.weakness else []),
        SummaryRow("Where it stands", claim.path),
    ]


def check_events(checks: Sequence[ClaimCheck]) -> list[Event]:
    """Every check of a claim, the newest first."""
    return [
        Event(
            formats.moment(each.checked_at),
            each.get_verdict_display(),
            detail=f"{each.finding} {_against(each)}",
            who=each.checked_by.printed_name,
            kind="ok" if each.verdict == "holds" else "breach",
            machine_when=each.checked_at.isoformat(),
        )
        for each in reversed(checks)
    ]


def _against(check: ClaimCheck) -> str:
    against = [f"Held against: {result_label(check.result)}."] if check.result else []
    return " ".join([*against, *([f"Document: {check.reference}."] if check.reference else [])])


def result_label(result: MeasureResult) -> str:
    """A measure result in one line: what, of whom, where, when, and its n."""
    known = measures().get(result.measure)
    value = formats.number(result.value, known.digits if known else 3)
    interval = f" ({result.low:.3g} to {result.high:.3g})" if result.low is not None and result.high is not None else ""
    group = "everybody" if result.attribute == "overall" else f"{result.attribute} {result.level}"
    unit = result.batch.deployment.unit
    period = f"{formats.date(result.period_start)} to {formats.date(result.period_end)}"
    name = known.short if known else result.measure
    return f"{name} {value}{interval}, {group}, {unit.name}, {period}, n {formats.small_cell(result.n)}"


def change_table(found: Sequence[Change], before: str, after: str) -> DataTable:
    """What differs between two cards."""
    rows = [[_field(each), _text(each.before), _text(each.after)] for each in found]
    return DataTable(("Field", before, after), rows, "Fields that differ", stacks=True)


def _field(change: Change) -> str:
    title = fields()[change.path].title
    return f"{title}: {change.label}" if change.label else title


def _text(text: str | None) -> str:
    if text is None:
        return "Left out"
    return text.strip() or "Blank"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}\u2026"


def claim_title(claim: VendorClaim) -> str:
    """What a claim is about."""
    return title_of(claim.document.kind, claim.path, claim.label)


def card_name(document: VendorDocument) -> str:
    """A card by its version and the day it came."""
    return f"{document.model_version.version}, {formats.date(document.received_at)}"
