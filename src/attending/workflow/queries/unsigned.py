"""Which disciplines of a map have not signed a version yet."""

from __future__ import annotations

from attending.decisions.models import Signature
from attending.workflow.models import MapOffer, MapVersion
from attending.workflow.queries.maps import is_signed


def unsigned_disciplines(version: MapVersion) -> list[str]:
    """The disciplines in a version that nobody has signed for, by key; all of them where it was sent back."""
    if is_signed(version):
        return []
    offer = MapOffer.objects.filter(version=version).select_related("proposal").first()
    open_still = offer is not None and offer.proposal.state == "open"
    signed = set(
        Signature.objects.filter(proposal=offer.proposal).values_list("discipline", flat=True)
        if offer is not None and open_still
        else ()
    )
    return [key for key in version.disciplines if key not in signed]
