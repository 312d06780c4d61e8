"""Versions of an AI, what their vendors claim, and what was measured here; a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from attending.cards.chai import ModelCard, read_card
from attending.inventory.models import ClaimCheck, DocumentKind, VendorClaim, VendorDocument
from attending.inventory.rules.claims import Standing, section_of, shown, standing_of, title_of
from attending.inventory.rules.questions import Stated
from attending.program.models import (
    AiModel,
    MeasureResult,
    ModelVersion,
    Organisation,
    Person,
    Seat,
    SeatHolding,
    UseCase,
)
from attending.program.queries.seats import seats_of

MOST_RESULTS = 300


def version_of(organisation: Organisation, pk: int) -> ModelVersion:
    """One version of a model. Raises ModelVersion.DoesNotExist for another organisation's."""
    found = ModelVersion.objects.select_related("ai_model__organisation")
    return found.get(ai_model__organisation=organisation, pk=pk)


def versions(organisation: Organisation) -> QuerySet[ModelVersion]:
    """Every version of every model, with its documents."""
    documents = VendorDocument.objects.defer("content").order_by("-received_at", "-pk")
    return (
        ModelVersion.objects.filter(ai_model__organisation=organisation)
        .select_related("ai_model")
        .prefetch_related(Prefetch("vendor_documents", documents))
        .order_by("ai_model__name", "-released_on", "-pk")
    )


def seats_around(person: Person, ai_model: AiModel) -> frozenset[Seat]:
    """The seats a person holds in the enterprise and on every use case that deploys the model."""
    on_use_cases = SeatHolding.objects.filter(
        person=person, ended_on=None, use_case__deployments__model_version__ai_model=ai_model
    ).values_list("seat", flat=True)
    return seats_of(person) | {Seat(seat) for seat in on_use_cases}


def documents_of(version: ModelVersion) -> QuerySet[VendorDocument]:
    """What came about a version, the newest first, without the files themselves."""
    rows = VendorDocument.objects.filter(model_version=version).defer("content")
    return rows.select_related("received_by", "model_version__ai_model")


def document_of(organisation: Organisation, pk: int) -> VendorDocument:
    """One document. Raises VendorDocument.DoesNotExist for another organisation's."""
    rows = VendorDocument.objects.select_related("received_by", "model_version__ai_model__organisation")
    return rows.get(model_version__ai_model__organisation=organisation, pk=pk)


def cards_of(ai_model: AiModel) -> QuerySet[VendorDocument]:
    """Every card of every version of a model, the newest first, without the files themselves."""
    rows = VendorDocument.objects.filter(model_version__ai_model=ai_model, kind=DocumentKind.CHAI).defer("content")
    return rows.select_related("model_version__ai_model")


def newest(version: ModelVersion, kind: DocumentKind) -> VendorDocument | None:
    """The newest document of a kind about a version."""
    rows = VendorDocument.objects.filter(model_version=version, kind=kind)
    return rows.select_related("model_version__ai_model", "received_by").first()


def card_in(document: VendorDocument) -> ModelCard:
    """The card of a document, read from the file as it came."""
    return read_card(bytes(document.content)).card


@dataclass(frozen=True, slots=True)
class StandingClaim:
    """A claim with its checks, the newest last, and how it stands."""

    claim: VendorClaim
    checks: Sequence[ClaimCheck]
    standing: Standing

    @property
    def newest(self) -> ClaimCheck | None:
        return self.checks[-1] if self.checks else None


def standing_claims(documents: Sequence[VendorDocument]) -> list[StandingClaim]:
    """Every claim of some documents, in their order. Two queries."""
    checks = ClaimCheck.objects.select_related(
        "checked_by", "result__batch__deployment__unit__site", "result__batch__deployment__use_case"
    )
    rows = VendorClaim.objects.filter(document__in=documents).select_related("document").defer("document__content")
    found = rows.prefetch_related(Prefetch("checks", checks)).order_by("document_id", "position")
    return [_standing(claim, list(claim.checks.all())) for claim in found]


def _standing(claim: VendorClaim, checks: Sequence[ClaimCheck]) -> StandingClaim:
    return StandingClaim(claim, checks, standing_of(claim.text, checks[-1].verdict if checks else None))


def claim_of(organisation: Organisation, pk: int) -> StandingClaim:
    """One claim. Raises VendorClaim.DoesNotExist for another organisation's."""
    checks = ClaimCheck.objects.select_related("checked_by", "result__batch__deployment__unit__site")
    rows = VendorClaim.objects.select_related("document__model_version__ai_model__organisation")
    claim = (
        rows.defer("document__content")
        .prefetch_related(Prefetch("checks", checks))
        .get(document__model_version__ai_model__organisation=organisation, pk=pk)
    )
    return _standing(claim, list(claim.checks.all()))


def results_for(version: ModelVersion) -> list[MeasureResult]:
    """What was measured here of a version, the newest first, at most ``MOST_RESULTS``."""
    rows = MeasureResult.objects.filter(batch__deployment__model_version=version, value__isnull=False)
    ordered = rows.select_related("batch__deployment__unit__site").order_by("-period_end", "-batch_id", "measure", "pk")
    return list(ordered[:MOST_RESULTS])


def current_documents(version: ModelVersion) -> list[VendorDocument]:
    """The newest card and the newest attributes of a version, as far as there are any."""
    found: dict[str, VendorDocument] = {}
    for document in documents_of(version):
        found.setdefault(document.kind, document)
    return list(found.values())


def stated(claims: Sequence[StandingClaim]) -> list[Stated]:
    """Claims as the list of questions asks for them."""
    return [
        Stated(
            section=section_of(each.claim.document.kind, each.claim.path),
            title=title_of(each.claim.document.kind, each.claim.path, each.claim.label),
            reference=each.claim.path,
            text=shown(each.claim.text, measures=each.claim.measures),
            weakness=each.claim.weakness,
            standing=each.standing,
            found=each.newest.finding if each.newest else "",
        )
        for each in claims
    ]


def use_cases_of(version: ModelVersion) -> QuerySet[UseCase]:
    """The use cases that deploy a version."""
    return UseCase.objects.filter(deployments__model_version=version).distinct().order_by("title")
