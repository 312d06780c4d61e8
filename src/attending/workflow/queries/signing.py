"""Which disciplines have not signed a version."""

from __future__ import annotations

from attending.decisions.queries import newest_packet, votes
from attending.workflow.models import MapVersion
from attending.workflow.rules.map_signing import Outcome


def unsigned_disciplines(version: MapVersion) -> tuple[str, ...]:
    """Those that appear in it and have not signed for it, its author's own name apart. Two queries, none unoffered."""
    if not hasattr(version, "offer"):
        return tuple(version.disciplines)
    cast = votes(newest_packet(version.offer.proposal))
    signed = {each.discipline for each in cast if each.choice == Outcome.SIGN and not each.author}
    return tuple(each for each in version.disciplines if each not in signed)
