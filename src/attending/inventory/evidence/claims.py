"""What a vendor claims about the version that is deployed, and what of it was checked here."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.inventory.queries.claims import StandingClaim, cards_of, current_documents, standing_claims
from attending.inventory.rules.claims import Standing, counts
from attending.program.models import Deployment, ModelVersion, UseCase
from attending.program.models.deployments import State
from attending.program.registries.evidence import Finding, FindingState

ITEM = ("vendor-claims", "What the vendor claims")
_ORDER = (FindingState.MISSING, FindingState.STALE, FindingState.PARTIAL, FindingState.MET, FindingState.NOT_APPLICABLE)


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding: about the version of a deployment, or about the weakest of those that a use case deploys."""
    if isinstance(subject, Deployment):
        return [_of(subject.model_version)]
    rows = subject.deployments.exclude(state=State.RETIRED).select_related("model_version__ai_model__organisation")
    versions = {row.model_version_id: row.model_version for row in rows}
    if not versions:
        summary = "Nothing is deployed yet; claims are about a version of an AI."
        link = reverse("inventory:versions")
        return [Finding(*ITEM, FindingState.NOT_APPLICABLE, summary, None, link)]
    return [min((_of(version) for version in versions.values()), key=lambda found: _ORDER.index(found.state))]


def _of(version: ModelVersion) -> Finding:
    link = reverse("inventory:version", args=[version.pk])
    model = version.ai_model
    documents = current_documents(version)
    if not documents:
        if model.maker.casefold() == model.organisation.name.casefold():
            summary = f"{model.name} was made here; no vendor claims anything."
            return Finding(*ITEM, FindingState.NOT_APPLICABLE, summary, None, link)
        earlier = cards_of(model).first()
        if earlier is not None:
            summary = f"The newest card is of {earlier.model_version}; {version.version} has none."
            return Finding(*ITEM, FindingState.STALE, summary, earlier.received_at, link)
        return Finding(*ITEM, FindingState.MISSING, f"{version} has no card and no source attributes.", None, link)
    claims = standing_claims(documents)
    state, summary = _judged(claims)
    when = [check.checked_at for each in claims for check in each.checks] + [each.received_at for each in documents]
    return Finding(*ITEM, state, f"{version}: {summary}", max(when), link)


def _judged(claims: list[StandingClaim]) -> tuple[FindingState, str]:
    """Met once a claim on performance was checked here and none is contradicted.

    Source attributes are prose, and a vendor may give no figure at all: there any claim that was checked counts.
    """
    found = counts([each.standing for each in claims])
    said = ", ".join(f"{number} {standing.label.lower()}" for standing, number in found.items() if number)
    figures = [each for each in claims if each.claim.measures and each.standing is not Standing.ABSENT]
    checked = any(each.standing is Standing.CHECKED for each in figures or claims)
    if found[Standing.CONTRADICTED]:
        return FindingState.PARTIAL, f"{said}. Agree with the vendor or decide on what does not hold."
    if not checked:
        what = "No claim on performance" if figures else "No claim"
        return FindingState.PARTIAL, f"{said}. {what} was checked here yet."
    return FindingState.MET, f"{said}."
