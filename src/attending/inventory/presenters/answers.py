"""HTI-1 source attributes as a table to hand out, to fill in, and to hand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attending.cards.hti1 import Dsi, attributes, group_title
from attending.inventory.queries.claims import StandingClaim
from attending.sources.spreadsheet import Heading
from attending.ui import formats

HEADINGS: Final = (
    Heading("id", "Paragraph"),
    Heading("group", "Group", needed=False),
    Heading("title", "Attribute", needed=False),
    Heading("answer", "Answer"),
    Heading("standing", "How it stands", needed=False),
    Heading("checked", "Checked by", needed=False),
    Heading("source", "Where the answer comes from", needed=False),
)
LABELS: Final = [heading.label for heading in HEADINGS]


def answer_rows(dsi: Dsi, claims: Sequence[StandingClaim], from_card: Mapping[str, str]) -> list[list[str]]:
    """Every attribute with the vendor's answer, or what its card says in its place, or nothing."""
    by_path = {each.claim.path: each for each in claims}
    return [
        [each.id, group_title(each), each.title, *_answer(by_path.get(each.id), from_card.get(each.id, ""))]
        for each in attributes(dsi)
    ]


def _answer(found: StandingClaim | None, on_card: str) -> list[str]:
    if found is not None and found.claim.text.strip():
        newest = found.newest
        by = f"{newest.checked_by.printed_name}, {formats.date(newest.checked_at)}" if newest else ""
        return [found.claim.text, found.standing.label, by, "The vendor's answer"]
    if on_card:
        return [on_card, "", "", "The vendor's CHAI card, by our reading of which field answers"]
    return ["", "", "", ""]
