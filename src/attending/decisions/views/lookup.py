"""Records by their number, of the reader's own organisation only."""

from __future__ import annotations

from django.http import Http404

from attending.decisions import queries
from attending.decisions.models import Packet, Proposal, Signature
from attending.program.models import Person


def proposal_or_404(acting: Person, pk: int) -> Proposal:
    """The proposal with all its page shows."""
    try:
        return queries.proposal(acting.organisation, pk)
    except Proposal.DoesNotExist:
        raise Http404("There is no such proposal here.") from None


def packet_or_404(proposal: Proposal, version: int) -> Packet:
    """One version of the proposal's packet."""
    found = next((each for each in proposal.packets.all() if each.version == version), None)
    if found is None:
        raise Http404("There is no such version of this packet.")
    return found


def signature_or_404(acting: Person, pk: int) -> Signature:
    """The signature with what its receipt shows."""
    try:
        return queries.signature(acting.organisation, pk)
    except Signature.DoesNotExist:
        raise Http404("There is no such signature here.") from None
