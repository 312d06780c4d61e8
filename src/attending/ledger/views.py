"""The Record: entries, proofs and receipts, checkpoints, verification, and the offline verifier to take away."""

from __future__ import annotations

from itertools import chain
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from attending.ledger import actions, presenters, queries
from attending.ledger.errors import LedgerError, NoCheckpointError
from attending.ledger.export import VERIFIER, export_lines
from attending.ledger.forms import RecordFilter
from attending.ledger.merkle import leaf_hash
from attending.ledger.models import Entry
from attending.ledger.notes import to_base64

PAGE = 50


@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """The state of the record and its entries, newest first."""
    form = RecordFilter(request.GET, verbs=queries.verbs())
    asked = form.cleaned_data if form.is_valid() else {}
    narrowing = {name: asked[name] for name in ("verb", "about", "actor") if asked.get(name)}
    found = queries.entries(about=asked.get("about"), verb=asked.get("verb"), actor=asked.get("actor"))
    before = asked.get("before")
    if before is not None:
        found = found.filter(seq__lt=before)
    entries = list(found[: PAGE + 1])
    older = entries[PAGE - 1].seq if len(entries) > PAGE else None
    context = {
        "state": presenters.record_state(),
        "form": form,
        "rows": presenters.entry_rows(entries[:PAGE]),
        "narrowed": bool(narrowing),
        "newest_url": f"?{urlencode(narrowing)}" if before is not None else "",
        "older_url": f"?{urlencode({**narrowing, 'before': older})}" if older is not None else "",
    }
    return render(request, "ledger/record.html", context)


@require_GET
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry: its text, what it was about, and its proof under the newest checkpoint."""
    found = get_object_or_404(Entry.objects.select_related("payload"), seq=seq)
    covering = queries.covering_checkpoint(seq)
    proof = queries.inclusion_proof(seq, covering.size) if covering is not None else []
    context = {
        "entry": found,
        "rows": (
            ("When", presenters.moment(found.at)),
            ("What was done", found.verb),
            ("To what", found.object),
            ("By whom", found.actor),
            ("Hash of the entry", to_base64(leaf_hash(found.body.encode()))),
        ),
        "payload": presenters.payload_text(found),
        "covering": covering,
        "proof": [to_base64(value) for value in proof],
    }
    return render(request, "ledger/entry.html", context)


@require_GET
def receipt(request: HttpRequest, seq: int) -> HttpResponse:
    """The receipt of one entry as a ``.tlog-proof`` file."""
    found = get_object_or_404(Entry, seq=seq)
    try:
        text = queries.receipt(found)
    except NoCheckpointError as error:
        messages.error(request, str(error))
        return redirect("ledger:entry", seq=seq)
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="entry-{seq}.tlog-proof"'},
    )


@require_POST
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Sign and send a checkpoint now."""
    try:
        made = actions.checkpoint(reason="asked for on the Record page")
    except LedgerError as error:
        messages.error(request, str(error))
    else:
        failed = [delivery for delivery in made.deliveries.all() if delivery.error]
        if failed:
            messages.warning(request, f"Signed, but not sent to {', '.join(each.destination for each in failed)}.")
        else:
            messages.success(request, f"Checkpoint over {made.size:,} entries signed.")
    return redirect("ledger:record")


@require_POST
def verification(request: HttpRequest) -> HttpResponse:
    """Verify the whole record now; a POST, so that nothing follows a link to minutes of work."""
    try:
        result = queries.verify()
    except LedgerError as error:
        messages.error(request, str(error))
        return redirect("ledger:record")
    title, lines = presenters.verification_lines(result)
    return render(request, "ledger/verification.html", {"result": result, "title": title, "lines": lines})


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The record up to its newest checkpoint as JSON lines, without payloads."""
    lines = export_lines()
    try:
        header = next(lines)
    except NoCheckpointError as error:
        messages.error(request, str(error))
        return redirect("ledger:record")
    return StreamingHttpResponse(
        chain([header], lines),
        content_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="record.jsonl"'},
    )


@require_GET
def verifier(_request: HttpRequest) -> FileResponse:
    """The offline verifier."""
    return FileResponse(VERIFIER.open("rb"), as_attachment=True, content_type="text/x-python", filename=VERIFIER.name)
