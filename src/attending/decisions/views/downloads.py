"""Files: the packet as JSON and PDF, and the receipt that anybody can verify."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from attending.decisions import papers, queries
from attending.decisions.views.lookup import packet_or_404, proposal_or_404, signature_or_404
from attending.ledger.errors import NoCheckpointError
from attending.ledger.models import Entry
from attending.ledger.queries import receipt
from attending.program.acting import acting_person


def _download(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def packet_json(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The sealed bytes themselves: their SHA-256 is what was signed."""
    packet = packet_or_404(proposal_or_404(acting_person(request), pk), version)
    return _download(packet.document, "application/json", f"packet-{pk}-version-{version}.json")


@require_safe
def packet_pdf(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The packet on paper, with every signature on it."""
    proposal = proposal_or_404(acting_person(request), pk)
    packet = packet_or_404(proposal, version)
    people = queries.people_by_number([each["person"] for each in proposal.answerable])
    return _download(
        papers.packet_pdf(proposal, packet, people), "application/pdf", f"packet-{pk}-version-{version}.pdf"
    )


@require_safe
def receipt_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signature's entry with its proof, in the C2SP tlog-proof format."""
    signature = signature_or_404(acting_person(request), pk)
    try:
        text = receipt(Entry.objects.get(seq=signature.ledger_seq))
    except NoCheckpointError as error:
        raise Http404(str(error)) from error
    return _download(text, "text/plain; charset=utf-8", f"signature-{pk}.tlog-proof")
