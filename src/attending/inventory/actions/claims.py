"""Take in what a vendor claims about a version of its AI, and hold a claim against what is so here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from attending.cards.chai import CardRefused, read_card
from attending.cards.hti1 import Dsi
from attending.inventory.models import ClaimCheck, DocumentKind, VendorClaim, VendorDocument, Verdict
from attending.inventory.queries.claims import seats_around
from attending.inventory.rules.claims import (
    Statement,
    check_verdict,
    fingerprint,
    statements_from_answers,
    statements_of,
)
from attending.ledger.actions import take_turn
from attending.program.actions.record import check_organisation, log
from attending.program.models import AiModel, MeasureResult, ModelVersion, Person
from attending.program.rules import Act, Refused, check_right


def receive_card(acting: Person, version: ModelVersion, content: bytes, *, file_name: str) -> VendorDocument:
    """Keep a CHAI Applied Model Card as it came, and each of its claims. The same file again changes nothing.

    Raises Refused with every problem of what is no such card, and keeps nothing of it.
    """
    _check(acting, version.ai_model)
    try:
        read = read_card(content)
    except CardRefused as refusal:
        raise Refused(f"This is no Applied Model Card. {refusal}") from refusal
    notes = list(read.notes)
    if read.card.version != version.version:
        told = read.card.version or "none"
        notes.append(f"The card speaks of version {told}; it was taken in for version {version.version}.")
    record = VendorDocument(
        model_version=version,
        kind=DocumentKind.CHAI,
        file_name=file_name[-200:],
        format_version=read.version,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        notes=notes,
    )
    return _keep(acting, record, statements_of(read.card))


def answer_attributes(acting: Person, version: ModelVersion, dsi: Dsi, answers: Mapping[str, str]) -> VendorDocument:
    """Keep a vendor's answers to the HTI-1 source attributes of one sort; the same answers again change nothing."""
    _check(acting, version.ai_model)
    told = {key: text.strip() for key, text in answers.items() if text.strip()}
    statements = statements_from_answers(dsi, told)
    record = VendorDocument(
        model_version=version,
        kind=DocumentKind.HTI1,
        format_version=str(dsi),
        sha256=fingerprint({"dsi": str(dsi), **told}),
        content=b"",
    )
    return _keep(acting, record, statements)


@transaction.atomic
def _keep(acting: Person, record: VendorDocument, statements: Sequence[Statement]) -> VendorDocument:
    take_turn()
    rows = VendorDocument.objects.filter(model_version=record.model_version, kind=record.kind, sha256=record.sha256)
    standing = rows.first()
    if standing is not None:
        return standing
    record.received_by, record.received_at = acting, timezone.now()
    record.save()
    VendorClaim.objects.bulk_create(
        [
            VendorClaim(
                document=record,
                position=position,
                path=each.path,
                label=each.label,
                text=each.text,
                weakness=each.weakness,
                measures=each.measures,
            )
            for position, each in enumerate(statements, 1)
        ]
    )
    payload = {"model_version": record.model_version_id, "kind": str(record.kind), "sha256": record.sha256}
    log(acting, "claims.received", record, {**payload, "claims": len(statements)})
    return record


@transaction.atomic
def check_claim(
    acting: Person,
    claim: VendorClaim,
    verdict: Verdict,
    *,
    result: MeasureResult | None = None,
    reference: str = "",
    finding: str,
) -> ClaimCheck:
    """Say whether a claim holds here, against a measure result of this version or a document that is named."""
    version = claim.document.model_version
    _check(acting, version.ai_model)
    if result is not None and result.batch.deployment.model_version_id != version.pk:
        raise Refused(f"This result was measured on another version; choose one of {version}.")
    check_verdict(claim.text, verdict, has_result=result is not None, reference=reference, finding=finding)
    take_turn()
    record = ClaimCheck.objects.create(
        claim=claim,
        verdict=verdict,
        result=result,
        reference=reference.strip(),
        finding=finding.strip(),
        checked_by=acting,
        checked_at=timezone.now(),
    )
    payload = {"claim": claim.pk, "path": claim.path, "verdict": str(verdict), "reference": record.reference}
    log(acting, "claims.checked", record, {**payload, "result": result.pk if result else None})
    return record


def _check(acting: Person, ai_model: AiModel) -> None:
    check_organisation(acting, ai_model.organisation_id)
    check_right(Act.CHECK_CLAIMS, seats_around(acting, ai_model), active=acting.active)
